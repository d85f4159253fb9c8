using static Optimizers.Diagnostics.Numbers;

namespace Optimizers.Diagnostics.Causes;

/// <summary>
/// The same examples have another loss at the same parameters where the model is evaluated than where it is trained: evaluation by running averages
/// that were never updated (Ioffe and Szegedy 2015, algorithm 2), or another preparation of the inputs.
/// </summary>
internal sealed class EvaluationDiffers : Cause
{
    public override string Id => "evaluation-differs";

    public override string Title => "the training data have another loss where the model is evaluated than where it is trained";

    public override Assessment Assess(Examination examination)
    {
        var balance = new Balance();
        if (examination.Accuracy is { HoldoutStandsAlone: true } accuracy)
        {
            balance.Add(
                5, "the accuracies",
                $"at {accuracy.HoldoutCount} evaluations the accuracy on the holdout had {accuracy.HoldoutValues} value(s), {accuracy.BestHoldout} "
                + $"at best, as one answer for all of it has, and on the training data it is {accuracy.Last}");
        }

        var apart = examination.FirstLossApart;
        if (apart is { } first)
        {
            var factor = Math.Max(first.Recorded / first.Evaluated, first.Evaluated / first.Recorded);
            balance.AddFact(
                8 * Ramp(Math.Abs(first.Deviations), 8, 16) * LogRamp(factor, 1.3, 1.8),
                "the first recorded loss",
                $"the first batch was recorded with a loss of {first.Recorded}; by what was handed over the examples have {first.Evaluated} at the "
                + $"same parameters, and batches of them lie {Math.Abs(first.Deviations)} standard deviations away: units that are dropped, inputs "
                + $"that are prepared otherwise, or a normalization in another mode");
        }

        if (examination.Motion is not { HighestRecentLoss: > 0 and var recorded } motion)
            return balance.Conclude(Remedy);
        var evaluated = examination.AlongUpdate?.LossAtZero ?? examination.Losses.Training;
        if (!double.IsFinite(evaluated))
            return balance.Conclude(Remedy);
        balance.Add(
            (8 * LogRamp(evaluated / recorded, 1.5, 4)) - (apart is null ? 6 * LogRamp(evaluated / recorded, 1.2, 1) : 0),
            "the recorded losses against the loss over the training data",
            $"the loss over the training data at the parameters of the last step is {evaluated}, and none of the losses that the last steps "
            + $"recorded was above {recorded}");
        balance.Add(
            -3 * double.MaxNumber(0, Ramp(motion.LossAutocorrelation, 0.2, 0.5)), "the recorded losses",
            $"losses of successive batches have a correlation of {motion.LossAutocorrelation}: batches in an order differ from the data too");
        balance.Add(
            -8 * double.MaxNumber(Ramp(examination.BatchIndependence, 0.7, 0.55), LogRamp(examination.BatchDistance, 12, 40)),
            "gradients of mini-batches", $"the batches are no sample of the data, and so are their losses");
        balance.Add(
            examination.StaysOnOneBatch ? -7 : 0, "successive gradients of the loop",
            $"successive gradients have a cosine of {motion.GradientCosine}, as those of one batch have: what was recorded is its loss, not that "
            + $"of the data");
        balance.AddShortfall(examination, 1, 8);
        return balance.Conclude(Remedy);
    }

    private static Remedy Remedy() => new(
        "Evaluate the batch of the last step in training mode and in evaluation mode: where the two losses differ, look at the running averages of a "
        + "normalization (are they updated, and loaded?) and at dropout; where they agree, at how the inputs are prepared.");
}
