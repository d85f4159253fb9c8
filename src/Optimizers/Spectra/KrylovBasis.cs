using Optimizers.LinearAlgebra;

namespace Optimizers.Curvature;

/// <summary>
/// Functions of A and its Ritz vectors in the Krylov space of A from b: V = (v₁ … v_k) orthonormal, v₁ = b/‖b‖₂, and T = VᵀAV, by the Lanczos process
/// with its basis kept orthogonal. Memory: k + 2 vectors.
/// </summary>
internal sealed class KrylovBasis
{
    private readonly VectorWork _work;
    private readonly double[][] _vectors;
    private readonly SymmetricEigenSystem _system;

    /// <summary>At most <paramref name="size"/> vectors; fewer where the space is invariant before.</summary>
    /// <exception cref="InvalidOperationException">The norm of a product overflows.</exception>
    public KrylovBasis(SymmetricOperator a, double[] b, int size, CancellationToken cancellation, VectorWork? work = null)
    {
        _work = work ?? new();
        var products = new ScaledProducts(a, _work, long.MaxValue, cancellation);
        var process = new LanczosProcess(products, reorthogonalize: true, b);
        do
            process.Advance();
        while (process.Steps < size && !process.IsExhausted);

        var k = process.Steps;
        _vectors = process.Basis;
        var t = new double[k * k];
        for (var i = 0; i < k; i++)
        {
            t[i * (k + 1)] = process.Alphas[i];
            if (i + 1 < k)
                t[i + 1 + i * k] = t[i + (i + 1) * k] = process.Betas[i];
        }

        _system = SymmetricEigenSystem.Of(t, k, cancellation);
        Values = [.. _system.Values.Select(value => products.Unscale(Math.ScaleB(value, _system.Exponent)))];
    }

    /// <summary>The eigenvalues of T, ascending.</summary>
    public double[] Values { get; }

    /// <summary>Ritz vector i, Vs of the eigenvector s of T.</summary>
    public double[] Vector(int i) => Combination(_system.Vector(i));

    /// <summary>V·f(T)·e₁: with b of length 1, f(A)b where the space is invariant, and its Krylov approximation elsewhere.</summary>
    /// <param name="f">f, given an eigenvalue.</param>
    public double[] Apply(Func<double, double> f)
    {
        var y = new double[Values.Length];
        for (var i = 0; i < y.Length; i++)
        {
            var s = _system.Vector(i);
            ShortVectors.AddScaled(y, f(Values[i]) * s[0], s);
        }

        return Combination(y);
    }

    // Vy.
    private double[] Combination(ReadOnlySpan<double> y)
    {
        var x = new double[_vectors[0].Length];
        _work.AddCombination(1, _vectors, y.Length, y, x);
        return x;
    }
}
