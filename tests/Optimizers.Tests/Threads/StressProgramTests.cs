using System.Diagnostics;

namespace Optimizers.Tests.Threads;

/// <summary>A short run of <see cref="StressProgram"/>, in processes of their own: the pool and the collector are a process's.</summary>
public sealed class StressProgramTests
{
    [Theory]
    [InlineData("0")]
    [InlineData("1")]
    public async Task Starved_interrupted_and_collected_optimizers_keep_their_bits(string serverCollector)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", typeof(Program).Assembly.Location, StressProgram.Command, "--seconds", "2"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DOTNET_gcServer"] = serverCollector;
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();

        process.ExitCode.Should().Be(0, await output + await error);
        (await output).Should().Contain(" 0 wrong").And.StartWith($"server GC {serverCollector == "1"}");
    }
}
