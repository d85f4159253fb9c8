using System.Diagnostics;

namespace Optimizers.Mpi.Tests;

/// <summary>Starts ranks of this assembly by a launcher of this machine; where it has none, the test is skipped and says so.</summary>
internal static class MpiLaunch
{
    /// <summary>The launchers of Debian, each with its own library.</summary>
    public static TheoryData<string> Libraries => ["Open MPI", "MPICH"];

    /// <summary>What the ranks have printed, line by line and sorted, and how they ended.</summary>
    public static Ending Run(string library, int ranks, string scenario, params (string Name, string Value)[] variables)
    {
        var launcher = Find(library);
        Skip.If(launcher is null, $"There is no launcher of {library} on this machine.");
        var start = new ProcessStartInfo(launcher!) { RedirectStandardOutput = true, RedirectStandardError = true };
        string[] options = library == "Open MPI" ? ["--allow-run-as-root", "--oversubscribe"] : [];
        foreach (var argument in (string[])[.. options, "-n", $"{ranks}", Environment.ProcessPath!, typeof(MpiLaunch).Assembly.Location, scenario])
            start.ArgumentList.Add(argument);
        start.Environment["TERM"] = "dumb"; // A launcher may give the ranks a terminal.
        foreach (var (name, value) in variables)
            start.Environment[name] = value;
        var watch = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        var hasEnded = process.WaitForExit(TimeSpan.FromMinutes(2));
        if (!hasEnded)
            process.Kill(entireProcessTree: true);
        string[] lines = output.Result.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        hasEnded.Should().BeTrue("the ranks end; they printed {0} and {1}", output.Result, errors.Result);
        return new([.. lines.Order(StringComparer.Ordinal)], errors.Result, process.ExitCode, watch.Elapsed);
    }

    private static string? Find(string library)
    {
        string[] names = library == "Open MPI" ? ["mpirun.openmpi", "mpirun"] : ["mpirun.mpich", "mpiexec.hydra", "mpirun"];
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        foreach (var name in names)
        {
            foreach (var path in folders.Select(folder => Path.Combine(folder, name)).Where(File.Exists))
            {
                if (name != "mpirun" || Version(path).Contains(library == "Open MPI" ? "Open MPI" : "HYDRA", StringComparison.Ordinal))
                    return path;
            }
        }

        return null;
    }

    private static string Version(string launcher)
    {
        var start = new ProcessStartInfo(launcher, "--version") { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        return process.StandardOutput.ReadToEnd();
    }

    /// <summary>How a job ended.</summary>
    public sealed record Ending(string[] Lines, string Errors, int Code, TimeSpan Time);
}
