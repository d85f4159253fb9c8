namespace Optimizers.Diagnostics;

/// <summary>Losses over whole sets of examples, as the caller measured them; NaN for what was not measured.</summary>
/// <param name="Iteration">The number of steps taken before the measurement.</param>
/// <param name="TrainingLoss">Over the training data.</param>
/// <param name="ValidationLoss">Over a holdout from the training data, on which no step was taken.</param>
/// <param name="TestLoss">Over the testing data.</param>
/// <param name="Epoch">The number of the epoch, as the loop counts; NaN if it said none.</param>
public readonly record struct EvaluationRecord(
    long Iteration, double TrainingLoss, double ValidationLoss, double TestLoss, double Epoch = double.NaN);
