using System.Globalization;
using System.Runtime.InteropServices;

namespace Optimizers.FaultBench;

/// <summary>The date and the machine of a report.</summary>
internal static class Provenance
{
    /// <summary>"2026-11-25, Debian GNU/Linux 12 (bookworm), X64,", and on the next line "2 processors, .NET 10.0.12".</summary>
    public static string Text => string.Create(
        CultureInfo.InvariantCulture,
        $"{DateTime.UtcNow:yyyy-MM-dd}, {RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture},\n{Environment.ProcessorCount} "
        + $"processors, {RuntimeInformation.FrameworkDescription}");
}
