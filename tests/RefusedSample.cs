using System.Diagnostics;

namespace Optimizers.Tests;

/// <summary>A sample in a process of its own, whose standard output or whose folder takes nothing.</summary>
internal static class RefusedSample
{
    /// <summary>Runs it under a shell.</summary>
    /// <param name="program">The sample's assembly.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="redirection">What the shell does with the standard output.</param>
    /// <returns>The exit code, and what the sample wrote to the standard error.</returns>
    public static async Task<(int ExitCode, string Error)> Run(string program, string arguments, string redirection)
    {
        using var process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", $"exec dotnet exec '{program}' {arguments} {redirection}"])
        {
            RedirectStandardError = true,
        })!;
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, error);
    }
}
