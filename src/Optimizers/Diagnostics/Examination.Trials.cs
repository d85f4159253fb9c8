using MathNet.Numerics.LinearAlgebra;
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
        var rate = LargestLearningRate;
        var start = AtStart;
        if (start is null || Case.NewOptimizer is null || !(rate > 0) || Whole is not { } objective)
            return null;
        var found = Measure(
            name,
            ProbePrice.Losses(objective, Tried.Length) + RangeTest.Gradients(objective, Case.Batches, Dimension, Tried.Length * TrialSteps),
            [objective, Case.Batches],
            () => Try(objective, start, rate, isUpward),
            ProbePrice.Share(Case.Batches));
        return found is [var factor] ? factor : null;
    }

    /// <summary>A sound start: the layers drawn by the rules of the field where they are known, else the caller's own draw. Null if there is neither.</summary>
    internal RemedyAction? SoundStart()
    {
        var layers = LayersAt(Here ?? AtStart);
        if (layers is { Count: > 0 } && layers.All(layer => layer.Incoming is not null))
            return Remedies.ReinitializeLayers(layers, unchecked(Options.Seed + 1000));
        return Case.NewStart is { } draw ? Remedies.Restart(Undecided(draw(unchecked(Options.Seed + 1000)))) : null;
    }

    /// <summary>A start of the caller's, scaled down until the untrained model is no longer sure of anything: its loss is about that of chance.</summary>
    private Vector<double> Undecided(Vector<double> start)
    {
        const int most = 8;
        if (Whole is not { } objective || !(Losses.Chance > 0))
            return start;
        var found = Measure<double[]>("scale of a new start", ProbePrice.Losses(objective, most), [objective], () =>
        {
            var scale = 1.0;
            for (var k = 0; k < most && !(objective.LossOrNotFinite((scale * start).ToArray()) <= 2 * Losses.Chance); k++)
                scale /= Math.Sqrt(10);
            return [scale];
        }, ProbePrice.Share(objective));
        return found is [var factor] ? factor * start : start;
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
