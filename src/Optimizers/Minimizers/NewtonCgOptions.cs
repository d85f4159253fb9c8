using Optimizers.Arithmetic;

namespace Optimizers.Curvature;

/// <summary>How <see cref="NewtonCg"/> is run.</summary>
public sealed record NewtonCgOptions : MinimizerOptions
{
    /// <summary>Δ₀, the longest first step ‖p‖₂, in the units of θ. Finite, > 0. Default 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Zero, negative or not finite.</exception>
    public double InitialRadius { get; init => field = Arguments.Positive(value); } = 1;

    /// <summary>The longest step ‖p‖₂ at all, in the units of θ. > 0, can be ∞. Default ∞.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Zero, negative or NaN.</exception>
    public double MaxRadius
    {
        get;
        init => field = value > 0
            ? value
            : throw new ArgumentOutOfRangeException(nameof(MaxRadius), value, "MaxRadius must be greater than zero.");
    } = double.PositiveInfinity;

    /// <summary>
    /// η: a step is taken if it lowers L by more than this part of what the model promises. In (0, ¼). Default 0.15 (Nocedal and Wright,
    /// algorithm 4.1).
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Out of its range.</exception>
    public double AcceptedRatio { get; init => field = Arguments.Between(value, 0, 0.25); } = 0.15;

    /// <summary>
    /// Conjugate gradients end where ‖g + Hp‖₂ ≤ min(this, √‖g‖₂)·‖g‖₂: superlinear convergence without solving far from the minimum what need not be
    /// solved (Nocedal and Wright, section 7.1). In (0, 1). Default 0.5.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Out of its range.</exception>
    public double ResidualTolerance { get; init => field = Arguments.Between(value, 0, 1); } = 0.5;

    /// <summary>The most Hessian products of one iteration. ≥ 1. Default 1,000.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int MaxInnerIterations { get; init => field = Arguments.AtLeastOne(value); } = 1000;

    internal static NewtonCgOptions Default { get; } = new();
}
