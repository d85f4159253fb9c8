namespace Optimizers.Diagnostics;

/// <summary>The training inputs as the network sees them.</summary>
/// <param name="Features">How many features.</param>
/// <param name="Examples">How many examples.</param>
/// <param name="FirstNonFinite">The first entry that is NaN or infinite, as (feature, example); null if there is none.</param>
/// <param name="NonFiniteExamples">How many examples hold one.</param>
/// <param name="ConstantFeatures">How many features are the same in every example.</param>
/// <param name="RootMeanSquare">The root mean square over all finite entries.</param>
/// <param name="LargestMean">The largest |mean| of a feature.</param>
/// <param name="SmallestDeviation">The smallest standard deviation of a feature that is not constant.</param>
/// <param name="LargestDeviation">The largest standard deviation of a feature.</param>
/// <param name="Condition">
/// λmax/λmedian of the second-moment matrix E[xxᵀ] (constant features aside): how much faster the steepest direction of a linear layer is than a typical one.
/// </param>
public sealed record InputReport(
    int Features,
    int Examples,
    (int Feature, int Example)? FirstNonFinite,
    int NonFiniteExamples,
    int ConstantFeatures,
    double RootMeanSquare,
    double LargestMean,
    double SmallestDeviation,
    double LargestDeviation,
    double Condition);
