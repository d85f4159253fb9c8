using System.Diagnostics;
using System.Globalization;

namespace Optimizers.Mutants;

/// <summary>The tests of the mutated build, each run a process of its own.</summary>
/// <param name="tests">The assembly.</param>
/// <param name="folder">Where it leaves its files.</param>
internal sealed class TestRun(string tests, string folder)
{
    private readonly string _asked = Path.Combine(folder, "asked.tsv");
    private readonly string _answer = Path.Combine(folder, "answer.tsv");

    /// <summary>The names of the classes of tests, and a mark that is another when a class has got other tests.</summary>
    public IReadOnlyList<(string Name, string State)> Classes() =>
        [.. Answer(0, TimeSpan.FromMinutes(1), "classes").Select(line => line.Split('\t')).Select(cells => (cells[0], cells[1]))];

    /// <summary>What the tests of a class reach: those that are run within two minutes.</summary>
    public string[] Record(string name) => Answer(0, TimeSpan.FromMinutes(2), "record", name);

    /// <summary>Asks tests until one fails.</summary>
    /// <param name="mutant">The mutant's number.</param>
    /// <param name="cases">The tests, in this order.</param>
    public Outcome Ask(int mutant, IReadOnlyList<TestCase> cases)
    {
        File.WriteAllLines(_asked, cases.Select(test => test.Line));
        var clock = Stopwatch.StartNew();
        var limit = TimeSpan.FromSeconds(120) + (8 * TimeSpan.FromMilliseconds(cases.Sum(test => test.Milliseconds)));
        var answer = Answer(mutant, limit, "ask", _asked).LastOrDefault()?.Split('\t');
        return new(
            answer switch
            {
                ["passed"] => null,
                ["failed", var test] => test,
                [var end, var test] => $"{end} in {test}",
                _ => "crash at the start",
            },
            clock.Elapsed.TotalSeconds);
    }

    private string[] Answer(int mutant, TimeSpan limit, params string[] command)
    {
        File.Delete(_answer);
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])[tests, "mutants", .. command, _answer])
            start.ArgumentList.Add(argument);
        start.Environment[MutantChoice.Variable] = mutant.ToString(CultureInfo.InvariantCulture);
        start.Environment[MutantChoice.RecordVariable] = command[0] == "record" ? Path.Combine(folder, "reached") : "";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(limit))
            process.Kill(entireProcessTree: true);
        process.WaitForExit();
        return File.Exists(_answer) ? File.ReadAllLines(_answer) : [];
    }

    /// <summary>How a run ended.</summary>
    /// <param name="CaughtBy">The first test that failed, or what else ended the run; null if all tests passed.</param>
    /// <param name="Seconds">How long it took.</param>
    internal readonly record struct Outcome(string? CaughtBy, double Seconds);
}
