namespace Optimizers.Diagnostics;

/// <summary>The losses that the guide asks for; NaN for what is not available.</summary>
/// <param name="Start">Over the training data at the start (or the first recorded ones).</param>
/// <param name="Training">Over the training data now (the objective's, else the last evaluation's, else the median of the last recorded ones).</param>
/// <param name="Validation">Over a holdout from the training data now.</param>
/// <param name="Test">Over the testing data now.</param>
/// <param name="BestValidation">The lowest recorded over the holdout (else over the testing data).</param>
/// <param name="Chance">Of the best constant output.</param>
/// <param name="Satisfactory">Below which the training loss counts as small.</param>
public sealed record LossReport(
    double Start, double Training, double Validation, double Test, double BestValidation, double Chance, double Satisfactory)
{
    /// <summary>The guide's first question; null where it cannot be answered.</summary>
    public bool? IsTrainingLarge => double.IsNaN(Training) && double.IsNaN(Start) ? null : double.IsNaN(Satisfactory) ? null : !(Training <= Satisfactory);
}
