namespace Optimizers.Diagnostics;

/// <summary>
/// Turns the weight of the evidence into a probability (after Platt 1999). The slope was fitted to the first suspects of the fault bench. The
/// ceilings were set on trainings outside of it: signs that only weigh are never called sure, since they were wrong too often where they had to be
/// right.
/// </summary>
internal static class Calibration
{
    private const double Slope = 1.5;

    /// <summary>The probability of a cause.</summary>
    /// <param name="logOdds">Prior and evidence together, in nats.</param>
    /// <param name="grounds">What it rests on.</param>
    public static double Confidence(double logOdds, Grounds grounds) => Ceiling(grounds) / (1 + Math.Exp(-Slope * logOdds));

    private static double Ceiling(Grounds grounds) => grounds switch { Grounds.Fact => 0.985, Grounds.Shown => 0.95, _ => 0.85 };
}
