namespace Optimizers.Diagnostics;

/// <summary>Losses and accuracies over whole sets of examples, as the caller measured them; NaN for what was not measured.</summary>
/// <param name="Iteration">The number of steps taken before the measurement.</param>
/// <param name="TrainingLoss">Over the training data.</param>
/// <param name="ValidationLoss">Over a holdout from the training data, on which no step was taken.</param>
/// <param name="TestLoss">Over the testing data.</param>
/// <param name="Epoch">The number of the epoch, as the loop counts; NaN if it said none.</param>
public readonly record struct EvaluationRecord(
    long Iteration, double TrainingLoss, double ValidationLoss, double TestLoss, double Epoch = double.NaN)
{
    /// <summary>The share of the training data that is answered rightly, 0 to 1; NaN where it was not measured.</summary>
    public double TrainingAccuracy { get; init; } = double.NaN;

    /// <summary>The share of the holdout that is answered rightly, 0 to 1; NaN where it was not measured.</summary>
    public double ValidationAccuracy { get; init; } = double.NaN;

    /// <summary>The share of the testing data that is answered rightly, 0 to 1; NaN where it was not measured.</summary>
    public double TestAccuracy { get; init; } = double.NaN;

    /// <summary>True if nothing that was measured here was measured in the other too.</summary>
    internal bool IsApartFrom(in EvaluationRecord other) =>
        double.IsNaN(TrainingLoss + other.TrainingLoss) && double.IsNaN(ValidationLoss + other.ValidationLoss)
        && double.IsNaN(TestLoss + other.TestLoss) && double.IsNaN(TrainingAccuracy + other.TrainingAccuracy)
        && double.IsNaN(ValidationAccuracy + other.ValidationAccuracy) && double.IsNaN(TestAccuracy + other.TestAccuracy);

    /// <summary>What a later record of the same iteration measured, and this one for the rest.</summary>
    internal EvaluationRecord Then(in EvaluationRecord later)
    {
        return new(
            later.Iteration, Either(later.TrainingLoss, TrainingLoss), Either(later.ValidationLoss, ValidationLoss),
            Either(later.TestLoss, TestLoss), Either(later.Epoch, Epoch))
        {
            TrainingAccuracy = Either(later.TrainingAccuracy, TrainingAccuracy),
            ValidationAccuracy = Either(later.ValidationAccuracy, ValidationAccuracy),
            TestAccuracy = Either(later.TestAccuracy, TestAccuracy),
        };

        static double Either(double first, double second) => double.IsNaN(first) ? second : first;
    }
}
