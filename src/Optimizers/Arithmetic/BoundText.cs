using System.Globalization;

namespace Optimizers.Arithmetic;

/// <summary>A few digits of a bound, rounded so that what is said stays true.</summary>
internal static class BoundText
{
    private const int Digits = 4;

    /// <summary>Of a number that is not below the value.</summary>
    public static string Above(double value, int digits = Digits)
    {
        var unit = 2 * Math.Pow(10, -digits) * Math.Abs(value);
        for (var step = 0; ; step++)
        {
            var text = Nearest(value + (step * unit), digits);
            if (!(double.Parse(text, CultureInfo.InvariantCulture) < value))
                return text;
        }
    }

    /// <summary>Of a number that is not above the value.</summary>
    public static string Below(double value, int digits = Digits) =>
        Above(-value, digits) is ['-', .. var magnitude] ? magnitude : value == 0 ? "0" : "-" + Above(-value, digits);

    /// <summary>Rounded to nearest, of what is no bound.</summary>
    public static string Nearest(double value, int digits = Digits) => value.ToString($"G{digits}", CultureInfo.InvariantCulture);
}
