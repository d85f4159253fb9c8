using static Optimizers.Diagnostics.Numbers;

namespace Optimizers.Diagnostics.Causes;

/// <summary>One class is so frequent that always answering it is nearly right: the rare ones are not learned (He and Garcia 2009).</summary>
internal sealed class ClassImbalance : Cause
{
    // Of fewer examples no model learns a class.
    private const int FewestToLearn = 20;

    public override string Id => "class-imbalance";

    public override string Title => "one class dominates the training data, and the rare ones are not learned";

    /// <summary>A class that hardly any example is left of harms where it counts, and the training loss may be small.</summary>
    public override bool IsHarmful(Examination examination) => base.IsHarmful(examination)
        || examination.RareClass is { Surplus: > 2 } rare
            && rare.HoldoutLoss > Math.Max(2 * rare.OtherLoss, -0.5 * Math.Log(rare.TrainingShare));

    public override Assessment Assess(Examination examination)
    {
        var balance = new Balance().Wants(examination.Labels, nameof(TrainingCase.Labels));
        var rarest = examination.RareClass;
        if (examination.Labels is { } labels)
        {
            var ratio = labels.LargestShare / labels.SmallestShare;
            var surplus = rarest is null ? 0 : LogRamp(rarest.Surplus, 1.5, 3);
            // Many classes of uneven frequencies are no dominance of one.
            balance.Add(
                (3 * LogRamp(ratio, 4, 12)) - (6 * (1 - surplus) * Math.Max(
                    LogRamp(ratio, 4, 2),
                    Ramp(labels.LargestShare, 0.65, 0.4) * LogRamp(labels.LargestShare * labels.Classes, 5, 3))),
                "the labels",
                $"the most frequent of {labels.Classes} classes has {Percent(labels.LargestShare)} of the examples, the rarest "
                + $"{Percent(labels.SmallestShare)}");

            // A holdout that is far worse shows that the few examples were learned by heart, which says nothing of their class.
            var gap = (examination.Losses.Validation - examination.Losses.Training) / examination.Losses.Chance;
            var few = labels.SmallestShare * labels.Examples;
            var byHeart = gap > 0.3 && few < FewestToLearn;
            balance.Add(
                rarest is null && byHeart ? 2.5 * Ramp(gap, 0.3, 1) * LogRamp(few, FewestToLearn, 6) * LogRamp(ratio, 4, 12) : 0,
                "the losses",
                $"the rarest class has {Text(few)} examples, and the loss is {examination.Losses.Training} on the training data and "
                + $"{examination.Losses.Validation} on a holdout");
            if (rarest is not null)
            {
                balance.AddFact(
                    5 * surplus,
                    "the labels of training data and holdout",
                    $"class {rarest.Class} has {rarest.Examples} training examples, {Percent(rarest.TrainingShare)} of them, and "
                    + $"{Percent(rarest.HoldoutShare)} of the holdout");

                // A few examples are learned by heart: only others of their class tell. Where the inputs say little of the answers, a rare one has as
                // high a loss under the best of models; and where no class is learned, that one is not says nothing of its frequency.
                var told = Math.Max(surplus, Ramp(examination.Learnability?.Share ?? 0.25, 0.1, 0.4));
                var unlearned = rarest.HoldoutLoss / -Math.Log(rarest.TrainingShare);
                told *= Ramp(rarest.OtherLoss / examination.Losses.Chance, 0.95, 0.7);
                balance.Add(
                    (3.5 * told * Ramp(unlearned, 0.2, 0.5) * LogRamp(rarest.HoldoutLoss / rarest.OtherLoss, 1, 2))
                        - (5 * Ramp(unlearned, 0.18, 0.08)),
                    "the losses of the holdout's examples",
                    $"examples of class {rarest.Class} have a mean loss of {rarest.HoldoutLoss} on the holdout, the others {rarest.OtherLoss}; a "
                    + $"model that knows only how frequent the class was has {-Math.Log(rarest.TrainingShare)}");
            }
            else if (examination.ExampleLosses is { } examples && !double.IsNaN(examples.RareClassLoss))
            {
                // A model that has learned the frequencies and nothing else has the loss −log p on a class of share p.
                var unlearned = examples.RareClassLoss / -Math.Log(labels.SmallestShare);
                balance.Add(
                    (3.5 * Ramp(unlearned, 0.2, 0.5)) - (byHeart ? 0 : 5 * Ramp(unlearned, 0.18, 0.08)),
                    "the losses of single examples",
                    $"examples of rare classes have a mean loss of {examples.RareClassLoss}, those of the most frequent class "
                    + $"{examples.FrequentClassLoss}; a model that knows only how frequent the rarest class is has "
                    + $"{-Math.Log(labels.SmallestShare)}");
            }
        }

        if (examination.Trials is { } trials && !(rarest?.Examples < FewestToLearn))
        {
            balance.Add(
                -4 * LogRamp(examination.Now / trials.Best.Loss, 1.3, 2),
                "short trainings from the start",
                $"the same classes are learned to {trials.Best.Loss} at another rate");
        }

        // Where the labels do not belong to the inputs, no class is learned, the rare ones no less than the frequent.
        balance.Add(
            examination.Learnability is { IsLearned: false } && !(rarest?.Examples < FewestToLearn) ? -3 : 0,
            "a generic model on examples that it has not seen",
            $"a generic model learns nothing of the labels either");
        return balance.Conclude(() => new("Weight the classes by the inverse of their frequency, or draw batches with every class equally often."));
    }
}
