using Optimizers.Arithmetic;

namespace Optimizers.Curvature;

/// <summary>How <see cref="LevenbergMarquardt"/> is run. Lengths are in Moré's scaling, ‖Dθ‖₂: no units need to be given.</summary>
public sealed record LevenbergMarquardtOptions
{
    /// <summary>
    /// The run converges where the cosine of the angle between r and every column of J is no more than this: at 0 they are orthogonal. Finite, ≥ 0.
    /// Default 10⁻¹².
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative or not finite.</exception>
    public double GradientTolerance { get; init => field = Arguments.NotNegative(value); } = 1e-12;

    /// <summary>The run converges where the trust radius is no more than this part of ‖Dθ‖₂. Finite, ≥ 0. Default 10⁻¹⁰.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative or not finite.</exception>
    public double StepTolerance { get; init => field = Arguments.NotNegative(value); } = 1e-10;

    /// <summary>
    /// The run converges where a step lowers ‖r‖₂² by no more than this part of it, and the model promises no more either. Finite, ≥ 0. Default 0:
    /// not before both are rounding.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative or not finite.</exception>
    public double ValueTolerance { get; init => field = Arguments.NotNegative(value); }

    /// <summary>The most iterations, rejected steps included. ≥ 0; at 0 the start is evaluated and no more. Default 1,000.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public int MaxIterations { get; init => field = Arguments.NotNegative(value); } = 1000;

    /// <summary>The first trust radius, in units of ‖Dθ₀‖₂. Finite, > 0. Default 100, as in MINPACK; 0.1 to 1 stays near a good start.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Zero, negative or not finite.</exception>
    public double InitialRadius { get; init => field = Arguments.Positive(value); } = 100;

    /// <summary>By products: the most iterations of LSMR for one step, of two products each. ≥ 1. Default 1,000.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int MaxInnerIterations { get; init => field = Arguments.AtLeastOne(value); } = 1000;

    /// <summary>Told after each iteration. Default null: nobody.</summary>
    public IProgress<IterationProgress>? Progress { get; init; }

    internal static LevenbergMarquardtOptions Default { get; } = new();
}
