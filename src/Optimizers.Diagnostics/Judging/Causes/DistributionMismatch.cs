using static Optimizers.Diagnostics.Numbers;

namespace Optimizers.Diagnostics.Causes;

/// <summary>
/// Testing data come from another distribution than training data, or are prepared differently. No training helps against that (the note's guide).
/// </summary>
internal sealed class DistributionMismatch : Cause
{
    public override string Id => "distribution-mismatch";

    public override string Title => "training and testing data differ: another distribution, or another preparation";

    public override bool IsHarmful(Examination examination) => true;

    public override Assessment Assess(Examination examination)
    {
        var balance = new Balance().Wants(examination.Shift, nameof(TrainingCase.TestInputs))
            .Wants(examination.Case.Validation, nameof(TrainingCase.Validation));
        // Other shares of the classes, or other inputs, harm where what was learned does not hold there.
        var beyond = (examination.Losses.Validation - examination.Losses.Training) / examination.Losses.Chance;
        var isOfHoldout = examination.Shift is { IsOfHoldout: true, Deviations: > 3 } || examination.LabelShift > 0.2;
        balance.AddFact(
            5 * Ramp(examination.LabelShift, 0.15, 0.35) * Ramp(beyond, 0.1, 0.3), "the labels",
            $"the shares of the classes in the holdout differ from those in the training data by {Percent(examination.LabelShift)} beyond chance");
        if (examination.Shift is { } shift)
        {
            var others = shift.IsOfHoldout ? "those of the holdout" : "testing inputs";
            balance.AddFact(
                (4 * Ramp(shift.Deviations, 3, 8)) - (1 * Ramp(shift.Deviations, 2, 0)),
                "two-sample test by a classifier",
                $"a linear classifier tells training inputs from {others} in {Percent(shift.Accuracy)} of new cases, {shift.Deviations} "
                + $"standard errors above one half");
            balance.Add(
                3 * Ramp(Math.Abs(Math.Log(Math.Max(shift.ScaleRatio, 1e-12))), 0.2, 0.7),
                "the inputs",
                $"the root mean square of {others} is {shift.ScaleRatio} times that of the training inputs");
        }

        var (losses, isTold) = (examination.Losses, 0.0);
        if (isOfHoldout)
        {
            balance.AddFact(
                (3.5 * Ramp(beyond, 0.1, 0.5)) - (4 * Ramp(beyond, 0.08, 0)), "the losses",
                $"the loss is {losses.Training} on the training data and {losses.Validation} on the holdout");
        }
        else if (!double.IsNaN(losses.Test / losses.Chance) && !double.IsNaN(losses.Validation))
        {
            var gap = (losses.Test - losses.Validation) / losses.Chance;

            // What is learned holds on the holdout and is worse than nothing on the testing data: however much is left to learn.
            isTold = Ramp(losses.Test / losses.Chance, 1, 1.5) * Ramp(losses.Validation / losses.Chance, 0.6, 0.4);
            balance.AddFact(
                Math.Max(4.5 * Ramp(gap, 0.1, 0.5), 4.5 * Ramp(gap, 0.05, 0.1) * LogRamp(losses.Test / losses.Validation, 5, 15))
                    + (6 * isTold) - (4 * Ramp(gap, 0.08, 0)),
                "the losses",
                $"the loss is {losses.Validation} on a holdout from the training data and {losses.Test} on the testing data");
        }

        balance.Add(
            -5 * Ramp(examination.IsLarge, 0.5, 1) * (1 - isTold),
            "the losses",
            $"the training loss itself is large: {examination.Now}");
        return balance.Conclude(() => new(
            "Prepare both sets by the same code with the training data's statistics; if the world has changed, collect training data from where the "
            + "model will be used. No training helps against it."));
    }
}
