using System.Globalization;

namespace Optimizers.FaultBench;

/// <summary>A share of cases with its 95 % interval (Wilson 1927), which stays inside 0 to 1 also for few cases and extreme shares.</summary>
/// <param name="Hits">The cases that count as hits.</param>
/// <param name="Of">All cases.</param>
internal readonly record struct WilsonInterval(int Hits, int Of)
{
    private const double Z = 1.959963984540054;

    public double Share => Of == 0 ? double.NaN : (double)Hits / Of;

    public double Lower => Of == 0 ? 0 : Math.Max(0, Center - HalfWidth);

    public double Upper => Of == 0 ? 1 : Math.Min(1, Center + HalfWidth);

    private double Center => (Share + (Z * Z / (2 * Of))) / (1 + (Z * Z / Of));

    private double HalfWidth => Z / (1 + (Z * Z / Of)) * Math.Sqrt((Share * (1 - Share) / Of) + (Z * Z / (4.0 * Of * Of)));

    /// <summary>"97 % (92–99)".</summary>
    public override string ToString() => Of == 0
        ? "–"
        : string.Create(CultureInfo.InvariantCulture, $"{100 * Share:F0} % ({100 * Lower:F0}–{100 * Upper:F0})");
}
