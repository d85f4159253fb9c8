using static Optimizers.Diagnostics.Numbers;

namespace Optimizers.Diagnostics.Causes;

/// <summary>
/// The training data are learned by heart: the loss on a holdout from the same data is much larger, or rises while the training loss falls.
/// </summary>
internal sealed class Overfitting : Cause
{
    public override string Id => "overfitting";

    public override string Title => "the model overfits: it learns the training data by heart";

    /// <summary>
    /// A gap alone is no harm, since noisy data leave one to every model that fits them: the holdout was better before, or is no better than chance,
    /// or misses what was said to satisfy.
    /// </summary>
    public override bool IsHarmful(Examination examination)
    {
        var losses = examination.Losses;
        var holdout = double.IsNaN(losses.Validation) ? losses.Test : losses.Validation;
        return holdout > 1.15 * losses.BestValidation || holdout > 0.9 * losses.Chance || (losses.IsStated && holdout > 1.25 * losses.Satisfactory);
    }

    public override Assessment Assess(Examination examination)
    {
        var balance = new Balance().Wants(examination.Case.Validation, nameof(TrainingCase.Validation));
        var losses = examination.Losses;
        var holdout = double.IsNaN(losses.Validation) ? losses.Test : losses.Validation;
        if (!double.IsNaN(holdout) && losses.Chance > 0)
        {
            var gap = (holdout - losses.Training) / losses.Chance;
            balance.Add(
                (4 * Ramp(gap, 0.12, 0.26)) - (4 * Ramp(gap, 0.12, 0.06)),
                "the losses",
                $"the loss is {losses.Training} on the training data and {holdout} on a holdout: {Percent(gap)} of chance apart");
            balance.Add(
                !losses.IsStated ? -4 * LogRamp(holdout / losses.Satisfactory, 1, 0.7)
                    : (1 * LogRamp(holdout / losses.Satisfactory, 1.2, 1.8)) - (4 * LogRamp(holdout / losses.Satisfactory, 1.2, 0.9)),
                "the losses",
                $"on the holdout the loss is {holdout}, and {losses.Satisfactory} would satisfy");
            balance.Add(
                (1.5 * LogRamp(holdout / Math.Max(losses.BestValidation, 1e-12), 1.1, 1.5))
                    - (losses.BestValidation < holdout ? 0 : losses.IsStated ? 0 : 1),
                "the evaluations",
                $"on the holdout the loss was {losses.BestValidation} at its best");
            balance.Add(
                (1.5 * LogRamp(losses.Training / losses.Chance, 0.1, 0.02)) - (2 * LogRamp(losses.Training / losses.Chance, 0.3, 0.6)),
                "the losses",
                $"the training loss is {Percent(losses.Training / losses.Chance)} of chance");
        }

        else if (examination.HoldoutTurn is { Lowest: > 0 } turn)
        {
            // The curves alone, where the loss of chance is not known: one has turned while the other fell on.
            var isLearning = turn.TrainingNow < 0.98 * turn.TrainingThen;
            balance.Add(
                isLearning ? 5 * LogRamp(turn.Now / turn.Lowest, 1.05, 1.3) * Ramp(turn.Since, 1, 4) : -2,
                "the evaluations",
                $"on the holdout the loss was lowest in {turn.Place}, {turn.Lowest}, and is {turn.Now} now; meanwhile the training loss "
                + $"went from {turn.TrainingThen} to {turn.TrainingNow}");
        }

        if (examination.Fitted is { } fitted && losses.Chance > 0)
        {
            balance.Add(
                1.5 * examination.FitHadRule * Ramp((fitted.Validation - fitted.BestValidation) / losses.Chance, 0.1, 0.4),
                "reference fit from a new start, on the holdout",
                $"on its way to {fitted.Training} on the training data a reference minimizer had {fitted.BestValidation} on the holdout, and "
                + $"{fitted.Validation} at its end");
        }

        if (examination.Accuracy is { } accuracy)
        {
            balance.Add(
                4 * Ramp(accuracy.Last - accuracy.BestHoldout, 0.06, 0.15) * Ramp(accuracy.Last, 0.8, 0.95), "the accuracies",
                $"{Percent(accuracy.Last)} of the training data are answered rightly, and {Percent(accuracy.BestHoldout)} of the holdout at best");
        }

        balance.Add(
            examination.Learnability is { IsLearned: false } ? -2 : 0,
            "a generic model on examples that it has not seen",
            $"a generic model learns nothing of the answers on unseen examples either");
        if (examination.Setup is { ExampleCount: > 0 } setup)
        {
            balance.Add(
                (3 * LogRamp(setup.ExampleCount, 400, 120)) - LogRamp(setup.ExampleCount, 500, 1200),
                "the data",
                $"there are {setup.ExampleCount} training examples");
        }

        balance.Add(
            -5 * Ramp(examination.IsLarge, 0.5, 1),
            "the losses",
            $"the training loss itself is large: {examination.Now}");
        return balance.Conclude(() => new(
            "Get more data or augment them, constrain the model, add weight decay or dropout, or stop early: go back to the weights of the "
            + "lowest loss on the holdout."));
    }
}
