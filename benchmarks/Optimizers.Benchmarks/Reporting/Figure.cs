using System.Globalization;
using Optimizers.Benchmarks.Measuring;

namespace Optimizers.Benchmarks.Reporting;

/// <summary>Figures and names as they stand in the table.</summary>
internal static class Figure
{
    public const string None = "–";

    /// <summary>Nanoseconds in the unit that suits them: "62.1 ns", "4.41 µs", "9.87 ms".</summary>
    public static string Time(double? nanoseconds) => nanoseconds switch
    {
        null => None,
        < 1e3 => Digits(nanoseconds.Value) + " ns",
        < 1e6 => Digits(nanoseconds.Value / 1e3) + " µs",
        < 1e9 => Digits(nanoseconds.Value / 1e6) + " ms",
        _ => Digits(nanoseconds.Value / 1e9) + " s",
    };

    /// <summary>Three digits, no exponent.</summary>
    public static string Digits(double? value) => value switch
    {
        null => None,
        >= 99.95 => value.Value.ToString("#,0", CultureInfo.InvariantCulture),
        >= 9.995 => value.Value.ToString("0.0", CultureInfo.InvariantCulture),
        >= 0.9995 => value.Value.ToString("0.00", CultureInfo.InvariantCulture),
        _ => value.Value.ToString("0.000", CultureInfo.InvariantCulture),
    };

    /// <summary>A share as a whole percentage: "94 %".</summary>
    public static string Percent(double? share) => share is null ? None : (100 * share.Value).ToString("0", CultureInfo.InvariantCulture) + " %";

    /// <summary>A multiple: "6.3 ×".</summary>
    public static string Multiple(double? ratio) => ratio is null ? None : Digits(ratio) + " ×";

    /// <summary>A whole number with its thousands apart.</summary>
    public static string Count(double? value) => value is null ? None : value.Value.ToString("#,0.##", CultureInfo.InvariantCulture);

    /// <summary>What is computed, in words.</summary>
    public static string Name(Subject subject) => subject switch
    {
        Subject.Copy => "copy",
        Subject.Triad => "triad",
        Subject.StreamingTriad => "triad past the cache",
        Subject.Update => "update in place",
        Subject.Momentum => "SGD with momentum",
        Subject.RmsProp => "RMSProp",
        _ => subject.ToString(),
    };

    /// <summary>Who computes it, in words.</summary>
    public static string Name(Contestant contestant) => contestant switch
    {
        Contestant.Memory => "memory",
        Contestant.Library => "**this library**",
        Contestant.MathNet => "MathNet operators",
        Contestant.TensorPrimitives => "TensorPrimitives, ten passes",
        _ => contestant.ToString(),
    };
}
