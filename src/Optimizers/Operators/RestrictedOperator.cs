namespace Optimizers.Curvature;

/// <summary>QᵀAQ. ‖Q‖₂ = 1: the error of a product is at most that of A.</summary>
internal sealed class RestrictedOperator(SymmetricOperator inner, OrthonormalBasis basis) : SymmetricOperator(basis.Count)
{
    private readonly double[] _vector = new double[inner.Dimension];
    private readonly double[] _product = new double[inner.Dimension];

    public override bool IsExact => inner.IsExact;

    public override double ProductError => inner.ProductError;

    protected override void Apply(ReadOnlySpan<double> vector, Span<double> product)
    {
        Array.Clear(_vector);
        basis.AddCombination(1, vector, _vector);
        inner.Multiply(_vector, _product);
        basis.Coefficients(_product, product);
    }
}
