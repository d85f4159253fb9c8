using System.Globalization;

namespace Optimizers.Reports;

/// <summary>Numbers as a reader writes them: three digits, a true minus sign, powers of ten raised.</summary>
internal static class NumberText
{
    private const string Raised = "⁰¹²³⁴⁵⁶⁷⁸⁹";

    /// <summary>"0.0123", "1,230", "4.5×10⁻⁷", "∞", "not a number".</summary>
    public static string Short(double value)
    {
        if (double.IsNaN(value))
            return "not a number";
        if (double.IsInfinity(value))
            return value > 0 ? "∞" : "−∞";
        if (value == 0)
            return "0";
        var magnitude = Math.Abs(value);
        var sign = value < 0 ? "−" : "";
        var exponent = (int)Math.Floor(Math.Log10(magnitude));
        if (exponent is >= -4 and < 6)
        {
            var decimals = Math.Max(0, 2 - exponent);
            var text = magnitude.ToString($"N{decimals}", CultureInfo.InvariantCulture);
            return sign + (decimals > 0 ? text.TrimEnd('0').TrimEnd('.') : text);
        }

        var parts = magnitude.ToString("0.##e0", CultureInfo.InvariantCulture).Split('e');
        return $"{sign}{(parts[0] == "1" ? "" : parts[0] + "×")}{Power(int.Parse(parts[1], CultureInfo.InvariantCulture))}";
    }

    /// <summary>"10⁻³".</summary>
    public static string Power(int exponent) => "10" + string.Concat(
        exponent.ToString(CultureInfo.InvariantCulture).Select(digit => digit == '-' ? '⁻' : Raised[digit - '0']));

    /// <summary>"12,345".</summary>
    public static string Whole(long value) => value.ToString("N0", CultureInfo.InvariantCulture).Replace('-', '−');

    /// <summary>"93 %": never "100 %" or "0 %" of what is not certain.</summary>
    public static string Percent(double share) => share switch
    {
        >= 1 => "100 %",
        > 0.995 => ">\u00A099\u00A0%",
        <= 0 => "0 %",
        < 0.005 => "<\u00A01\u00A0%",
        _ => share.ToString("0 %", CultureInfo.InvariantCulture),
    };

    /// <summary>"1.84", "0.012", "&lt; 0.001".</summary>
    public static string Seconds(double seconds) => seconds < 0.0005 ? "< 0.001" : Short(Math.Round(seconds, 3));

    /// <summary>"1 step", "2 steps".</summary>
    public static string Count(long count, string one) => $"{Whole(count)} {one}{(count == 1 ? "" : "s")}";

    /// <summary>"Is it?" for "is it?".</summary>
    public static string Capital(string sentence) => sentence.Length == 0 ? sentence : char.ToUpperInvariant(sentence[0]) + sentence[1..];
}
