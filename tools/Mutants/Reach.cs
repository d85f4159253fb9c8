using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Optimizers.Mutants;

/// <summary>Which tests reach which mutants, recorded once for a choice of mutants, one class of tests after another.</summary>
internal sealed class Reach
{
    // A test that takes longer is asked only where no quicker one reaches the mutant.
    private const int SlowMilliseconds = 20_000;

    private readonly TestCase[] _cases;

    private Reach(TestCase[] cases) => _cases = cases;

    /// <summary>Records what has not been recorded of these mutants.</summary>
    /// <param name="path">Where it is kept: a run that was broken off goes on.</param>
    /// <param name="run">The tests.</param>
    /// <param name="mutants">The mutants of the build, numbered.</param>
    /// <param name="end">When it breaks off.</param>
    /// <returns>What was recorded; null if it was broken off.</returns>
    public static Reach? Record(string path, TestRun run, IReadOnlyList<Mutant> mutants, DateTime end)
    {
        // Another choice has other numbers.
        var choice = "# " + Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', mutants.Select(mutant => mutant.Key)))));
        if (!File.Exists(path) || File.ReadLines(path).FirstOrDefault() != choice)
            File.WriteAllLines(path, [choice]);
        // The tests of the texts of the repository say nothing of what the library does.
        var classes = run.Classes().Where(each => !each.Name.StartsWith("Optimizers.Tests.House.", StringComparison.Ordinal)).ToArray();
        var recorded = File.ReadLines(path).Skip(1).Select(TestCase.Parse).ToLookup(test => test.Class);
        var i = 0;
        foreach (var (name, state) in classes)
        {
            i++;
            if (recorded[name].Any(test => test.Method.Length == 0 && test.Id == state))
                continue;
            if (DateTime.UtcNow >= end)
                return null;
            var clock = System.Diagnostics.Stopwatch.StartNew();
            var lines = run.Record(name);
            // A line that was broken off with its process.
            lines = [.. lines.Where(line => line.Split('\t').Length == 5)];
            File.AppendAllLines(path, lines.Length > 0 ? lines : [$"{name}\t\t{state}\t0\t"]);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"[{i}/{classes.Length}] {clock.Elapsed.TotalSeconds,5:F1} s  {lines.Length - 1} tests of {name} recorded"));
        }

        // Of a class that was recorded twice, what was recorded last holds.
        return new([
            .. File.ReadLines(path).Skip(1).Select(TestCase.Parse).GroupBy(test => (test.Class, test.Method, test.Id)).Select(group => group.Last()),
        ]);
    }

    /// <summary>The tests to ask of a mutant, in this order: those that reach it, then the others of their classes.</summary>
    /// <param name="mutant">The mutant.</param>
    /// <param name="seconds">How long all of them may take.</param>
    /// <returns>The tests; none if none reaches it.</returns>
    public IReadOnlyList<TestCase> Of(Mutant mutant, double seconds)
    {
        var classes = _cases.Where(test => test.Reached.Contains(mutant.Number)).Select(test => test.Class).ToHashSet();
        TestCase[] sound = [.. _cases.Where(test => classes.Contains(test.Class) && test is { Method.Length: > 0, Milliseconds: >= 0 })];
        TestCase[] reaching = [.. sound.Where(test => test.Reached.Contains(mutant.Number))];
        if (reaching.Any(test => test.Milliseconds <= SlowMilliseconds))
            reaching = [.. reaching.Where(test => test.Milliseconds <= SlowMilliseconds)];
        // What is computed once in a process is reached by its first test alone, and used by others.
        var others = sound.Where(test => test.Milliseconds <= SlowMilliseconds && !test.Reached.Contains(mutant.Number));
        var asked = new List<TestCase>();
        var left = 1000 * seconds;
        foreach (var test in Ordered(reaching).Concat(Ordered(others)))
        {
            left -= test.Milliseconds;
            if (left < 0 && asked.Count > 0)
                break;
            asked.Add(test);
        }

        return asked;
    }

    // The quickest first, but not all rows of one method's data before another method.
    private static IEnumerable<TestCase> Ordered(IEnumerable<TestCase> tests) => tests
        .GroupBy(test => (test.Class, test.Method))
        .SelectMany(group =>
        {
            var soFar = 0.0;
            return group.OrderBy(test => test.Milliseconds).Select(test => (Test: test, After: soFar += test.Milliseconds + 1)).ToArray();
        })
        .OrderBy(each => each.After)
        .Select(each => each.Test);
}
