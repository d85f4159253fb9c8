namespace Optimizers.Diagnostics;

/// <summary>
/// How well a linear classifier tells training inputs from testing inputs (the classifier two-sample test of Lopez-Paz and Oquab 2017), on examples it has not seen.
/// </summary>
/// <param name="Accuracy">The share it tells right, on balanced held-out halves: 0.5 where the two sets cannot be told apart.</param>
/// <param name="StandardError">The standard error of the accuracy where the sets are the same.</param>
/// <param name="LargestMeanShift">The largest |difference of a feature's means| in standard deviations of the training data.</param>
/// <param name="ScaleRatio">The root mean square of the testing inputs over that of the training inputs.</param>
public sealed record SampleShift(double Accuracy, double StandardError, double LargestMeanShift, double ScaleRatio)
{
    /// <summary>How many standard errors the accuracy is above one half.</summary>
    public double Deviations => (Accuracy - 0.5) / StandardError;
}
