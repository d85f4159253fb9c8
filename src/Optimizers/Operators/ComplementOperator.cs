namespace Optimizers.Curvature;

/// <summary>PAP + μQQᵀ with P = I − QQᵀ. ‖P‖₂ ≤ 1: the error of a product is at most that of A.</summary>
internal sealed class ComplementOperator(SymmetricOperator inner, OrthonormalBasis basis, double value) : SymmetricOperator(inner.Dimension)
{
    private readonly double[] _outside = new double[inner.Dimension];
    private readonly double[] _inside = new double[basis.Count];
    private readonly double[] _coefficients = new double[basis.Count];

    public override bool IsExact => inner.IsExact;

    public override double ProductError => inner.ProductError;

    protected override void Apply(ReadOnlySpan<double> vector, Span<double> product)
    {
        vector.CopyTo(_outside);
        basis.Remove(_outside, _inside);
        inner.Multiply(_outside, product);
        basis.Remove(product, _coefficients);
        if (value != 0)
            basis.AddCombination(value, _inside, product);
    }
}
