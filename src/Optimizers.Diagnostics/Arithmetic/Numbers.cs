using System.Globalization;

namespace Optimizers.Diagnostics;

/// <summary>How a diagnosis writes numbers, and how a number becomes a weight.</summary>
internal static class Numbers
{
    /// <summary>Three significant digits: "0.00123", "12.3", "1.2e-7".</summary>
    public static string Text(double number) => number switch
    {
        0 => "0",
        _ when !double.IsFinite(number) => number.ToString(CultureInfo.InvariantCulture).Replace("Infinity", "∞", StringComparison.Ordinal),
        _ when Math.Abs(number) is >= 1e-3 and < 1e5 =>
            decimal.Parse(number.ToString("G3", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture)
                .ToString(CultureInfo.InvariantCulture),
        _ => number.ToString("0.##e+0", CultureInfo.InvariantCulture).Replace("e+", "e", StringComparison.Ordinal),
    };

    /// <summary>A share in per cent: "12 %".</summary>
    public static string Percent(double share) => (100 * share).ToString(share is > 0 and < 0.01 ? "0.#" : "0", CultureInfo.InvariantCulture) + " %";

    /// <summary>A probability in per cent: "97 %", and never "100 %" or "0 %" of what is not certain.</summary>
    public static string Sureness(double probability) =>
        probability switch { > 0.995 and < 1 => "> 99 %", > 0 and < 0.005 => "< 1 %", _ => Percent(probability) };

    /// <summary>0 at or before one end, 1 at or beyond the other, straight between. The ends may be in any order. NaN for NaN.</summary>
    public static double Ramp(double x, double zero, double one) => Math.Clamp((x - zero) / (one - zero), 0, 1);

    /// <summary>A ramp over the logarithm of x; x and the ends positive. 0 for x ≤ 0 where the ends rise, 1 where they fall.</summary>
    public static double LogRamp(double x, double zero, double one) => Ramp(Math.Log(Math.Max(x, 1e-300)), Math.Log(zero), Math.Log(one));
}
