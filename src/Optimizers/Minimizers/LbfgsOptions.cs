using Optimizers.Arithmetic;

namespace Optimizers.Curvature;

/// <summary>How <see cref="Lbfgs"/> is run.</summary>
public sealed record LbfgsOptions : MinimizerOptions
{
    /// <summary>m, how many of the last steps and changes of the gradient are remembered: 2m vectors of n doubles. ≥ 1. Default 10.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int History { get; init => field = Arguments.AtLeastOne(value); } = 10;

    /// <summary>
    /// c₁: a step must lower the loss by this part of what its slope promises. In (0, ½). Default 10⁻⁴ (Nocedal and Wright, section 3.1).
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Out of its range.</exception>
    public double SufficientDecrease { get; init => field = Arguments.Between(value, 0, 0.5); } = 1e-4;

    /// <summary>
    /// c₂: the slope at the end of a step, up or down, must be no more than this part of that at its start. In (0, 1), and more than
    /// <see cref="SufficientDecrease"/>, so that there is such a step. Default 0.9.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Out of its range.</exception>
    public double SlopeReduction { get; init => field = Arguments.Between(value, 0, 1); } = 0.9;

    internal static LbfgsOptions Default { get; } = new();
}
