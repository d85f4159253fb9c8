using System.Diagnostics;
using System.Globalization;

namespace Optimizers.Tests.Curvature.Coverage;

/// <summary>
/// Asks whether the printed intervals contain what they are of, and whether what is said is so, on more points than a test has time for:
/// <c>coverage [--points 200] [--seed 1] [--family name]</c>.
/// </summary>
internal static class CoverageProgram
{
    /// <summary>The word that starts it.</summary>
    public const string Command = "coverage";

    /// <param name="args">What follows.</param>
    /// <returns>0 if no bound missed, no kind was false, and of the estimates no more than one in a hundred of a row missed.</returns>
    public static int Run(string[] args)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        string Argument(string name, string otherwise) =>
            Array.IndexOf(args, name) is >= 0 and var i && i + 1 < args.Length ? args[i + 1] : otherwise;
        var points = int.Parse(Argument("--points", "200"));
        var seed = int.Parse(Argument("--seed", "1"));
        var families = CoverageFamilies.All.Where(family => family.Name.StartsWith(Argument("--family", ""), StringComparison.Ordinal));
        var isRight = true;
        Console.WriteLine("""
            | loss | what is given | points | refused | decided | bounds | missed | estimates | missed | width | false kinds | false claims | wrong |
            | ---- | ---- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
            """);
        var failures = new List<string>();
        foreach (var family in families)
        {
            var watch = Stopwatch.StartNew();
            foreach (var row in Tallies(family, points, seed))
            {
                Console.WriteLine(
                    $"| {row.Family} | {row.Way.Name} | {row.Points:N0} | {row.Refused:N0} | {row.Decided:N0} | "
                    + $"{row.Bounds:N0} | {row.BoundsMissed:N0} | {row.Estimates:N0} | "
                    + $"{row.EstimatesMissed:N0} | {row.Width:G2} | {row.FalseKinds:N0} | {row.FalseClaims:N0} | {row.WrongEstimates:N0} |");
                isRight &= IsRight(row);
                failures.AddRange(row.Failures);
            }

            Console.Error.WriteLine($"{family.Name}: {watch.Elapsed.TotalSeconds:F0} s");
        }

        foreach (var failure in failures)
            Console.Error.WriteLine(failure);
        return isRight ? 0 : 1;
    }

    /// <summary>So many points of a family, in every way in which it can be asked.</summary>
    public static IReadOnlyList<CoverageTally> Tallies((string Name, Func<int, CoverageCase> Draw) family, int points, int seed)
    {
        CoverageTally[] tallies = [.. CoverageWay.All.Select(way => new CoverageTally(family.Name, way))];
        for (var i = 0; i < points; i++)
        {
            var drawn = family.Draw(seed + i);
            foreach (var tally in tallies)
                tally.Add(drawn, seed + i);
        }

        return [.. tallies.Where(tally => tally.Points + tally.Refused > 0)];
    }

    /// <summary>What is to hold of every row; of losses alone nothing is.</summary>
    public static bool IsRight(CoverageTally row) => !row.Way.IsHeld
        || (row is { Refused: 0, BoundsMissed: 0, FalseKinds: 0, FalseClaims: 0 } && row.EstimatesMissed <= row.Estimates / 100);
}
