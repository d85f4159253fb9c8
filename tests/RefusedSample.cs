using System.Diagnostics;

namespace Optimizers.Tests;

/// <summary>A sample in a process of its own, whose standard output or whose folder takes nothing.</summary>
internal static class RefusedSample
{
    /// <summary>Holds that it ends with exit code 1 and one line on the standard error. Does nothing where the system has no full device.</summary>
    /// <param name="program">The sample's assembly.</param>
    /// <param name="parent">An empty folder.</param>
    /// <param name="redirection">What the shell does with the standard output.</param>
    /// <param name="folder">The sample's folder, below the parent, in which "file" is one.</param>
    /// <param name="inTheLine">What the line has in it.</param>
    public static async Task EndsWithOneLine(string program, string parent, string redirection, string folder, string inTheLine)
    {
        if (!File.Exists("/dev/full"))
            return;
        await File.WriteAllTextAsync(Path.Combine(parent, "file"), "");
        var (exitCode, error) = await Run(program, $"--out {Path.Combine(parent, folder)} 10", redirection);

        exitCode.Should().Be(1, error);
        error.Should().Contain(inTheLine).And.EndWith("\n");
        error.TrimEnd().Should().NotContain("\n");
    }

    /// <summary>Runs it under a shell.</summary>
    /// <param name="program">The sample's assembly.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="redirection">What the shell does with the standard output.</param>
    /// <returns>The exit code, and what the sample wrote to the standard error.</returns>
    private static async Task<(int ExitCode, string Error)> Run(string program, string arguments, string redirection)
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
