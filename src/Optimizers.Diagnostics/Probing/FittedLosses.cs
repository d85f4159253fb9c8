namespace Optimizers.Diagnostics;

/// <summary>
/// The losses where the reference minimizer ended from a new start: what this model learns from these data, whatever the optimizer does. NaN
/// for what is not available.
/// </summary>
/// <param name="Training">Over the training data.</param>
/// <param name="Validation">Over a holdout from the training data: about chance or above where the labels have nothing to do with the inputs.</param>
/// <param name="Test">Over the testing data.</param>
public sealed record FittedLosses(double Training, double Validation, double Test)
{
    /// <summary>
    /// The lowest loss over the holdout on the minimizer's way: below chance where it learned a rule before it learned examples by heart.
    /// </summary>
    public double BestValidation { get; init; } = double.NaN;
}
