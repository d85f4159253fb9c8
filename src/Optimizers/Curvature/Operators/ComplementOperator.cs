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
        basis.Coefficients(vector, _inside);
        vector.CopyTo(_outside);
        basis.AddCombination(-1, _inside, _outside);
        inner.Multiply(_outside, product);
        basis.Coefficients(product, _coefficients);
        basis.AddCombination(-1, _coefficients, product);
        basis.AddCombination(value, _inside, product);
    }
}
