using static Optimizers.Diagnostics.Numbers;

namespace Optimizers.Diagnostics.Causes;

/// <summary>One class is so frequent that always answering it is nearly right: the rare ones are not learned (He and Garcia 2009).</summary>
internal sealed class ClassImbalance : Cause
{
    public override string Id => "class-imbalance";

    public override string Title => "one class dominates the training data, and the rare ones are not learned";

    public override Assessment Assess(Examination examination)
    {
        var balance = new Balance().Wants(examination.Labels, nameof(TrainingCase.Labels));
        if (examination.Labels is { } labels)
        {
            var ratio = labels.LargestShare / labels.SmallestShare;
            // Many classes of uneven frequencies are no dominance of one.
            balance.Add(
                (3 * LogRamp(ratio, 4, 12)) - (6 * Math.Max(
                    LogRamp(ratio, 4, 2),
                    Ramp(labels.LargestShare, 0.65, 0.4) * LogRamp(labels.LargestShare * labels.Classes, 5, 3))),
                "the labels",
                $"the most frequent of {labels.Classes} classes has {Percent(labels.LargestShare)} of the examples, the rarest "
                + $"{Percent(labels.SmallestShare)}");
            if (examination.ExampleLosses is { } examples && !double.IsNaN(examples.RareClassLoss))
            {
                // A model that has learned the frequencies and nothing else has the loss −log p on a class of share p.
                var unlearned = examples.RareClassLoss / -Math.Log(labels.SmallestShare);
                balance.Add(
                    (3.5 * Ramp(unlearned, 0.2, 0.5)) - (5 * Ramp(unlearned, 0.18, 0.08)),
                    "the losses of single examples",
                    $"examples of rare classes have a mean loss of {examples.RareClassLoss}, those of the most frequent class "
                    + $"{examples.FrequentClassLoss}; a model that knows only how frequent the rarest class is has "
                    + $"{-Math.Log(labels.SmallestShare)}");
            }
        }

        if (examination.Trials is { } trials)
        {
            balance.Add(
                -4 * LogRamp(examination.Now / trials.Best.Loss, 1.3, 2),
                "short trainings from the start",
                $"the same classes are learned to {trials.Best.Loss} at another rate");
        }

        // Where the labels do not belong to the inputs, no class is learned, the rare ones no less than the frequent.
        balance.Add(
            examination.Learnability is { IsLearned: false } ? -3 : 0,
            "a generic model on examples that it has not seen",
            $"a generic model learns nothing of the labels either");
        return balance.Conclude(() => new("Weight the classes by the inverse of their frequency, or draw batches with every class equally often."));
    }
}
