using Optimizers.Arithmetic;

namespace Optimizers.Curvature;

/// <summary>
/// L-BFGS: quasi-Newton steps from the last m changes of the gradient, each as long as a line search with the strong conditions of Wolfe makes it
/// (Nocedal and Wright, Numerical Optimization, 2nd ed., algorithm 7.5; Liu and Nocedal, Math. Programming 45, 1989). For smooth losses of any size
/// without noise; what torch.optim.LBFGS and scipy's L-BFGS-B do.
/// </summary>
/// <remarks>
/// No accepted step raises the loss by more than its rounding. An iteration takes a loss and a gradient, seldom more, and 4mn multiplications.
/// Memory: 2m + 5 vectors; nothing is allocated after the first m iterations but by the objective.
/// </remarks>
public sealed class Lbfgs : Minimizer
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
    /// <see cref="SufficientDecrease"/>, else a run throws an <see cref="InvalidOperationException"/>: there may be no such step. Default 0.9.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Out of its range.</exception>
    public double SlopeReduction { get; init => field = Arguments.Between(value, 0, 1); } = 0.9;

    private protected override MinimizerResult Run(Objective objective, double[] theta, CancellationToken cancellationToken)
    {
        if (!(SlopeReduction > SufficientDecrease))
            throw new InvalidOperationException("SlopeReduction must be more than SufficientDecrease: else there may be no such step.");
        var walk = new MinimizerWalk(objective, theta, this);
        var outcome = walk.Begin();
        if (outcome is not null)
            return walk.Result(outcome.Value);
        var pairs = new LbfgsPairs(History, walk.Work);
        var search = new StrongWolfeSearch(walk, SufficientDecrease, SlopeReduction);
        var p = new double[theta.Length];
        while (!walk.IsAtLimit)
        {
            cancellationToken.ThrowIfCancellationRequested();
            pairs.Direction(walk.Gradient, p);
            var slope = walk.Work.Dot(p, walk.Gradient);
            if (slope < 0 && double.IsFinite(slope) && search.TryStep(p, slope, pairs.Count == 0 ? Math.Min(1, 1 / walk.GradientNorm) : 1))
            {
                pairs.Add(walk.Theta, walk.TrialTheta, walk.Gradient, walk.TrialGradient);
                outcome = walk.Accept();
                if (outcome is not null)
                    return walk.Result(outcome.Value);
            }
            else if (pairs.Count > 0)
            {
                // What is remembered of the curvature can mislead: once more along −g.
                pairs.Clear();
            }
            else
            {
                return walk.Result(double.IsFinite(slope) ? search.Judge() : MinimizerOutcome.NotFinite);
            }
        }

        return walk.Result(MinimizerOutcome.IterationLimit);
    }
}
