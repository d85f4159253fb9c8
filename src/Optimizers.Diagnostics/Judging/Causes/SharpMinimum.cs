using static Optimizers.Diagnostics.Numbers;

namespace Optimizers.Diagnostics.Causes;

/// <summary>
/// The training ended where the loss rises steeply all around: such minima tend to serve worse on other data (the note, 3.1;
/// Keskar et al. 2017). Advice.
/// </summary>
internal sealed class SharpMinimum : Cause
{
    public override string Id => "sharp-minimum";

    public override string Title => "the minimum is sharp";

    public override CauseKind Kind => CauseKind.Advice;

    public override Assessment Assess(Examination examination)
    {
        var balance = new Balance().Wants(examination.Sharpness, nameof(TrainingCase.Objective));
        var losses = examination.Losses;
        if (examination.Sharpness is { } sharpness && losses.Chance > 0)
        {
            balance.Add(
                (4 * LogRamp(sharpness.Adaptive / losses.Chance, 0.5, 5)) - (3 * LogRamp(sharpness.Adaptive / losses.Chance, 0.3, 0.05)),
                "adaptive sharpness",
                $"within a radius of {sharpness.Radius} (in units of the weights) the loss rises by {sharpness.Adaptive}, "
                + $"{sharpness.Adaptive / losses.Chance} times chance");
            var gap = (losses.Test - losses.Training) / losses.Chance;
            balance.Add((2 * Ramp(gap, 0.05, 0.2)) - (2 * Ramp(gap, 0.04, 0)), "the losses",
                $"the loss is {losses.Training} on the training data and {losses.Test} on the testing data");
        }

        balance.Add(
            -6 * Ramp(examination.IsLarge, 0.5, 1),
            "the losses",
            $"the training loss is {losses.Training}, and {losses.Satisfactory} would satisfy: this is no minimum to speak of yet");
        return balance.Conclude(() => new("Smaller batches, a larger rate for longer, weight decay or averaged weights lead to flatter minima."));
    }
}
