using MathNet.Numerics;
using MathNet.Numerics.Distributions;

namespace Optimizers.Diagnostics;

/// <summary>
/// The one-sided test of several treatments against one control, each with as many observations (Dunnett, A multiple comparison procedure for
/// comparing several treatments with a control, J. Am. Stat. Assoc. 50, 1955).
/// </summary>
internal static class Dunnett
{
    // Steps of the trapezoidal rule in standard deviations: its error falls exponentially for these two integrands.
    private const double NormalStep = 0.125;
    private const double LogStep = 0.25;

    /// <summary>The probability that the largest of the statistics is at least t where no treatment does anything.</summary>
    /// <param name="t">(mean of the treatment − mean of the control)/(s·√(2/b)), with b observations each.</param>
    /// <param name="treatments">k, at least 1.</param>
    /// <param name="freedom">ν, the degrees of freedom of s², at least 1.</param>
    public static double PValue(double t, int treatments, int freedom)
    {
        if (double.IsNaN(t) || double.IsInfinity(t))
            return t > 0 ? 0 : 1;
        // P(all Tᵢ ≤ t) = ∫ f(s) ∫ φ(z)·Φ(√2·t·s + z)ᵏ dz ds, as all of them share s and the control's mean z. Here u = ln s.
        var below = 0.0;
        var deviation = 1 / Math.Sqrt(2.0 * freedom); // That of u where ν is large; where it is small the density falls as exp(νu).
        var norm = Math.Log(2) + (0.5 * freedom * Math.Log(0.5 * freedom)) - SpecialFunctions.GammaLn(0.5 * freedom);
        for (var u = -Math.Max(40.0 / freedom, 10 * deviation); u < 2.5; u += LogStep * deviation)
        {
            var s = Math.Exp(u);
            var density = Math.Exp(norm + (freedom * u) - (0.5 * freedom * s * s));
            if (density > 1e-14)
                below += LogStep * deviation * density * BelowGiven(Constants.Sqrt2 * t * s, treatments);
        }

        return Math.Clamp(1 - below, 0, 1);
    }

    private static double BelowGiven(double bound, int treatments)
    {
        var sum = 0.0;
        for (var z = -8.0; z <= 8; z += NormalStep)
            sum += NormalStep * Normal.PDF(0, 1, z) * Math.Pow(Normal.CDF(0, 1, bound + z), treatments);
        return sum;
    }
}
