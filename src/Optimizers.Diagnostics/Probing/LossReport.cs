namespace Optimizers.Diagnostics;

/// <summary>The losses that the guide asks for; NaN for what is not available.</summary>
/// <param name="Start">Over the training data at the start (or the first recorded ones).</param>
/// <param name="Training">Over the training data now (the objective's, else the last evaluation's, else the median of the
/// last recorded ones).</param>
/// <param name="Validation">Over a holdout from the training data now.</param>
/// <param name="Test">Over the testing data now.</param>
/// <param name="BestValidation">The lowest recorded over the holdout (else over the testing data).</param>
/// <param name="Chance">The loss of the best constant output.</param>
/// <param name="Satisfactory">The loss below which the training loss surely counts as small.</param>
/// <param name="IsStated">True where the caller said what satisfies; then a training loss above it is large. Else the satisfactory loss is a tenth
/// of that of chance, and whether a loss between the two is large is not known.</param>
public sealed record LossReport(
    double Start, double Training, double Validation, double Test, double BestValidation, double Chance, double Satisfactory,
    bool IsStated = true)
{
    /// <summary>
    /// The loss of right answers, which no training takes away: the entropy of smoothed labels, or a constant in the loss; 0 where none is known.
    /// Shares of losses are of what is above it.
    /// </summary>
    public double Constant { get; init; }

    /// <summary>The guide's first question; null where it cannot be answered.</summary>
    public bool? IsTrainingLarge => double.IsNaN(Training) && double.IsNaN(Start) ? null
        : double.IsNaN(Satisfactory) ? null
        : Training <= Satisfactory ? false
        : IsStated || !(ShareOfChance(Training) < AtChance) ? true : null;

    /// <summary>A loss as a share of that of chance.</summary>
    internal double ShareOfChance(double loss) => (loss - Constant) / (Chance - Constant);

    /// <summary>A loss above this share of that of chance has learned next to nothing.</summary>
    internal const double AtChance = 0.9;

    /// <summary>Nothing is known.</summary>
    internal static LossReport Nothing { get; } = new(double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, false);

    /// <summary>The losses as measured now, else as recorded.</summary>
    /// <param name="measured">Start, training, validation and test losses as objectives give them; NaN where there is none.</param>
    /// <param name="recorded">The recorded losses of the whole run, thinned.</param>
    /// <param name="recent">The recorded losses of the last steps.</param>
    /// <param name="evaluations">The losses that the caller measured, in their order.</param>
    /// <param name="chance">The loss of the best constant output; NaN if unknown.</param>
    /// <param name="satisfactory">The loss below which the caller is content; null: a tenth of that of chance.</param>
    internal static LossReport Of(
        (double Start, double Training, double Validation, double Test) measured,
        double[] recorded,
        double[] recent,
        IReadOnlyList<EvaluationRecord> evaluations,
        double chance,
        double? satisfactory)
    {
        var (training, validation, test) = (
            Known(evaluations, each => each.TrainingLoss),
            Known(evaluations, each => each.ValidationLoss),
            Known(evaluations, each => each.TestLoss));
        var first = evaluations is [{ Iteration: 0 } atStart, ..] ? atStart.TrainingLoss : double.NaN;
        var lastRecorded = RobustStatistics.Median((recent is [] ? recorded : recent).TakeLast(LastCount));
        return new(
            FirstKnown(measured.Start, first, recorded is [var begin, ..] ? begin : double.NaN),
            FirstKnown(measured.Training, Last(training), lastRecorded),
            FirstKnown(measured.Validation, Last(validation)),
            FirstKnown(measured.Test, Last(test)),
            (validation is [] ? test : validation).DefaultIfEmpty(double.NaN).Min(),
            chance,
            satisfactory ?? (chance / 10),
            satisfactory is not null);
    }

    private const int LastCount = 20;

    private static double[] Known(IReadOnlyList<EvaluationRecord> evaluations, Func<EvaluationRecord, double> loss) =>
        [.. evaluations.Select(loss).Where(each => !double.IsNaN(each))];

    private static double Last(double[] losses) => losses is [.., var last] ? last : double.NaN;

    private static double FirstKnown(params ReadOnlySpan<double> losses)
    {
        foreach (var loss in losses)
        {
            if (!double.IsNaN(loss))
                return loss;
        }

        return double.NaN;
    }
}
