using Optimizers.Arithmetic;

namespace Optimizers.Curvature;

/// <summary>
/// Newton's method in a trust region, by Hessian products: conjugate gradients that follow negative curvature to the boundary (Steihaug, SIAM J.
/// Numer. Anal. 20, 1983; Nocedal and Wright, Numerical Optimization, 2nd ed., algorithms 4.1 and 7.2). What scipy calls trust-ncg. Converges
/// superlinearly, and leaves saddles where g is not exactly orthogonal to the way down.
/// </summary>
/// <remarks>
/// Products are the objective's own, or from its Hessian, or differences of gradients. An iteration takes a loss, as many products as conjugate
/// gradients need, and where the step is taken a gradient. Memory: 9 vectors; nothing is allocated in an iteration but by the objective.
/// </remarks>
public sealed class NewtonCg : Minimizer
{
    // Its square is finite.
    private const double Farthest = 1e100;

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

    private protected override MinimizerResult Run(Objective objective, double[] theta, CancellationToken cancellationToken)
    {
        var walk = new MinimizerWalk(objective, theta, this);
        var outcome = walk.Begin();
        if (outcome is not null)
            return walk.Result(outcome.Value);
        var model = new SteihaugModel(walk, this);
        var radius = Math.Min(Math.Min(InitialRadius, Farthest), MaxRadius);
        var failures = new Rejections();
        while (!walk.IsAtLimit)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!double.IsFinite(walk.GradientNorm * walk.GradientNorm) || !model.TryMinimize(radius))
                return walk.Result(MinimizerOutcome.NotFinite);

            var loss = walk.Try(1, model.P);
            var isFinite = double.IsFinite(loss);
            var rounding = walk.Rounding;

            // After rejections the decrease has become rounding.
            if (failures.Count > 0 && (model.Decrease <= rounding || walk.IsTrialHere()))
                return walk.Result(failures.Judge(walk.MeasuredRounding(), MinimizerOutcome.ValueConverged));

            // Rounding is added to both, so that where both drown in it the model is believed (Conn, Gould and Toint, Trust-Region Methods, 17.4.2).
            var ratio = isFinite ? (walk.Loss - loss + rounding) / (model.Decrease + rounding) : double.NegativeInfinity;
            var isAccepted = ratio > AcceptedRatio && walk.TryGradient();
            if (!isAccepted)
                ratio = Math.Min(ratio, 0);

            if (ratio < 0.25)
                radius *= 0.25;
            else if (ratio > 0.75 && model.IsAtBoundary)
                radius = Math.Min(2 * radius, Math.Min(MaxRadius, Farthest));

            if (isAccepted)
            {
                outcome = walk.Accept();
                if (outcome is not null)
                    return walk.Result(outcome.Value);
                failures = new();
                continue;
            }

            // The same p would come again until it is outside.
            while (radius >= model.Length && radius > 0)
                radius *= 0.25;
            walk.Reject();
            failures = failures.With(loss - walk.Loss + model.Decrease, model.Decrease, isFinite);
        }

        return walk.Result(MinimizerOutcome.IterationLimit);
    }
}
