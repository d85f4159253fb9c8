using Optimizers.Curvature;

namespace Optimizers.Diagnostics;

/// <summary>
/// Short trainings from the start, each at one constant rate, outward from the largest rate of the run until three in a row are worse than the best;
/// and a replay of the loop's first steps at the recorded rates.
/// </summary>
internal static class RateTrials
{
    /// <summary>The steps of a trial: enough to see which rate gets far, few enough to try many.</summary>
    public const int Steps = 80;

    private const int Neighbours = 8;
    private const int Worse = 3;

    /// <summary>The factors on the way up; on the way down their inverses.</summary>
    private static readonly double[] Factors = [3, 10, 30, 100, 300, 1e3, 3e3, 1e4];

    /// <summary>What it takes at most.</summary>
    /// <param name="objective">L over a fixed sample.</param>
    /// <param name="batches">The batches; null to step with the objective's own gradient.</param>
    /// <param name="n">The number of parameters.</param>
    public static EvaluationCounts Price(Objective? objective, MiniBatchObjective? batches, int n)
    {
        var trainings = (2 * Factors.Length) + 2;
        return ProbePrice.Losses(objective, trainings) + TrialTraining.Gradients(objective, batches, n, trainings * Steps);
    }

    /// <summary>Runs the trials and the replay.</summary>
    /// <param name="train">A training from the start at a schedule.</param>
    /// <param name="rate">The largest rate of the run, finite, &gt; 0.</param>
    /// <param name="history">Steps of the whole run, thinned, the first one among them.</param>
    /// <param name="firstNonFinite">The first number of the run that was not finite; null if there was none.</param>
    /// <param name="cancellation">Cancels before the next step.</param>
    public static TrialReport Run(
        Func<Schedule, TrialTraining> train, double rate, IReadOnlyList<StepRecord> history,
        NonFiniteEvent? firstNonFinite, CancellationToken cancellation)
    {
        List<RateTrial> trials = [Try(1)];
        var steps = (int)Math.Min(Steps, history[^1].Iteration + 1);
        var replay = train(Schedule.From(i => RateAt(history, i), "recorded")).LossAfter(steps, cancellation);
        GoOn(factor => factor);
        GoOn(factor => 1 / factor);
        return new(rate, Steps, [.. trials.OrderBy(trial => trial.Factor)], steps, replay, RecordedAfter(steps, history, firstNonFinite));

        RateTrial Try(double factor) => new(factor, train(factor * rate).LossAfter(Steps, cancellation));

        void GoOn(Func<double, double> direction)
        {
            var (lowest, worse) = (trials[0].Loss, 0);
            foreach (var factor in Factors)
            {
                var trial = Try(direction(factor));
                trials.Add(trial);
                if (trial.Loss < lowest)
                    (lowest, worse) = (trial.Loss, 0);
                else if (double.IsFinite(lowest) && ++worse == Worse)
                    break;
            }
        }
    }

    // A thinned history gives the step before, and one that begins later gives its first.
    private static double RateAt(IReadOnlyList<StepRecord> history, long iteration) =>
        history.LastOrDefault(step => step.Iteration <= iteration, history[0]).LearningRate;

    private static double RecordedAfter(int steps, IReadOnlyList<StepRecord> history, NonFiniteEvent? firstNonFinite)
    {
        if (firstNonFinite is { What: "loss" } && firstNonFinite.Iteration < steps)
            return double.PositiveInfinity;
        return RobustStatistics.Median(RecordedLosses.Of(
            history.Where(step => step.Iteration >= steps - Neighbours && step.Iteration < steps + Neighbours), firstNonFinite));
    }
}
