using System.Globalization;

namespace Optimizers.Curvature;

/// <summary>Four digits of a bound, rounded so that what is said stays true.</summary>
internal static class BoundText
{
    /// <summary>Of a number that is not below the value.</summary>
    public static string Above(double value)
    {
        for (var step = 0; ; step++)
        {
            var text = Nearest(value + (step * 2e-4 * Math.Abs(value)));
            if (!(double.Parse(text, CultureInfo.InvariantCulture) < value))
                return text;
        }
    }

    /// <summary>Of a number that is not above the value.</summary>
    public static string Below(double value) => Above(-value) is ['-', .. var magnitude] ? magnitude : value == 0 ? "0" : "-" + Above(-value);

    /// <summary>Rounded to nearest, of what is no bound.</summary>
    public static string Nearest(double value) => value.ToString("G4", CultureInfo.InvariantCulture);
}
