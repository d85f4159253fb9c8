using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Optimizers.Benchmarks.Measuring;

/// <summary>The program benchmarks/AheadOfTime, published ahead of time for one instruction set, and its measurements.</summary>
internal sealed class AheadOfTimeBuild
{
    private readonly string _program;

    private AheadOfTimeBuild(Contestant contestant, string program)
    {
        Contestant = contestant;
        _program = program;
    }

    /// <summary>The contestant to which its times belong.</summary>
    public Contestant Contestant { get; }

    /// <summary>Why this machine cannot link an ahead-of-time program, or null if it can.</summary>
    public static string? WhyNot()
    {
        if (OperatingSystem.IsWindows())
            return null; // The build finds the linker of Visual Studio, or says what is missing.
        string[] folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        return folders.Any(f => File.Exists(Path.Combine(f, "clang")) || File.Exists(Path.Combine(f, "gcc"))) ? null : "no linker (clang or gcc)";
    }

    /// <summary>Why this processor cannot run a program for a contestant's instruction set, or null if it can.</summary>
    public static string? WhyNot(Contestant contestant) =>
        contestant == Contestant.AheadOfTimeV3
            && !(RuntimeInformation.ProcessArchitecture == Architecture.X64
                && System.Runtime.Intrinsics.X86.Avx2.IsSupported && System.Runtime.Intrinsics.X86.Fma.IsSupported)
            ? "not this processor" : null;

    /// <summary>Publishes the program.</summary>
    /// <param name="repository">The folder of the solution.</param>
    /// <param name="contestant">For which instruction set: <see cref="Contestant.AheadOfTime"/> or <see cref="Contestant.AheadOfTimeV3"/>.</param>
    /// <param name="folder">The folder for the results of the build.</param>
    /// <param name="cancellationToken">Ends the build.</param>
    /// <exception cref="InvalidOperationException">The build fails; the message has its last lines.</exception>
    public static async Task<AheadOfTimeBuild> PublishAsync(
        string repository, Contestant contestant, string folder, CancellationToken cancellationToken)
    {
        List<string> arguments =
        [
            "publish", Path.Combine(repository, "benchmarks", "AheadOfTime", "AheadOfTime.csproj"), "--configuration", "Release",
            "--artifacts-path", folder, "--output", Path.Combine(folder, "program"), "--disable-build-servers", "-nodeReuse:false",
        ];
        if (contestant == Contestant.AheadOfTimeV3)
            arguments.Add("-p:IlcInstructionSet=x86-64-v3");
        var (exitCode, output) = await RunAsync(
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", arguments, cancellationToken).ConfigureAwait(false);
        if (exitCode != 0)
        {
            var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            throw new InvalidOperationException(
                $"Publishing the ahead-of-time program failed with exit code "
                + $"{exitCode}:{Environment.NewLine}{string.Join('\n', lines.TakeLast(10))}");
        }

        return new AheadOfTimeBuild(
            contestant, Path.Combine(folder, "program", OperatingSystem.IsWindows() ? "AheadOfTime.exe" : "AheadOfTime"));
    }

    /// <summary>Measures a case of this library.</summary>
    /// <returns>Nanoseconds a step.</returns>
    /// <exception cref="InvalidOperationException">The program fails, or prints something else than this case's time.</exception>
    public async Task<double> MeasureAsync(StepCase stepCase, RoundSettings settings, CancellationToken cancellationToken)
    {
        string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
        string[] identity = [stepCase.Subject.ToString(), stepCase.Element, Number(stepCase.Length), Number(stepCase.Threads)];
        var (exitCode, output) = await RunAsync(
            _program, [.. identity, Number(settings.IterationMilliseconds), Number(settings.Iterations)], cancellationToken).ConfigureAwait(false);
        var fields = output.Trim().Split(' ');
        return exitCode == 0 && fields.Length == identity.Length + 1 && fields.AsSpan(0, identity.Length).SequenceEqual(identity)
            ? double.Parse(fields[^1], CultureInfo.InvariantCulture)
            : throw new InvalidOperationException($"The ahead-of-time program did not measure {stepCase} (exit code {exitCode}): {output}");
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(
        string program, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var error = process.StandardError.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            return (process.ExitCode, await output.ConfigureAwait(false) + await error.ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }
}
