namespace Optimizers.Diagnostics;

/// <summary>
/// From the weight of the evidence to a probability, as fitted to the first suspects of the first half of the fault bench (after Platt 1999): the weights were set a little too low, and one
/// case in seventy is one that no weight sees.
/// </summary>
internal static class Calibration
{
    private const double Slope = 1.5;

    private const double Ceiling = 0.985;

    /// <summary>The probability of a cause.</summary>
    /// <param name="logOdds">Prior and evidence together, in nats.</param>
    public static double Confidence(double logOdds) => Ceiling / (1 + Math.Exp(-Slope * logOdds));
}
