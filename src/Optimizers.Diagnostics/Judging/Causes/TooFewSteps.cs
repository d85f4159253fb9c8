using static Optimizers.Diagnostics.Numbers;

namespace Optimizers.Diagnostics.Causes;

/// <summary>The training was stopped while its loss was still falling, at a rate that is about right.</summary>
internal sealed class TooFewSteps : Cause
{
    // A training of fewer steps has hardly begun.
    private const int Few = 100;

    public override string Id => "too-few-steps";

    public override string Title => "the training was stopped while the loss was still falling";

    public override Assessment Assess(Examination examination)
    {
        var balance = new Balance();
        if (examination.Motion is not { } motion)
            return OfLog(examination, balance);
        if (examination.Curve is { } curve)
        {
            balance.Add(
                curve.IsFalling ? Fall(curve) * Pace(examination, curve)
                    : -6 * LogRamp(motion.Steps, Few / 4, Few),
                "the recorded losses",
                $"over the last half of the run the loss changed by {Percent(curve.RelativeSlope)} of what it is, and by "
                + $"{Percent(PaceOf(examination, curve))} of that of the start");
            balance.Add(
                -4 * LogRamp(curve.Last / curve.First, 0.95, 1.05),
                "the recorded losses",
                $"the loss went from {curve.First} to {curve.Last}");
        }
        else
        {
            balance.Add(2, "the steps", $"the training had {motion.Steps} steps");
        }

        if (examination.Trials is { } trials && motion.Steps > trials.Steps / 2)
        {
            balance.Add(
                -6 * LogRamp(trials.NearestGoodFactor, 2, 8) * LogRamp(trials.LossAtRate / Math.Max(trials.Best.Loss, 1e-300), 1.3, 2.5),
                "short trainings from the start",
                $"{trials.Steps} steps from the start end at {trials.LossAtRate} at the rate of the run, and at {trials.Best.Loss} at "
                + $"{trials.Best.Factor} times it");
            balance.Add(
                -4 * LogRamp(examination.Discrepancy, 1.5, 4),
                "the loop's first steps, taken again from the start",
                $"after {trials.ReplaySteps} steps the loop had a loss of {trials.RecordedLoss}; the same steps taken again lead to "
                + $"{trials.ReplayLoss}");
        }

        if (examination.Setup is { } setup)
        {
            balance.Add(-6 * Ramp(setup.DecayedShare, 0.1, 0.3), "the schedule",
                $"in {Percent(setup.DecayedShare)} of the steps the rate was below a hundredth of what it had been");
        }

        // A loss that has more than halved in the last half of the run is no end, however low it is, unless it was said to be enough.
        var unfinished = examination is { Losses.IsStated: false, Curve: { IsFalling: true } falling }
            ? LogRamp(-falling.RelativeSlope, 0.5, 1.2) * Pace(examination, falling) : 0;
        balance.AddShortfall(examination, 2, 8 * (1 - unfinished));
        if (PriorLogOdds + balance.Weight > -3.5 && examination.LongerTrial is { } longer)
        {
            // Whatever slows a training makes it gain from more steps, so that this shows nothing.
            balance.Add(
                (2.5 * LogRamp(longer.Gain, 1.3, 2)) - (4 * LogRamp(longer.Gain, 1.2, 1)),
                "the training continued",
                $"the loss is {longer.With}, and after {longer.Steps} more steps {longer.Without}");
        }

        return balance.Conclude(() => new($"Train on, for two to ten times the {motion.Steps} steps so far."));
    }

    private static double Fall(LossCurve curve) => (4 * LogRamp(-curve.RelativeSlope, 0.04, 0.2)) + (2.5 * LogRamp(-curve.RelativeSlope, 0.2, 0.5));

    // 0 to 1: whether the loss falls at a pace that matters. One that is nearly all gained halves again and again, and one that comes back from a
    // blow-up falls too.
    private static double Pace(Examination examination, LossCurve curve)
    {
        var pace = PaceOf(examination, curve);
        var blownUp = curve.Highest / Unlearned(examination, curve);
        return (double.IsNaN(pace) ? 1 : LogRamp(pace, 0.04, 0.1)) * (1 - LogRamp(double.IsNaN(blownUp) ? 1 : blownUp, 4, 40));
    }

    private static double PaceOf(Examination examination, LossCurve curve) => -curve.RelativeSlope * curve.Last / Unlearned(examination, curve);

    // Medians of the beginning for the start, which a single batch may have made large or small.
    private static double Unlearned(Examination examination, LossCurve curve) =>
        double.MaxNumber(curve.First, double.MinNumber(examination.Losses.Start, examination.Losses.Chance)) is > 0 and var loss ? loss : double.NaN;

    // Of a log there are the losses alone. Where the holdout has turned, more steps make it worse.
    private static Assessment OfLog(Examination examination, Balance balance)
    {
        if (examination.Curve is not { IsFinite: true } curve || examination.NonFinite is not null)
            return balance.Conclude();
        balance.Add(
            curve.IsFalling ? Fall(curve) * Pace(examination, curve) : -6,
            "the recorded losses",
            $"over the last half of the log the loss changed by {Percent(curve.RelativeSlope)} of what it is, and by "
            + $"{Percent(PaceOf(examination, curve))} of that of the start");
        var turn = examination.HoldoutTurn;
        balance.Add(
            turn is { Lowest: > 0 } ? -6 * LogRamp(turn.Now / turn.Lowest, 1.02, 1.1) : 0,
            "the evaluations",
            $"on the holdout the loss was lowest in {turn?.Place}");
        return balance.Conclude(() => new("Train on, for two to ten times the steps so far, as long as the loss on a holdout falls too."));
    }
}
