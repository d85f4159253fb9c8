namespace Optimizers.FaultBench;

/// <summary>Examples for the three uses.</summary>
/// <param name="Training">The examples to take steps on.</param>
/// <param name="Validation">A holdout from the training data.</param>
/// <param name="Test">The testing data.</param>
internal sealed record Split(Examples Training, Examples Validation, Examples Test);
