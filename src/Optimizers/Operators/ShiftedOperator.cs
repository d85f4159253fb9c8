namespace Optimizers.Curvature;

/// <summary>A + σI. The error of a product is that of Av.</summary>
internal sealed class ShiftedOperator(SymmetricOperator inner, double shift) : SymmetricOperator(inner.Dimension)
{
    public override bool IsExact => inner.IsExact;

    public override double ProductError => inner.ProductError;

    protected override void Apply(ReadOnlySpan<double> vector, Span<double> product)
    {
        inner.Multiply(vector, product);
        for (var i = 0; i < product.Length; i++)
            product[i] += shift * vector[i];
    }
}
