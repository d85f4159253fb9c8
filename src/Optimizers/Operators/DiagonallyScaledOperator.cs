namespace Optimizers.Curvature;

/// <summary>DAD with D = diag(d). ‖D(e(Dv))‖ ≤ max|d|²·error of A·‖v‖.</summary>
internal sealed class DiagonallyScaledOperator(SymmetricOperator inner, double[] diagonal) : SymmetricOperator(inner.Dimension)
{
    private readonly double _largest = diagonal.Aggregate(0.0, (largest, entry) => Math.Max(largest, Math.Abs(entry)));
    private readonly double[] _scaled = new double[diagonal.Length];

    public override bool IsExact => inner.IsExact;

    public override double ProductError => inner.ProductError == 0 ? 0 : _largest * _largest * inner.ProductError;

    protected override void Apply(ReadOnlySpan<double> vector, Span<double> product)
    {
        for (var i = 0; i < vector.Length; i++)
            _scaled[i] = diagonal[i] * vector[i];
        inner.Multiply(_scaled, product);
        for (var i = 0; i < product.Length; i++)
            product[i] *= diagonal[i];
    }
}
