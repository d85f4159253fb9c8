using Optimizers.Kernels;

namespace Optimizers.Curvature;

/// <summary>
/// PAP, P = I − XXᵀ for p orthonormal vectors X: A without the part of its spectrum that X knows. In the basis of X and its complement A is
/// [H, Rᵀ; R, PAP], H = XᵀAX and R = (I − XXᵀ)AX: by Weyl every eigenvalue of A is within ‖R‖₂ of one of H or of PAP on the complement.
/// </summary>
internal sealed class Deflation : SymmetricOperator
{
    private readonly SymmetricOperator _operator;
    private readonly VectorWork _work;
    private readonly double[][] _vectors;
    private readonly double[] _projected;
    private readonly double[] _c;

    /// <summary>Deflates the span of some vectors; p products.</summary>
    /// <exception cref="ArgumentException">The vectors are missing, of another length, not independent, or as many as n.</exception>
    public Deflation(SymmetricOperator @operator, IReadOnlyList<EigenPair> pairs, VectorWork work, CancellationToken cancellation)
        : base(@operator.Dimension)
    {
        if (pairs.Count >= Dimension)
            throw new ArgumentException($"{pairs.Count} pairs are all that a matrix of dimension {Dimension} has: nothing is left to locate.", nameof(pairs));
        (_operator, _work) = (@operator, work);
        _vectors = new double[pairs.Count][];
        _projected = new double[Dimension];
        _c = new double[pairs.Count];
        for (var i = 0; i < pairs.Count; i++)
        {
            var vector = pairs[i]?.Vector ?? throw new ArgumentException($"Pair {i} has no vector.", nameof(pairs));
            if (vector.Count != Dimension)
                throw new ArgumentException($"The vector of pair {i} has {vector.Count} entries; the operator needs {Dimension}.", nameof(pairs));
            _vectors[i] = vector.ToArray();
            var norm = work.Norm(_vectors[i]);
            var left = work.Orthogonalize(_vectors, i, _vectors[i], norm, _c);
            if (!(left > 1e-8 * norm))
                throw new ArgumentException($"The vector of pair {i} is not independent of those before it.", nameof(pairs));
            work.Scale(1 / left, _vectors[i], _vectors[i]);
        }

        var p = pairs.Count;
        var h = new double[p * p];
        var squares = 0.0;
        for (var j = 0; j < p; j++)
        {
            cancellation.ThrowIfCancellationRequested();
            @operator.Multiply(_vectors[j], _projected);
            work.Dots(_vectors, p, _projected, h.AsSpan(j * p, p));
            var left = work.Subtract(_vectors, p, h.AsSpan(j * p, p), _projected);
            squares += left * left;
        }

        for (var j = 0; j < p; j++)
        {
            for (var i = 0; i < j; i++)
                h[i + (j * p)] = h[j + (i * p)] = 0.5 * (h[i + (j * p)] + h[j + (i * p)]);
        }

        (Values, _) = SmallSymmetric.Decompose(h, p);
        Coupling = Math.Sqrt(squares);
    }

    /// <summary>The eigenvalues of H, ascending.</summary>
    public double[] Values { get; }

    /// <summary>‖R‖ in the Frobenius norm, at least its 2-norm.</summary>
    public double Coupling { get; }

    public override bool IsExact => _operator.IsExact;

    public override double ProductError => _operator.ProductError;

    /// <summary>v ← Pv.</summary>
    public void Project(Span<double> v) => _work.Orthogonalize(_vectors, _vectors.Length, v, _work.Norm(v), _c);

    protected override void Apply(ReadOnlySpan<double> vector, Span<double> product)
    {
        vector.CopyTo(_projected);
        Project(_projected);
        _operator.Multiply(_projected, product);
        Project(product);
    }
}
