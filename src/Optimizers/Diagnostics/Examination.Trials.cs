using Optimizers.Curvature;

namespace Optimizers.Diagnostics;

// What a remedy tries before it is proposed: it costs evaluations only where the cause has been found.
public sealed partial class Examination
{
    private const int TrialSteps = 80;

    /// <summary>The factors that are tried on the way down, and, inverted, on the way up.</summary>
    private static readonly double[] Tried = [1 / 3.0, 0.1, 1 / 30.0, 0.01, 1 / 300.0, 1e-3, 1 / 3000.0, 1e-4];

    /// <summary>
    /// By what the largest rate of the run has to be multiplied: of short trainings from the start, each at one constant rate, the one that ends lowest. Null where the
    /// case does not allow it or the budget is spent.
    /// </summary>
    /// <param name="isUpward">True to look for a larger rate, false for a smaller one.</param>
    internal double? BetterRate(bool isUpward)
    {
        var name = isUpward ? "trials of larger rates" : "trials of smaller rates";
        var rate = Setup?.LargestLearningRate ?? double.NaN;
        var start = AtStart;
        if (start is null || Case.NewOptimizer is null || !(rate > 0) || Whole is not { } objective || _isRecorded)
            return null;
        var steps = Tried.Length * TrialSteps;
        var gradients = Case.Batches is { HasGradient: true } ? new(0, steps, 0, 0) : ProbePrice.Gradients((Objective?)Case.Batches ?? objective, Dimension, steps);
        var found = Measure(
            name,
            ProbePrice.Losses(objective, Tried.Length) + gradients,
            [objective, Case.Batches],
            () => Try(objective, start, rate, isUpward),
            ProbePrice.Share(Case.Batches));
        return found is [var factor] ? factor : null;
    }

    private double[]? Try(Objective objective, double[] start, double rate, bool isUpward)
    {
        var (best, lowest, worse) = (double.NaN, double.PositiveInfinity, 0);
        foreach (var down in Tried)
        {
            var factor = isUpward ? 1 / down : down;
            var loss = RangeTest.LossAfter(
                Case.NewOptimizer!,
                objective,
                Case.Batches,
                start,
                [.. Monitor.Parameters.Select(parameter => (parameter.Rows, parameter.Columns))],
                factor * rate,
                TrialSteps,
                Options.CancellationToken);
            if (loss < lowest)
                (best, lowest, worse) = (factor, loss, 0);
            else if (double.IsFinite(lowest) && ++worse == 3)
                break; // Beyond the best rate the losses only rise.
        }

        return double.IsNaN(best) ? null : [best];
    }
}
