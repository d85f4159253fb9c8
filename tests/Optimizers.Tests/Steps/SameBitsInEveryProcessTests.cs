using System.Diagnostics;
using System.Globalization;

namespace Optimizers.Tests.Steps;

/// <summary>The same trajectories in processes that may not use all of the processor, on several numbers of threads.</summary>
public sealed class SameBitsInEveryProcessTests
{
    /// <summary>What every machine must get. It changes only where a formula or the trajectory of this test does.</summary>
    private const string Hash = "88263B9992A37DD0A1E48EE188EF0378AF925221CD26070831EFA4478037E21F";

    [Theory]
    [InlineData(null, 512, 1)]
    [InlineData(null, 512, 2)]
    [InlineData(null, 512, 8)]
    [InlineData("DOTNET_EnableAVX512", 256, 1)]
    [InlineData("DOTNET_EnableAVX2", 128, 3)]
    [InlineData("DOTNET_EnableHWIntrinsic", 0, 2)]
    public async Task Every_rule_gives_the_bits_of_the_record(string? forbidden, int widest, int threads)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", typeof(Program).Assembly.Location, threads.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardOutput = true,
        };
        if (forbidden is not null)
            start.Environment[forbidden] = "0";
        using var process = Process.Start(start)!;
        var words = (await process.StandardOutput.ReadToEndAsync()).Trim().Split(' ');
        await process.WaitForExitAsync();
        process.ExitCode.Should().Be(0);
        int.Parse(words[0], CultureInfo.InvariantCulture).Should().BeLessThanOrEqualTo(widest, "the setting must have worked");
        words[1].Should().Be(Hash);
    }
}
