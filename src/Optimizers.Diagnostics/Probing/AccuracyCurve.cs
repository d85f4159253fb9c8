namespace Optimizers.Diagnostics;

/// <summary>The shares of examples that were answered rightly, 0 to 1, from evaluation to evaluation; NaN for what was not measured.</summary>
/// <param name="First">On the training data, at the first evaluation.</param>
/// <param name="Last">On the training data, at the last one.</param>
/// <param name="Width">How far its values are apart, without the first.</param>
/// <param name="Count">How often it was measured on the training data.</param>
/// <param name="Holdout">On the holdout, else on the testing data, at the last evaluation.</param>
/// <param name="BestHoldout">The highest there.</param>
/// <param name="HoldoutValues">How many different values it had there.</param>
/// <param name="HoldoutCount">How often it was measured there.</param>
public sealed record AccuracyCurve(
    double First, double Last, double Width, int Count, double Holdout, double BestHoldout, int HoldoutValues, int HoldoutCount)
{
    // Fewer evaluations do not show that an accuracy stands.
    private const int FewestThatStand = 5;
    private const int FewestThatLearn = 3;

    // An accuracy that only the order of the examples within an epoch has changed.
    private const double Standing = 0.02;
    private const double StandingExactly = 1e-9;

    /// <summary>True where it was the same at every evaluation but the first, and some examples are answered rightly, not all.</summary>
    internal bool StandsExactly => Count >= FewestThatStand && Width <= StandingExactly && Last is > 0 and < 1;

    /// <summary>True where it has hardly moved from the first evaluation on, and errors are left.</summary>
    internal bool Stands => Count >= FewestThatStand && Width <= Standing && Math.Abs(First - Last) <= Standing && Last < 1 - Standing;

    /// <summary>
    /// True where it had hardly more values on the holdout than one answer for all of it gives, now this one, now that, while the training data were
    /// learned.
    /// </summary>
    internal bool HoldoutStandsAlone =>
        HoldoutCount >= FewestThatStand && HoldoutValues <= 1 + (HoldoutCount / 10) && Last > First + 0.05 && Last > BestHoldout + 0.3;

    /// <summary>
    /// True where few errors are left, and at least three times as many were made in the beginning: classes of very different size give a high
    /// accuracy to those who have learned nothing.
    /// </summary>
    internal bool IsLearned => Count >= FewestThatLearn && Last >= 0.95 && 1 - First >= 3 * (1 - Last);

    /// <summary>
    /// k, where the accuracy stands at 1/k, that of as many equally likely classes of which one is guessed; 0 where it does not.
    /// </summary>
    internal int ClassesOfChance
    {
        get
        {
            var classes = Last > 0 ? (int)Math.Round(Math.Min(1 / Last, MostClasses + 1)) : 0;
            return Stands && classes is >= 2 and <= MostClasses && Math.Abs(Last - (1.0 / classes)) < Math.Max(0.015, 0.1 / classes) ? classes : 0;
        }
    }

    // For more of them the shares lie so dense that any accuracy is next to one.
    private const int MostClasses = 20;

    /// <summary>
    /// The least mean cross-entropy of outputs that are the same for every example, where one class has the share of the accuracy: a loss below it
    /// has learned something.
    /// </summary>
    internal double LeastConstantLoss => Last is > 0 and < 1 ? -(Last * Math.Log(Last)) - ((1 - Last) * Math.Log(1 - Last)) : 0;

    /// <summary>The accuracies of a training; null where none was measured.</summary>
    /// <param name="evaluations">What was measured over whole sets, in its order.</param>
    internal static AccuracyCurve? Of(IReadOnlyList<EvaluationRecord> evaluations)
    {
        var training = Known(each => each.TrainingAccuracy);
        var validation = Known(each => each.ValidationAccuracy);
        var holdout = validation is [] ? Known(each => each.TestAccuracy) : validation;
        return training is [] && holdout is [] ? null : new(
            training.FirstOrDefault(double.NaN), training.LastOrDefault(double.NaN), Spread(training[Math.Min(1, training.Length)..]),
            training.Length, holdout.LastOrDefault(double.NaN), holdout.DefaultIfEmpty(double.NaN).Max(), holdout.Distinct().Count(), holdout.Length);

        double[] Known(Func<EvaluationRecord, double> accuracy) => [.. evaluations.Select(accuracy).Where(double.IsFinite)];

        static double Spread(double[] values) => values is [] ? double.NaN : values.Max() - values.Min();
    }
}
