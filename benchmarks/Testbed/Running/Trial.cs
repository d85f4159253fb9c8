using Optimizers.Testbed.Problems;

namespace Optimizers.Testbed.Running;

/// <summary>What came of one training.</summary>
/// <param name="End">How it ended.</param>
/// <param name="Steps">The steps it took: to the target, where that was reached.</param>
/// <param name="Lowest">The lowest measure.</param>
internal sealed record Trial(TrialEnd End, int Steps, double Lowest)
{
    private const double Diverged = 1000;

    /// <summary>Trains from a seed until the target is reached, the steps are used up, or nothing is finite any more.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="optimizer">The optimizer, before its first step.</param>
    /// <param name="seed">The seed of the start and the batches.</param>
    /// <param name="cancellationToken">Cancels between two steps.</param>
    /// <param name="see">Sees every measure with the steps before it, and then the training goes on behind the target; null for nobody.</param>
    public static Trial Run(
        Problem problem, IOptimizer optimizer, int seed, CancellationToken cancellationToken, Action<int, double>? see = null)
    {
        var steps = new Stepper(problem.Start(seed), optimizer, seed);
        var (lowest, start) = (double.PositiveInfinity, steps.Measure());
        see?.Invoke(0, start);
        for (var step = 1; step <= problem.Limit; step++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!steps.Step(cancellationToken))
                return new(TrialEnd.Diverged, step, lowest);
            if (step % problem.Every != 0)
                continue;
            var measure = steps.Measure();
            see?.Invoke(step, measure);
            lowest = Math.Min(lowest, double.IsNaN(measure) ? double.PositiveInfinity : measure);
            if (!(measure <= Diverged * start))
                return new(TrialEnd.Diverged, step, lowest);
            if (measure <= problem.Target && see is null)
                return new(TrialEnd.Reached, step, lowest);
        }

        return new(TrialEnd.Limit, problem.Limit, lowest);
    }
}
