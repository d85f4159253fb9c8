namespace Optimizers.Curvature;

/// <summary>cA. The error of a product is |c| times that of Av.</summary>
internal sealed class ScaledOperator(SymmetricOperator inner, double factor) : SymmetricOperator(inner.Dimension)
{
    public override bool IsExact => inner.IsExact;

    public override double ProductError => Math.Abs(factor) * inner.ProductError;

    protected override void Apply(ReadOnlySpan<double> vector, Span<double> product)
    {
        inner.Multiply(vector, product);
        foreach (ref var entry in product)
            entry *= factor;
    }
}
