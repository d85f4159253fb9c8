using System.Globalization;
using System.Runtime.CompilerServices;

namespace Optimizers;

/// <summary>
/// By <c>OPTIMIZERS_CULTURE=foreign</c> all tests run under a culture that writes numbers otherwise than the library may: decimal commas, points
/// between groups, other signs and names. It is made here, since the tests know no culture of the system.
/// </summary>
internal static class ForeignCulture
{
#pragma warning disable CA2255 // The tests are the application.
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void Choose()
    {
        if (Environment.GetEnvironmentVariable("OPTIMIZERS_CULTURE") != "foreign")
            return;
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        var numbers = culture.NumberFormat;
        (numbers.NumberDecimalSeparator, numbers.NumberGroupSeparator) = (",", ".");
        (numbers.PercentDecimalSeparator, numbers.PercentGroupSeparator, numbers.PercentSymbol) = (",", ".", "pct");
        (numbers.NegativeSign, numbers.PositiveSign) = ("\u2212", "\uFF0B");
        (numbers.NaNSymbol, numbers.PositiveInfinitySymbol, numbers.NegativeInfinitySymbol) = ("keine Zahl", "unendlich", "\u2212unendlich");
        culture.DateTimeFormat.DateSeparator = culture.DateTimeFormat.TimeSeparator = "_";
        culture.TextInfo.ListSeparator = ";";
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = culture;
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.DefaultThreadCurrentUICulture = culture;
    }
}
