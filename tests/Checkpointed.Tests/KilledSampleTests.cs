using System.Diagnostics;
using Optimizers.Tests;

namespace Checkpointed.Tests;

/// <summary>The sample as its user runs it: killed, and run again.</summary>
public sealed class KilledSampleTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("checkpointed-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Killed_twice_and_run_again_it_ends_with_the_bits_of_a_run_that_never_stopped()
    {
        var straight = await Run("straight", killAt: int.MaxValue);
        straight[^1].Should().StartWith("bits ");
        straight[0].Should().Be("begun");

        (await Run("killed", killAt: 2))[0].Should().Be("begun");
        (await Run("killed", killAt: 3))[0].Should().StartWith("resumed at ");
        var last = await Run("killed", killAt: int.MaxValue);
        last[0].Should().StartWith("resumed at ");
        last[^1].Should().Be(straight[^1]);
    }

    [Fact]
    public async Task Without_a_folder_it_says_how_it_is_called()
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", ["exec", Program]) { RedirectStandardError = true })!;
        (await process.StandardError.ReadToEndAsync()).Should().Contain("<folder>");
        await process.WaitForExitAsync();
        process.ExitCode.Should().Be(2);
    }

    [Theory]
    [InlineData("> /dev/full", "made", "The standard output cannot be written to: ")]
    [InlineData(">&-", "made", "The standard output cannot be written to: ")]
    [InlineData("> /dev/null", "file/below", "file/below")]
    public async Task A_full_or_closed_standard_output_and_a_folder_that_cannot_be_made_are_one_line_and_exit_code_1(
        string redirection, string folder, string inTheLine) =>
        await RefusedSample.EndsWithOneLine(Program, _folder, redirection, folder, inTheLine);

    private static string Program => Path.Combine(AppContext.BaseDirectory, "Checkpointed.dll");

    private Task<List<string>> Run(string name, int killAt) =>
        KillableSample.Run(Program, Path.Combine(_folder, name), "1000", killAt);
}
