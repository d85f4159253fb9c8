using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Optimizers.Mutants;

/// <summary>The tests of a room in the mutated build.</summary>
internal static partial class TestRun
{
    /// <summary>Runs them until one fails.</summary>
    /// <param name="tests">The assembly.</param>
    /// <param name="filter">Which tests.</param>
    /// <param name="mutant">The mutant's number; 0 for the library as it is.</param>
    /// <param name="limit">The time after which the mutant counts as caught: it does not end.</param>
    public static Outcome Of(string tests, string filter, int mutant, TimeSpan limit)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])["vstest", tests, $"--TestCaseFilter:{filter}", "--", "xUnit.StopOnFail=true"])
            start.ArgumentList.Add(argument);
        start.Environment[Instrumented.Variable] = mutant.ToString(System.Globalization.CultureInfo.InvariantCulture);
        var clock = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        var ended = process.WaitForExit(limit);
        if (!ended)
            process.Kill(entireProcessTree: true);
        process.WaitForExit();
        var text = output.Result + error.Result;
        return new(
            !ended ? "does not end"
                : process.ExitCode == 0 && Passed().IsMatch(text) ? null
                : Failed().Match(text) is { Success: true } test ? test.Groups[1].Value
                : text.Contains("Test Run Aborted") || text.Contains("crash") ? "crash" : "no test ran",
            clock.Elapsed.TotalSeconds);
    }

    /// <summary>How a run ended.</summary>
    /// <param name="CaughtBy">The first test that failed, or what else ended the run; null if all tests passed.</param>
    /// <param name="Seconds">How long it took.</param>
    internal readonly record struct Outcome(string? CaughtBy, double Seconds);

    [GeneratedRegex(@"^\s*Failed (\S[^\[\r\n]*?)\s*(\[|\r|$)", RegexOptions.Multiline)]
    private static partial Regex Failed();

    [GeneratedRegex(@"Passed!\s+- Failed:\s+0, Passed:\s+[1-9]")]
    private static partial Regex Passed();
}
