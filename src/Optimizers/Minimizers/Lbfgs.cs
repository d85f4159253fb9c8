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
    /// <summary>L-BFGS.</summary>
    /// <param name="options">How it is run; null for the defaults.</param>
    /// <exception cref="ArgumentException"><see cref="LbfgsOptions.SlopeReduction"/> is not more than <see cref="LbfgsOptions.SufficientDecrease"/>:
    /// there may be no such step.</exception>
    public Lbfgs(LbfgsOptions? options = null)
    {
        Options = options ?? LbfgsOptions.Default;
        if (!(Options.SlopeReduction > Options.SufficientDecrease))
            throw new ArgumentException("SlopeReduction must be more than SufficientDecrease: else there may be no such step.", nameof(options));
    }

    /// <summary>How it is run.</summary>
    public LbfgsOptions Options { get; }

    private protected override MinimizerResult Run(Objective objective, double[] theta, CancellationToken cancellationToken)
    {
        var walk = new MinimizerWalk(objective, theta, Options);
        var outcome = walk.Begin();
        if (outcome is not null)
            return walk.Result(outcome.Value);
        var pairs = new LbfgsPairs(Options.History, walk.Work);
        var search = new StrongWolfeSearch(walk, Options.SufficientDecrease, Options.SlopeReduction);
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
