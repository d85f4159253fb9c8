namespace Optimizers.Diagnostics;

/// <summary>The losses of single training examples at θ.</summary>
/// <param name="Examples">How many.</param>
/// <param name="NonFinite">How many are NaN or infinite.</param>
/// <param name="FirstNonFinite">The first of them; −1 if there is none.</param>
/// <param name="Median">The median of the finite ones.</param>
/// <param name="Mean">The mean of the finite ones.</param>
/// <param name="WrongShare">The share whose loss is above that of chance: the model contradicts their labels.</param>
/// <param name="HighShare">The share whose loss is above twice that of chance: confident contradiction.</param>
/// <param name="TopShare">The share of the total loss that the largest tenth of them carries.</param>
/// <param name="RareClassLoss">The mean loss over classes of at most half the mean frequency; NaN if there is none or labels are not known.</param>
/// <param name="FrequentClassLoss">The mean loss over the most frequent class; NaN if labels are not known.</param>
public sealed record ExampleLossReport(
    int Examples,
    int NonFinite,
    int FirstNonFinite,
    double Median,
    double Mean,
    double WrongShare,
    double HighShare,
    double TopShare,
    double RareClassLoss,
    double FrequentClassLoss);
