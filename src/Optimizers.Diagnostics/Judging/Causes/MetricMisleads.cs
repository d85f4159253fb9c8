using static Optimizers.Diagnostics.Numbers;

namespace Optimizers.Diagnostics.Causes;

/// <summary>
/// The accuracy stands still while the loss falls far: it counts something else than the loss rewards, as the equality of real numbers in a
/// regression, or answers compared with one-hot rows. The training may be right. Advice.
/// </summary>
internal sealed class MetricMisleads : Cause
{
    public override string Id => "metric-misleads";

    public override string Title => "the accuracy counts something else than the training learns";

    public override CauseKind Kind => CauseKind.Advice;

    public override Assessment Assess(Examination examination)
    {
        var balance = new Balance();
        if (examination is not { Accuracy: { Count: >= FewestEvaluations, Width: <= Standing } accuracy, Losses.Start: > 0 and var start })
            return balance.Conclude();

        // Nobody who learns classes answers none of the examples rightly; other accuracies may be those of the largest class.
        var share = examination.Now / start;
        balance.Add(
            6 * LogRamp(share, 0.7, 0.4) * Ramp(accuracy.Last, 0.005, 0), "the accuracy and the losses",
            $"the accuracy is {accuracy.Last} at all {accuracy.Count} evaluations, and the loss went from {start} to {examination.Now}");
        balance.Add(
            accuracy.Last >= 0.005 && examination.Now < 0.5 * accuracy.LeastConstantLoss ? 6 * LogRamp(share, 0.3, 0.1) : 0,
            "the accuracy and the losses",
            $"the accuracy stands at {accuracy.Last}, and the loss went from {start} to {examination.Now}, which no outputs have that are so "
            + $"often wrong");
        return balance.Conclude(() => new(
            "Believe the loss, and mend the metric: of a regression use the mean absolute error or R² in the place of an accuracy; of classes "
            + "compare the index of the largest output with the index of the right class, both in the same encoding, and outputs with the threshold "
            + "that belongs to their range (0 for logits, one half for probabilities)."));
    }

    private const int FewestEvaluations = 5;
    private const double Standing = 0.01;
}
