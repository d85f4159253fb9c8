namespace Optimizers.Diagnostics;

/// <summary>A holdout whose loss has turned: where it was lowest, and what has become of both losses since.</summary>
/// <param name="Place">Where it was lowest: "epoch 12", "step 500".</param>
/// <param name="Lowest">The loss there.</param>
/// <param name="Now">The median of the last three; ∞ where they are not finite.</param>
/// <param name="TrainingThen">The training loss there; NaN if it is not known.</param>
/// <param name="TrainingNow">The training loss at the last evaluation; NaN if it is not known.</param>
/// <param name="Since">How many evaluations came after.</param>
public sealed record HoldoutTurn(string Place, double Lowest, double Now, double TrainingThen, double TrainingNow, int Since)
{
    private const int LastCount = 3;
    private const int Nearest = 5;

    /// <summary>The evaluations on a holdout, else on the testing data; null with fewer than four of them.</summary>
    /// <param name="evaluations">What was measured over whole sets, in its order.</param>
    /// <param name="steps">The recorded steps, thinned: their losses stand in where the training loss was not measured.</param>
    internal static HoldoutTurn? Of(IReadOnlyList<EvaluationRecord> evaluations, IReadOnlyList<StepRecord> steps)
    {
        var hasHoldout = evaluations.Any(each => !double.IsNaN(each.ValidationLoss));
        double LossOf(EvaluationRecord each) => hasHoldout ? each.ValidationLoss : each.TestLoss;
        EvaluationRecord[] known = [.. evaluations.Where(each => !double.IsNaN(LossOf(each)))];
        if (known.Length <= LastCount)
            return null;
        var best = known.MinBy(LossOf);
        return new(
            double.IsNaN(best.Epoch)
                ? FormattableString.Invariant($"step {best.Iteration}")
                : FormattableString.Invariant($"epoch {best.Epoch:0.##}"),
            LossOf(best),
            RobustStatistics.Median(known.TakeLast(LastCount).Select(LossOf)),
            TrainingAt(best, steps),
            TrainingAt(known[^1], steps),
            known.Length - 1 - Array.IndexOf(known, best));
    }

    private static double TrainingAt(EvaluationRecord evaluation, IReadOnlyList<StepRecord> steps) =>
        !double.IsNaN(evaluation.TrainingLoss) ? evaluation.TrainingLoss
        : RobustStatistics.Median(steps
            .Where(step => step.Iteration <= evaluation.Iteration && double.IsFinite(step.Loss))
            .TakeLast(Nearest)
            .Select(step => step.Loss));
}
