namespace Optimizers.Curvature;

/// <summary>PAP with P = QQᵀ. ‖P‖₂ = 1: the error of a product is at most that of A.</summary>
internal sealed class ProjectedOperator(SymmetricOperator inner, OrthonormalBasis basis) : SymmetricOperator(inner.Dimension)
{
    private readonly double[] _work = new double[inner.Dimension];
    private readonly double[] _coefficients = new double[basis.Count];

    public override bool IsExact => inner.IsExact;

    public override double ProductError => inner.ProductError;

    protected override void Apply(ReadOnlySpan<double> vector, Span<double> product)
    {
        Project(vector, product);
        inner.Multiply(product, _work);
        Project(_work, product);
    }

    private void Project(ReadOnlySpan<double> vector, Span<double> projection)
    {
        basis.Coefficients(vector, _coefficients);
        projection.Clear();
        basis.AddCombination(1, _coefficients, projection);
    }
}
