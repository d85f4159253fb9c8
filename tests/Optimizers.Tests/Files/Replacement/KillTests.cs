using System.Diagnostics;
using System.Globalization;
using Optimizers.Files;
using Xunit.Abstractions;

namespace Optimizers.Tests.Files.Replacement;

/// <summary>A process that writes is killed at random instants; OPTIMIZERS_KILLS says how often, 20 times where it is not set.</summary>
public sealed class KillTests(ITestOutputHelper output)
{
    private static readonly int Kills = int.Parse(Environment.GetEnvironmentVariable("OPTIMIZERS_KILLS") ?? "20", CultureInfo.InvariantCulture);

    [Fact]
    public async Task A_process_killed_at_any_instant_leaves_the_file_that_it_last_promised_or_the_next_one_whole()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Path("file");
        var random = new Random(1);
        var version = 0;
        for (var kill = 0; kill < Kills; kill++)
        {
            var promised = await WriteUntilKilled(path, version + 1, TimeSpan.FromMilliseconds(30 * random.NextDouble()));
            var numbers = SafetensorsReader.Read(path).Tensors.Single().Elements<int>();
            version = numbers.Span[0];
            version.Should().BeInRange(promised, promised + 1);
            numbers.Length.Should().Be(EndlessWriter.Count);
            numbers.Span.ContainsAnyExcept(version).Should().BeFalse();
        }

        output.WriteLine($"{Kills} kills, {folder.Names.Count() - 1} of them within a write; {version} versions");
    }

    /// <summary>The last version that the process said was there.</summary>
    private static async Task<int> WriteUntilKilled(string path, int first, TimeSpan delay)
    {
        string[] arguments = ["exec", typeof(Program).Assembly.Location, EndlessWriter.Command, path, first.ToString(CultureInfo.InvariantCulture)];
        using var process = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true })!;
        var line = await process.StandardOutput.ReadLineAsync();
        await Task.Delay(delay);
        process.Kill();
        await process.WaitForExitAsync();
        for (var next = line; next is not null; next = await process.StandardOutput.ReadLineAsync())
            line = next;
        return int.Parse(line!, CultureInfo.InvariantCulture);
    }
}
