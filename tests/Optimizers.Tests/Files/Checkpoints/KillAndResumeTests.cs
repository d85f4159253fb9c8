using System.Diagnostics;

namespace Optimizers.Tests.Files.Checkpoints;

/// <summary>A training whose process is killed at random instants and started again gives the bits of one that never stopped.</summary>
public sealed class KillAndResumeTests
{
    [Fact]
    public async Task Killed_and_run_again_until_done_the_training_has_the_same_bits()
    {
        using var folder = new TemporaryFolder();
        var random = new Random(3);
        var lines = new List<string>();
        for (var kill = 0; kill < 4; kill++)
            lines.AddRange(await Run(folder.Path("run"), killAt: random.Next(1, 8), TimeSpan.FromMilliseconds(2 * random.NextDouble())));
        lines.AddRange(await Run(folder.Path("run"), int.MaxValue, TimeSpan.Zero));

        lines[^1].Should().Be($"done {CheckpointedProgram.Straight}");
        lines.Where(line => line.StartsWith("at ", StringComparison.Ordinal)).Should().Contain(line => line != "at 0", "some runs must have gone on");
        lines.Count(line => line == "begun").Should().BeLessThan(5);
        new DirectoryInfo(folder.Path("run")).GetFiles("checkpoint-*").Should().HaveCount(3);
    }

    private static async Task<List<string>> Run(string folder, int killAt, TimeSpan delay)
    {
        string[] arguments = ["exec", typeof(Program).Assembly.Location, CheckpointedProgram.Command, folder];
        using var process = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true })!;
        var lines = new List<string>();
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            lines.Add(line);
            if (line != "due" || --killAt != 0)
                continue;
            await Task.Delay(delay);
            process.Kill();
        }

        await process.WaitForExitAsync();
        return lines;
    }
}
