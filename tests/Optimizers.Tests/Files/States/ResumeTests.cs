using System.Diagnostics;
using System.Globalization;

namespace Optimizers.Tests.Files.States;

/// <summary>A training that is saved and loaded gives the bits of one that never stopped.</summary>
public sealed class ResumeTests
{
    public static TheoryData<string> Names => SavedTrainings.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void A_loaded_training_goes_on_with_the_same_bits(string name)
    {
        var straight = SavedTrainings.Create(name);
        var expected = new SavedRun().TrainUntil(straight, 20);

        var first = SavedTrainings.Create(name);
        var run = new SavedRun().TrainUntil(first, 9);
        using var file = Save(first, run);
        var second = SavedTrainings.Create(name);
        var resumed = new SavedRun().Spoil();
        second.Load(file, resumed.Parameters).Should().BeEmpty("the hyperparameters are the same");
        second.Iteration.Should().Be(9);
        resumed.Bytes.Should().Equal(run.Bytes);
        resumed.TrainUntil(second, 20);

        resumed.Bytes.Should().Equal(expected.Bytes);
        Save(second, resumed).ToArray().Should().Equal(Save(straight, expected).ToArray(), "what is remembered is the same too");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_file_before_the_first_step_is_a_beginning(string name)
    {
        var run = new SavedRun();
        using var file = Save(SavedTrainings.Create(name), run);
        var optimizer = SavedTrainings.Create(name);
        new SavedRun().TrainUntil(optimizer, 3);
        var resumed = new SavedRun().Spoil();
        optimizer.Load(file, resumed.Parameters);

        optimizer.Iteration.Should().Be(0);
        resumed.TrainUntil(optimizer, 3).Bytes.Should().Equal(run.TrainUntil(SavedTrainings.Create(name), 3).Bytes);
    }

    [Fact]
    public void A_training_saved_in_the_midst_of_an_ascent_steps_from_where_it_began()
    {
        var (straight, saved) = (new Sam(new Adam(0.01)), new Sam(new Adam(0.01)));
        var (expected, run) = (new SavedRun().TrainUntil(straight, 6), new SavedRun().TrainUntil(saved, 5));
        run.Gradients(5);
        _ = saved.Ascend(run.Parameters);
        using var file = Save(saved, run);

        var loaded = new Sam(new Adam(0.01));
        var resumed = new SavedRun().Spoil();
        loaded.Load(file, resumed.Parameters);
        loaded.IsAscended.Should().BeTrue();
        resumed.Gradients(5);
        loaded.Step(resumed.Parameters);
        resumed.Bytes.Should().Equal(expected.Bytes);
    }

    [Theory]
    [InlineData(null, 2)]
    [InlineData("DOTNET_EnableAVX512", 1)]
    [InlineData("DOTNET_EnableAVX2", 3)]
    [InlineData("DOTNET_EnableHWIntrinsic", 1)]
    public async Task Another_process_with_other_lanes_and_threads_goes_on_with_the_same_bits(string? forbidden, int threads)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Path("states");
        (await Run(null, SavedProgram.Begin, path, 1)).Should().Be("begun");
        (await Run(forbidden, SavedProgram.Finish, path, threads)).Should().Be(SavedProgram.Straight.Value);
    }

    private static async Task<string> Run(string? forbidden, string command, string path, int threads)
    {
        string[] arguments = ["exec", typeof(Program).Assembly.Location, command, path, threads.ToString(CultureInfo.InvariantCulture)];
        var start = new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true };
        if (forbidden is not null)
            start.Environment[forbidden] = "0";
        using var process = Process.Start(start)!;
        var text = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        process.ExitCode.Should().Be(0);
        return text.Trim();
    }

    private static MemoryStream Save(IOptimizer optimizer, SavedRun run)
    {
        var stream = new MemoryStream();
        optimizer.Save(stream, run.Parameters);
        stream.Position = 0;
        return stream;
    }
}
