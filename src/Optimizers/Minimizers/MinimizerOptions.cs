using Optimizers.Arithmetic;

namespace Optimizers.Curvature;

/// <summary>When a <see cref="Minimizer"/> has come far enough.</summary>
public record MinimizerOptions
{
    /// <summary>
    /// The run converges where maxᵢ |gᵢ|·max(|θᵢ|, 1) ≤ GradientTolerance·max(|L|, 1): the relative gradient (Dennis and Schnabel, Numerical Methods
    /// for Unconstrained Optimization, 1983, section 7.2), as MathNet has it. Finite, ≥ 0. Default 10⁻⁸.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative or not finite.</exception>
    public double GradientTolerance { get; init => field = Arguments.NotNegative(value); } = 1e-8;

    /// <summary>
    /// The run converges after a step of maxᵢ |Δθᵢ|/max(|θᵢ|, 1) ≤ StepTolerance. A short step is no proof of a minimum. Finite, ≥ 0. Default 0:
    /// steps do not decide.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative or not finite.</exception>
    public double StepTolerance { get; init => field = Arguments.NotNegative(value); }

    /// <summary>
    /// The run converges after a step that lowers L by no more than this part of |L|. Finite, ≥ 0. Default 0: not before what is left to gain is less
    /// than the rounding of L.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative or not finite.</exception>
    public double ValueTolerance { get; init => field = Arguments.NotNegative(value); }

    /// <summary>The most iterations, rejected steps included. ≥ 0; at 0 the start is evaluated and no more. Default 1,000.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public int MaxIterations { get; init => field = Arguments.NotNegative(value); } = 1000;

    /// <summary>Told after each iteration. Default null: nobody.</summary>
    public IProgress<IterationProgress>? Progress { get; init; }
}
