namespace Optimizers.Curvature.Functions;

/// <summary>
/// An objective that is a function of generic numbers: exact derivatives of every order that is asked for, and enclosures over boxes of θ, on
/// which the certificates about the loss rest.
/// </summary>
internal abstract class ExactObjective(ObjectiveOptions? options) : Objective(options), IHigherDerivatives, ILossEnclosures, IOneSidedDerivatives
{
    public override bool HasGradient => true;

    public override bool HasProduct => true;

    public override bool HasHessian => true;

    /// <inheritdoc/>
    public double KinkDistance => double.PositiveInfinity;

    internal override IHigherDerivatives HigherDerivatives(double normOfHessian) => this;

    internal override ILossEnclosures Enclosures => this;

    internal override IOneSidedDerivatives OneSidedDerivatives => this;

    /// <inheritdoc/>
    public abstract Interval EncloseLoss(ReadOnlySpan<Interval> box);

    /// <inheritdoc/>
    public abstract void EncloseGradient(ReadOnlySpan<Interval> box, Span<Interval> gradient);

    /// <inheritdoc/>
    public abstract Interval[] EncloseHessian(ReadOnlySpan<Interval> box);

    /// <summary>True if L(to) &lt; L(from) is proven. A descent by rounding alone never is.</summary>
    public bool ProvesLower(ReadOnlySpan<double> from, ReadOnlySpan<double> to) => EncloseLoss(Point(to)).Upper < EncloseLoss(Point(from)).Lower;

    /// <summary>θ as a box without width.</summary>
    public static Interval[] Point(ReadOnlySpan<double> theta) => Array.ConvertAll(theta.ToArray(), entry => (Interval)entry);

    /// <inheritdoc/>
    public abstract void ThirdDerivative(ReadOnlySpan<double> theta, ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<Interval> derivative);

    /// <inheritdoc/>
    public abstract Interval FourthDerivative(
        ReadOnlySpan<double> theta, ReadOnlySpan<double> a, ReadOnlySpan<double> b, ReadOnlySpan<double> c, ReadOnlySpan<double> d);

    /// <inheritdoc/>
    public abstract void GradientAlong(ReadOnlySpan<double> theta, ReadOnlySpan<double> ray, Span<double> gradient);

    /// <inheritdoc/>
    public abstract void ProductAlong(ReadOnlySpan<double> theta, ReadOnlySpan<double> ray, ReadOnlySpan<double> vector, Span<double> product);
}
