using Optimizers.Tests;

namespace Optimizers.Torch.Tests;

/// <summary>The sample as its user runs it: killed, and run again.</summary>
public sealed class KilledSampleTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("torch-digits-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [TorchFact]
    public async Task Killed_and_run_again_it_ends_with_the_bits_of_a_run_that_never_stopped()
    {
        var straight = await Run("straight", killAt: int.MaxValue);
        straight[0].Should().Be("begun");
        straight[^1].Should().StartWith("bits ");
        straight.Should().Contain(line => line.EndsWith("of the test digits are right", StringComparison.Ordinal));

        (await Run("killed", killAt: 2))[0].Should().Be("begun");
        var last = await Run("killed", killAt: int.MaxValue);
        last[0].Should().StartWith("resumed at ");
        last[^1].Should().Be(straight[^1]);
    }

    [TorchTheory]
    [InlineData("> /dev/full", "made", "The standard output cannot be written to: ")]
    [InlineData(">&-", "made", "The standard output cannot be written to: ")]
    [InlineData("> /dev/null", "file/below", "file/below")]
    public async Task A_full_or_closed_standard_output_and_a_folder_that_cannot_be_made_are_one_line_and_exit_code_1(
        string redirection, string folder, string inTheLine) =>
        await RefusedSample.EndsWithOneLine(Program, _folder, redirection, folder, inTheLine);

    private static string Program => Path.Combine(AppContext.BaseDirectory, "TorchDigits.dll");

    private Task<List<string>> Run(string name, int killAt) =>
        KillableSample.Run(Program, Path.Combine(_folder, name), "200", killAt);
}
