using static Optimizers.Diagnostics.Numbers;

namespace Optimizers.Diagnostics.Causes;

/// <summary>
/// Steps overshoot: the loss along the update is lowest long before its end. A rate above 2/λmax alone is no fault: training at the edge of stability
/// lowers the loss all the same (Cohen et al. 2021); so the loss must have stopped falling.
/// </summary>
internal sealed class StepTooLarge : Cause
{
    public override string Id => "step-too-large";

    public override string Title => "the steps are too large";

    public override Assessment Assess(Examination examination)
    {
        var balance = new Balance().Wants(examination.AlongUpdate, nameof(TrainingCase.Objective));
        var curve = examination.Curve;

        // A loss that climbs in short steps follows a gradient that is not its own, unless that was held against differences.
        var uphill = examination is { GradientCheck: null, NonFinite: null, Motion: { LargestRelativeUpdate: var longest } }
            ? LogRamp(longest, 0.1, 0.3) : 1;
        if (curve is not null)
        {
            var rise = curve.IsFinite ? curve.Last / Math.Max(curve.Lowest, 1e-12) : double.PositiveInfinity;
            balance.Add(
                1.5 * uphill * LogRamp(curve.Last / curve.First, 0.9, 2),
                "the recorded losses",
                $"the loss went from {curve.First} to {curve.Last}");
            balance.Add(
                (curve.IsFalling && !IsRecovering(examination, curve) ? -2 : 0) + (1.5 * uphill * LogRamp(rise, 1.5, 4)),
                "the recorded losses",
                $"the last losses are {rise} times the lowest ones, {(curve.IsFalling ? "and falling" : "and not falling")}");
        }

        if (curve is not null && examination.Losses.Start > 0 && examination.Motion is { LargestRelativeUpdate: > 0.1 })
        {
            balance.Add(
                3 * LogRamp(curve.Highest / examination.Losses.Start, 4, 100),
                "the recorded losses",
                $"the highest loss was {curve.Highest}, where the start has {examination.Losses.Start}");
        }

        if (examination.Losses is { Start: > 0 } losses)
        {
            balance.Add(
                2.5 * uphill * LogRamp(examination.Now / losses.Start, 0.8, 2),
                "the losses",
                $"the training loss was {losses.Start} at the start and is {examination.Now}: the steps have led uphill");
        }

        if (examination is { Motion: null, Losses: { Start: > 0 } recorded })
        {
            // A log has nothing else that could tell; no healthy training ends at many times its first loss.
            var since = AboveStartSince(examination, recorded.Start);
            var last = examination.NonFinite is null ? examination.Now : curve?.Last ?? double.NaN;
            balance.Add(
                3 * LogRamp(last / recorded.Start, 2, 10),
                "the log",
                $"the loss has diverged, to {last / recorded.Start} times what it was at first{since}");
        }

        var rate = examination.LargestLearningRate;
        if (examination.Motion is { Steps: > 1 } motion && !examination.BeganNextToZero)
        {
            balance.Add(
                (2.5 * LogRamp(motion.LargestRelativeUpdate, 0.1, 0.6)) - (3 * LogRamp(motion.LargestRelativeUpdate, 0.06, 0.01)),
                "the steps",
                $"after the first step the largest one changed the parameters by {Percent(motion.LargestRelativeUpdate)} of their norm");
        }

        if (examination.RateRange is { Best: > 0 } range)
        {
            var beyond = rate / range.Best;
            balance.Add(
                (1.5 * LogRamp(beyond, 3, 12)) - (1.5 * LogRamp(beyond, 1.5, 0.3)),
                "learning-rate range test from θ",
                $"the rate {rate} is {beyond} times the one at which the loss falls most steeply");
        }

        if (examination.Units is { Count: > 0 } && examination.UnitsAtStart is { Count: > 0 })
        {
            var killed = Math.Max(examination.WorstDeadShare - examination.WorstDeadShareAtStart,
                examination.WorstSaturatedShare - examination.WorstSaturatedShareAtStart);
            balance.Add(
                3 * Ramp(killed, 0.3, 0.8),
                "activations at the start and now",
                $"{Percent(killed)} of a layer's units have died or saturated on the way");
        }

        if (examination.AlongGradient is { } along && examination.IsAtHeight)
        {
            // The full gradient has no noise: if even along it a step of this length overshoots, the step is too large.
            var best = along.Best.T;
            balance.Add(
                (2 * LogRamp(along.LossAtOne / along.LossAtZero, 1, 1.3)) - (2 * LogRamp(best, 4, 32)),
                "line scan along −g over the training data",
                $"along the full gradient the loss is lowest at {best} of the length of the last step; at its end it is "
                + $"{along.LossAtOne / along.LossAtZero} times what it is here");
        }

        if (examination.AlongUpdate is { } update && examination.IsAtHeight)
        {
            balance.Add(
                (1 * LogRamp(update.LossAtOne / update.LossAtZero, 1, 1.3)) - (1.5 * LogRamp(update.Best.T, 2, 16)),
                "line scan along the last update",
                $"along the last update the loss is lowest at {update.Best.T} of the step; the whole step makes it "
                + $"{update.LossAtOne / update.LossAtZero} times as large");
        }

        if (examination.Trials is { } trials)
        {
            var best = trials.BestOf(isLarger: false)?.Loss ?? double.NaN;
            var gain = trials.LossAtRate / Math.Max(best, 1e-300);

            // A rate that only diverges more slowly is no cure.
            var learns = LogRamp(best / double.MinNumber(examination.Losses.Start, examination.Losses.Chance), 1.5, 1);
            balance.AddShown(
                (4 * learns * LogRamp(gain, 1.2, 3) * LogRamp(examination.Now / Math.Max(best, 1e-300), 1.05, 1.5))
                    - (4 * LogRamp(gain, 1.1, 0.6)),
                "short trainings from the start",
                $"{trials.Steps} steps from the start end at {trials.LossAtRate} at the rate {rate}, and at {best} at the best smaller one");
            balance.Add(
                -4 * LogRamp(examination.Discrepancy, 1.8, 5),
                "the loop's first steps, taken again from the start",
                $"after {trials.ReplaySteps} steps the loop had a loss of {trials.RecordedLoss}; the same steps taken again "
                + $"lead to {trials.ReplayLoss}");
        }

        if (examination.SlowerTrial is { } slower)
        {
            balance.AddShown(
                (4 * LogRamp(slower.Gain, 1.3, 2.5)) - (2 * LogRamp(slower.Gain, 1.1, 0.8)), "a training from the start at a smaller rate",
                $"{slower.Steps} steps from the start at the best smaller rate end at {slower.Without}, where the run is at {slower.With}");
        }

        balance.Add(
            -4 * Ramp(examination.WorstSaturatedShareAtStart, 0.5, 0.85),
            "activations at the start",
            $"at the start {Percent(examination.WorstSaturatedShareAtStart)} of a layer's activations are saturated already");
        balance.AddShortfall(examination, 1, 10);
        if (examination.Setup is { Momentum: 0 })
        {
            var ratio = examination.ShareOfStableRate * examination.LearningRate / rate;
            balance.Add(
                (1.5 * LogRamp(ratio, 1, 4)) - (1.5 * LogRamp(ratio, 0.7, 0.1)),
                "curvature at θ",
                $"the steps are those of plain descent, and the rate {examination.LearningRate} is {ratio} times the stability limit 2/λmax");
        }

        return balance.Conclude(() =>
        {
            var factor = examination.BetterRate(isUpward: false) ?? Factor(examination);
            var to = double.IsNaN(rate) ? "" : $", to {Text(rate * factor)}";
            return new($"Divide the learning rate by {Text(1 / factor)}{to}, with a warm-up.",
                Remedies.ScaleLearningRate(factor));
        });
    }

    // A loss that falls from where large steps had thrown it.
    private static bool IsRecovering(Examination examination, LossCurve curve) =>
        curve.Highest > 10 * examination.Losses.Start && examination.Now > 0.3 * examination.Losses.Start;

    // Evaluations alone have no steps.
    private static string AboveStartSince(Examination examination, double start)
    {
        var steps = examination.Monitor.History;
        var above = steps.Reverse().TakeWhile(step => !(step.Loss <= start)).Count();
        return steps.Count == 0 ? "" : $", from {examination.Monitor.CountedIn} {steps[^Math.Max(1, above)].Iteration} on";
    }

    private static double Factor(Examination examination)
    {
        if (examination.RateRange is { Best: > 0 } range && range.Best < examination.LearningRate)
            return Math.Clamp(range.Best / examination.LearningRate, 1e-4, 0.5);
        var best = examination.AlongGradient?.Best.T ?? 0.25;
        return Math.Clamp(best, 1.0 / 64, 0.5);
    }
}
