namespace Optimizers.Curvature;

/// <summary>A + B. The errors of the two products add up.</summary>
internal sealed class SumOperator(SymmetricOperator left, SymmetricOperator right) : SymmetricOperator(left.Dimension)
{
    private readonly double[] _right = new double[left.Dimension];

    public override bool IsExact => left.IsExact && right.IsExact;

    public override double ProductError => left.ProductError + right.ProductError;

    protected override void Apply(ReadOnlySpan<double> vector, Span<double> product)
    {
        left.Multiply(vector, product);
        right.Multiply(vector, _right);
        for (var i = 0; i < product.Length; i++)
            product[i] += _right[i];
    }
}
