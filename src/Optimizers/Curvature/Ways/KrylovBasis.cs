using Optimizers.Kernels;

namespace Optimizers.Curvature;

/// <summary>
/// An orthonormal basis V = (v₁ … v_k) of the Krylov space of A from v₁ = b/‖b‖₂, and T = VᵀAV, by Lanczos' recurrence with every vector
/// orthogonalized twice against all before it. Memory: k vectors.
/// </summary>
internal sealed class KrylovBasis
{
    private readonly List<double[]> _vectors = [];
    private readonly SymmetricEigenSystem _system;

    /// <summary>At most <paramref name="size"/> vectors; fewer where the space is invariant before.</summary>
    public KrylovBasis(SymmetricOperator a, ReadOnlySpan<double> b, int size, CancellationToken cancellation)
    {
        var n = a.Dimension;
        var k = Math.Min(size, n);
        var diagonal = new List<double>(k);
        var offDiagonal = new List<double>(k);
        var v = b.ToArray();
        Scale(v, 1 / Reduction.Norm(v));
        var largest = 0.0;
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            _vectors.Add(v);
            var w = new double[n];
            a.Multiply(v, w);
            largest = Math.Max(largest, Reduction.Norm(w));
            diagonal.Add(SymmetricEigenSystem.Dot(v, w));
            if (_vectors.Count == k)
                break;
            for (var pass = 0; pass < 2; pass++)
            {
                foreach (var earlier in _vectors)
                    SymmetricEigenSystem.AddScaled(w, -SymmetricEigenSystem.Dot(earlier, w), earlier);
            }

            var beta = Reduction.Norm(w);
            if (beta <= 10 * Math.Sqrt(n) * LossResolution.DoubleEpsilon * largest)
                break;
            offDiagonal.Add(beta);
            Scale(w, 1 / beta);
            v = w;
        }

        var t = new double[diagonal.Count * diagonal.Count];
        for (var i = 0; i < diagonal.Count; i++)
        {
            t[i * (diagonal.Count + 1)] = diagonal[i];
            if (i + 1 < diagonal.Count)
                t[i + 1 + i * diagonal.Count] = t[i + (i + 1) * diagonal.Count] = offDiagonal[i];
        }

        _system = SymmetricEigenSystem.Of(t, diagonal.Count, LossResolution.DoubleEpsilon, 0, cancellation);
        Values = [.. _system.Values.Select(value => Math.ScaleB(value, _system.Exponent))];
    }

    /// <summary>The eigenvalues of T, ascending.</summary>
    public double[] Values { get; }

    /// <summary>Ritz vector i, Vs of the eigenvector s of T.</summary>
    public double[] Vector(int i)
    {
        var s = _system.Vector(i);
        var x = new double[_vectors[0].Length];
        for (var j = 0; j < s.Length; j++)
            SymmetricEigenSystem.AddScaled(x, s[j], _vectors[j]);
        return x;
    }

    /// <summary>V·f(T)·e₁: with b of length 1, f(A)b where the space is invariant, and its Krylov approximation elsewhere.</summary>
    /// <param name="f">f, given an eigenvalue.</param>
    public double[] Apply(Func<double, double> f)
    {
        var k = Values.Length;
        var y = new double[k];
        for (var i = 0; i < k; i++)
        {
            var s = _system.Vector(i);
            SymmetricEigenSystem.AddScaled(y, f(Values[i]) * s[0], s);
        }

        var x = new double[_vectors[0].Length];
        for (var j = 0; j < k; j++)
            SymmetricEigenSystem.AddScaled(x, y[j], _vectors[j]);
        return x;
    }

    private static void Scale(Span<double> x, double factor)
    {
        foreach (ref var entry in x)
            entry *= factor;
    }
}
