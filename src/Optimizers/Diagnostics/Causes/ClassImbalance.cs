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
            var dominance = labels.LargestShare * labels.Classes;
            balance.Add(
                (5 * LogRamp(dominance, 3, 6)) - (6 * LogRamp(dominance, 2.5, 1.5)),
                "the labels",
                $"the most frequent of {labels.Classes} classes has {Percent(labels.LargestShare)} of the examples, the rarest "
                + $"{Percent(labels.SmallestShare)}");
            if (examination.ExampleLosses is { } examples && !double.IsNaN(examples.RareClassLoss))
            {
                balance.Add(
                    (3 * LogRamp(examples.RareClassLoss / Math.Max(examples.FrequentClassLoss, 1e-6), 5, 30))
                        - (2 * LogRamp(examples.RareClassLoss, 0.3, 0.1)),
                    "the losses of single examples",
                    $"examples of rare classes have a mean loss of {examples.RareClassLoss}, those of the most frequent class "
                    + $"{examples.FrequentClassLoss}");
            }
        }

        return balance.Conclude(() => new("Weight the classes by the inverse of their frequency, or draw batches with every class equally often."));
    }
}
