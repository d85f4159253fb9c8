using System.Globalization;

namespace Optimizers.Diagnostics.Logs;

/// <summary>Numbers as programs write them, in any culture: with a point, an exponent, and several names for what is not finite.</summary>
internal static class LogNumber
{
    /// <summary>Whether a cell says that there is no number: empty, NA (as Keras writes it), None, null.</summary>
    public static bool IsMissing(ReadOnlySpan<char> text) =>
        text.Trim() is [] or "NA" or "N/A" or "n/a" or "None" or "null" or "-" or "--" or "—";

    /// <summary>The number that a text says; false if it says none.</summary>
    public static bool TryRead(ReadOnlySpan<char> text, out double number)
    {
        text = text.Trim();
        var isNegative = text is ['-', ..];
        var name = text is ['-' or '+', ..] ? text[1..] : text;
        if (Is(name, "nan"))
            number = double.NaN;
        else if (Is(name, "inf") || Is(name, "infinity") || name is "∞")
            number = isNegative ? double.NegativeInfinity : double.PositiveInfinity;
        else
            return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && text is [.., >= '0' and <= '9' or '.'];
        return true;
    }

    private static bool Is(ReadOnlySpan<char> text, string name) => text.Equals(name, StringComparison.OrdinalIgnoreCase);
}
