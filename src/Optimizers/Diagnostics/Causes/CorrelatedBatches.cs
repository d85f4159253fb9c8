using static Optimizers.Diagnostics.Numbers;

namespace Optimizers.Diagnostics.Causes;

/// <summary>Batches are not drawn at random: data in an order (by class, by time) teach one thing at a time, and the last one is remembered.</summary>
internal sealed class CorrelatedBatches : Cause
{
    public override string Id => "correlated-batches";

    public override string Title => "batches are not drawn at random: successive ones are alike";

    public override Assessment Assess(Examination examination)
    {
        var balance = new Balance().Wants(examination.Step, nameof(TrainingCase.Objective));
        if (examination.Motion is { } motion)
        {
            balance.Add(
                (3 * Ramp(motion.LossAutocorrelation, 0.4, 0.8)) - (2 * Ramp(motion.LossAutocorrelation, 0.3, 0)),
                "the recorded losses",
                $"losses of successive batches have a correlation of {motion.LossAutocorrelation} around their running median; drawn at random they would have none");
        }

        if (examination.Curve is { } curve && examination.Losses.Training > 0)
        {
            var gap = examination.Losses.Training / Math.Max(curve.Last, 1e-12);
            balance.Add(
                (3 * LogRamp(gap, 2, 6)) - (2 * LogRamp(gap, 1.6, 1.1)),
                "the recorded losses against the loss over the training data",
                $"the batches' last losses are {curve.Last}, over the training data it is {examination.Losses.Training}");
        }

        if (examination.Step is { } step && !double.IsNaN(step.ExpectedRatio))
        {
            balance.Add(
                2 * LogRamp(step.GradientRatio / step.ExpectedRatio, 1.5, 4),
                "the last gradient of the loop against the objective's",
                $"the loop's last gradient is {step.GradientRatio} times the full one; batches at random would give {step.ExpectedRatio}");
        }

        return balance.Conclude(() => new("Shuffle the training examples anew in every epoch before you cut them into batches."));
    }
}
