using System.Globalization;
using Optimizers.Arithmetic;

namespace Optimizers.Curvature;

/// <summary>How to search for a critical point.</summary>
public sealed record CriticalPointSearchOptions
{
    /// <summary>
    /// The search converges where the Newton step to the critical point is no longer than this, in units of max(1, ‖θ‖₂). Finite, > 0. Default
    /// 10⁻¹⁰. The last step is taken too, so that what is left is the rounding of the gradient, or the square of this.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Zero, negative or not finite.</exception>
    public double DistanceTolerance { get; init => field = Arguments.Positive(value); } = 1e-10;

    /// <summary>
    /// ‖∇L‖₂ must be no more than this besides; where it cannot be, by rounding, the search converges all the same, and the result says
    /// what was reached. In the units of the gradient; > 0, can be ∞. Default ∞: the distance decides alone.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Zero, negative or NaN.</exception>
    public double GradientTolerance
    {
        get;
        init => field = value > 0
            ? value
            : throw new ArgumentOutOfRangeException(nameof(GradientTolerance), value, "The gradient tolerance must be greater than zero.");
    } = double.PositiveInfinity;

    /// <summary>
    /// A bound on the error of the gradient beyond its rounding, and beyond what the objective itself estimates. Finite, ≥ 0. Default 0.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative or not finite.</exception>
    public double GradientError { get; init => field = Arguments.NotNegative(value); }

    /// <summary>The first trust radius Δ, in units of max(1, ‖θ‖₂). Finite, > 0. Default 0.1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Zero, negative or not finite.</exception>
    public double InitialRadius { get; init => field = Arguments.Positive(value); } = 0.1;

    /// <summary>The most iterations; each takes a loss and a gradient, and the products of one linear system or two. ≥ 1. Default 500.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int MaxIterations { get; init => field = Arguments.AtLeastOne(value); } = 500;

    /// <summary>The most iterations of the Krylov solvers for one linear system. ≥ 1. Default 1,000.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int MaxInnerIterations { get; init => field = Arguments.AtLeastOne(value); } = 1000;

    /// <summary>
    /// Up to this n the Hessian is formed, from n products if need be, and decomposed (O(n³) an iteration); beyond, products alone
    /// are used. ≥ 0. Default 100.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public int MaxDenseDimension
    {
        get;
        init => field = value >= 0
            ? value
            : throw new ArgumentOutOfRangeException(nameof(MaxDenseDimension), value, "The dimension must not be negative.");
    } = 100;

    /// <summary>Ends the search with an <see cref="OperationCanceledException"/>. Default: never.</summary>
    public CancellationToken CancellationToken { get; init; }

    /// <summary>Told after each iteration. Default null: nobody.</summary>
    public IProgress<IterationProgress>? Progress { get; init; }

    internal static CriticalPointSearchOptions Default { get; } = new();

    /// <summary>The options in one line.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"DistanceTolerance = {DistanceTolerance}, GradientTolerance = {GradientTolerance}, GradientError = {GradientError}, " +
        $"InitialRadius = {InitialRadius}, MaxIterations = {MaxIterations}, MaxInnerIterations = {MaxInnerIterations}, " +
        $"MaxDenseDimension = {MaxDenseDimension}");
}
