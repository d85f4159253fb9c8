using static Optimizers.Diagnostics.Numbers;

namespace Optimizers.Diagnostics.Causes;

/// <summary>Labels are shuffled or partly wrong: a model that has learned the rule contradicts them firmly, and they are learned by heart one by one (Zhang et al. 2017; Arpit et al. 2017).</summary>
internal sealed class WrongLabels : Cause
{
    public override string Id => "wrong-labels";

    public override string Title => "labels are wrong: many contradict what the inputs say";

    public override Assessment Assess(Examination examination)
    {
        var balance = new Balance().Wants(examination.ExampleLosses, nameof(TrainingCase.ExampleLosses)).Wants(examination.Case.Validation, nameof(TrainingCase.Validation));
        if (examination.ExampleLosses is { } examples)
        {
            balance.Add(
                (3.5 * Ramp(examples.HighShare, 0.05, 0.2)) - (2 * Ramp(examples.HighShare, 0.03, 0)),
                "the losses of single examples",
                $"the model contradicts {Percent(examples.HighShare)} of the training labels firmly (more than twice the loss of chance); the median loss is {examples.Median}");
        }

        var losses = examination.Losses;
        balance.Add(
            -5 * LogRamp(losses.Training / losses.Chance, 1.2, 1.6),
            "the losses",
            $"the training loss is {losses.Training / losses.Chance} times that of chance: the model contradicts everything");
        if (!double.IsNaN(losses.Validation / losses.Chance))
        {
            balance.Add(
                (4 * Ramp(losses.Validation / losses.Chance, 0.9, 1.2)) - (3 * Ramp(losses.Validation / losses.Chance, 0.7, 0.3)),
                "the holdout",
                $"on a holdout from the training data the loss is {losses.Validation}, that of chance {losses.Chance}");
        }

        return balance.Conclude(() => new(
            "Look at the training examples of the highest loss and correct their labels; if inputs and labels come from two files, check that their order agrees."));
    }
}
