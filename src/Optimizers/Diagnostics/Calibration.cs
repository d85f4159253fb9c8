namespace Optimizers.Diagnostics;

/// <summary>
/// Turns the weight of the evidence into a probability, fitted to the first suspects of the first half of the fault bench (after Platt 1999). The
/// weights were set a little too low, and no weight sees one case in seventy.
/// </summary>
internal static class Calibration
{
    private const double Slope = 1.5;

    private const double Ceiling = 0.985;

    /// <summary>The probability of a cause.</summary>
    /// <param name="logOdds">Prior and evidence together, in nats.</param>
    public static double Confidence(double logOdds) => Ceiling / (1 + Math.Exp(-Slope * logOdds));
}
