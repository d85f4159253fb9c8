using Optimizers.LinearAlgebra;

namespace Optimizers.Curvature;

/// <summary>
/// PAP, P = I − XXᵀ for p orthonormal vectors X: A without the part of its spectrum that X knows. In the basis of X and its complement A is
/// [H, Rᵀ; R, PAP], H = XᵀAX and R = (I − XXᵀ)AX: by Weyl every eigenvalue of A is within ‖R‖₂ of one of H or of PAP on the complement.
/// </summary>
internal sealed class Deflation
{
    private readonly OrthonormalBasis _basis;
    private readonly double[] _coefficients;

    /// <summary>Deflates the span of some vectors; p products.</summary>
    /// <exception cref="ArgumentException">The vectors are missing, of another length, not independent, or as many as n.</exception>
    public Deflation(SymmetricOperator @operator, IReadOnlyList<EigenPair> pairs, VectorWork work, CancellationToken cancellation)
    {
        var n = @operator.Dimension;
        if (pairs.Count >= n)
            throw new ArgumentException($"{pairs.Count} pairs are all that a matrix of dimension {n} has: nothing is left to locate.", nameof(pairs));
        var x = new GrowingBasis(n, work);
        for (var i = 0; i < pairs.Count; i++)
        {
            var vector = pairs[i]?.Vector ?? throw new ArgumentException($"Pair {i} has no vector.", nameof(pairs));
            if (vector.Count != n)
                throw new ArgumentException($"The vector of pair {i} has {vector.Count} entries; the operator needs {n}.", nameof(pairs));
            if (!x.TryAdd(vector.ToArray()))
                throw new ArgumentException($"The vector of pair {i} is not independent of those before it.", nameof(pairs));
        }

        _basis = new(x, work);
        _coefficients = new double[pairs.Count];
        Complement = new ComplementOperator(@operator, _basis, 0);

        var p = pairs.Count;
        var h = new double[p * p];
        var product = new double[n];
        var squares = 0.0;
        for (var j = 0; j < p; j++)
        {
            cancellation.ThrowIfCancellationRequested();
            @operator.Multiply(x.Vectors[j], product);
            _basis.Coefficients(product, h.AsSpan(j * p, p));
            _basis.AddCombination(-1, h.AsSpan(j * p, p), product);
            squares += work.Dot(product, product);
        }

        for (var j = 0; j < p; j++)
        {
            for (var i = 0; i < j; i++)
                h[i + (j * p)] = h[j + (i * p)] = 0.5 * (h[i + (j * p)] + h[j + (i * p)]);
        }

        (Values, _) = TridiagonalReduction.DecomposeScaled(h, p);
        Coupling = Math.Sqrt(squares);
    }

    /// <summary>PAP.</summary>
    public SymmetricOperator Complement { get; }

    /// <summary>The eigenvalues of H, ascending.</summary>
    public double[] Values { get; }

    /// <summary>‖R‖ in the Frobenius norm, at least its 2-norm.</summary>
    public double Coupling { get; }

    /// <summary>v ← Pv.</summary>
    public void Project(Span<double> v) => _basis.Remove(v, _coefficients);
}
