using System.Globalization;
using System.Runtime.CompilerServices;

namespace Optimizers.Arithmetic;

/// <summary>Refusals that several doors share.</summary>
internal static class Arguments
{
    public static void ThrowIfNotFinite(double[] entries, string argument, string what = "point", string symbol = "θ") =>
        ThrowIfNotFinite(entries, argument, what, k => string.Create(CultureInfo.InvariantCulture, $"{symbol}[{k}]"));

    /// <param name="entries">What must be finite.</param>
    /// <param name="argument">The argument.</param>
    /// <param name="what">What it is, in words.</param>
    /// <param name="name">How the entry at an index is called.</param>
    public static void ThrowIfNotFinite(double[] entries, string argument, string what, Func<int, string> name)
    {
        var bad = Array.FindIndex(entries, entry => !double.IsFinite(entry));
        if (bad >= 0)
        {
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"The {what} must be finite; {name(bad)} is {entries[bad]}."), argument);
        }
    }

    public static double Positive(double value, [CallerMemberName] string name = "") =>
        double.IsFinite(value) && value > 0
            ? value
            : throw new ArgumentOutOfRangeException(name, value, $"{name} must be finite and greater than zero.");

    public static double NotNegative(double value, [CallerMemberName] string name = "") =>
        double.IsFinite(value) && value >= 0
            ? value
            : throw new ArgumentOutOfRangeException(name, value, $"{name} must be finite and not negative.");

    public static int NotNegative(int value, [CallerMemberName] string name = "") =>
        value >= 0 ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} must not be negative.");

    /// <summary>In the open interval.</summary>
    public static double Between(double value, double low, double high, [CallerMemberName] string name = "") =>
        value > low && value < high
            ? value
            : throw new ArgumentOutOfRangeException(
                name, value, string.Create(CultureInfo.InvariantCulture, $"{name} must be greater than {low} and less than {high}."));

    public static int AtLeastOne(int value, [CallerMemberName] string name = "") =>
        value >= 1 ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} must be at least 1.");
}
