using static Optimizers.Diagnostics.Numbers;

namespace Optimizers.Diagnostics.Causes;

/// <summary>
/// The steps of the loop, taken again from what was handed over, do not lead where the loop came: it does something that the case does not say. What
/// that is, other causes say where they can.
/// </summary>
internal sealed class LoopDiffers : Cause
{
    public override string Id => "loop-differs";

    public override string Title => "the loop does something else than what was handed over";

    public override Assessment Assess(Examination examination)
    {
        var balance = new Balance().Wants(examination.Trials, nameof(TrainingCase.NewOptimizer));
        if (examination.Trials is { } trials)
        {
            // What the loop does to its gradients itself is told by who looks at them.
            balance.AddShown(
                !double.IsNaN(examination.PinnedNorm) ? 0 : 6 * LogRamp(examination.Discrepancy, 1.5, 5),
                "the loop's first steps, taken again from the start",
                $"after {trials.ReplaySteps} steps the loop had a loss of {trials.RecordedLoss}; the same steps, taken again by what was handed "
                + $"over, lead to {trials.ReplayLoss}");
        }

        balance.AddShortfall(examination, 1, 8);
        return balance.Conclude(() => new(
            "Compare the loop with what was handed over, in its first steps: the start, the order of the batches, the gradient that the step is "
            + "handed (its size against that of the objective's), the rate, and what else changes the parameters between two steps."));
    }
}
