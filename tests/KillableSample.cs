using System.Diagnostics;

namespace Optimizers.Tests;

/// <summary>A sample in a process of its own, which prints a line "iteration …" at each of its checkpoints.</summary>
internal static class KillableSample
{
    /// <summary>Runs the sample and kills it after so many checkpoints.</summary>
    /// <param name="program">The sample's assembly.</param>
    /// <param name="folder">Where its checkpoints go.</param>
    /// <param name="iterations">How many it takes.</param>
    /// <param name="killAt">After which checkpoint it is killed, from 1; more than there are for never.</param>
    /// <returns>What it printed, line by line.</returns>
    public static async Task<List<string>> Run(string program, string folder, string iterations, int killAt)
    {
        string[] arguments = ["exec", program, "--out", folder, iterations];
        using var process = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true })!;
        var lines = new List<string>();
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            lines.Add(line);
            if (line.StartsWith("iteration ", StringComparison.Ordinal) && --killAt == 0)
                process.Kill();
        }

        await process.WaitForExitAsync();
        return lines;
    }
}
