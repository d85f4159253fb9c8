using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Optimizers.Benchmarks.Reporting;
using Optimizers.Testbed.Problems;
using Optimizers.Testbed.Running;
using static System.FormattableString;

namespace Optimizers.Testbed.Report;

/// <summary>The page of the figures.</summary>
/// <param name="small">The small problems.</param>
/// <param name="large">The larger ones; null if they were not run.</param>
internal sealed class TestbedReport(Results small, Results? large)
{
    /// <summary>Draws the curves and the rates of the named optimizers.</summary>
    public void SavePictures(string folder, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        var pictures = new TestbedPictures(small);
        pictures.SaveRates(Path.Combine(folder, "testbed-rates.png"));
        pictures.SaveCurves(Path.Combine(folder, "testbed-curves.png"), cancellationToken);
    }

    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(Invariant($"""
            # The testbed

            Printed by `benchmarks/Testbed` on {DateTime.UtcNow:yyyy-MM-dd}, {RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture},
            {Environment.ProcessorCount} processors, {RuntimeInformation.FrameworkDescription}. Problems in the manner of DeepOBS and AlgoPerf: steps to a
            target, at a constant rate, with no warm-up, decay or clipping. A figure is the median of {small.Seeds.Count} seeds with the least and the most in
            brackets; "–": no seed reached the target within the limit. Seven rates each, 3.16 times apart; the middle one is the default, or where the
            library asks for a rate (*) that of the pages or of PyTorch. Steps count, not seconds: the machine was not quiet, and an optimizer that takes
            more than one gradient a step says so.


            """));
        text.Append(Targets());
        text.Append("## All small problems together\n\n");
        text.Append(
            "Steps as multiples of those of Momentum at its best rate, geometric means over the problems; a run that does not reach the target counts as\n"
            + "twice the limit, and ≥ says that there was one. *Lower* and *higher*: what a rate 3.16 times beside the best one costs, where the best one\n"
            + "reaches the target with every seed and the other one was run.\n\n");
        text.Append(Together());
        text.Append("\n![Steps to the target over seven rates, twelve optimizers on four problems](images/testbed-rates.png)\n");
        text.Append("\n![The measure over the steps at each optimizer's best rate, twelve optimizers on four problems](images/testbed-curves.png)\n");
        foreach (var problem in small.Problems)
            text.Append(Invariant($"\n## {Capital(problem.Name)}\n\n{OfSmall(problem)}"));
        if (large is null)
            return text.ToString();
        text.Append(
            "\n## Larger problems\n\nTwelve optimizers, each at its default and at the two other rates that took the fewest steps on the small problems: "
            + "rate, and steps.\n");
        foreach (var problem in large.Problems)
            text.Append(Invariant($"\n### {Capital(problem.Name)}\n\n{OfLarge(large, problem)}"));
        return text.ToString();
    }

    private static string Capital(string name) => char.ToUpperInvariant(name[0]) + name[1..];

    private string Targets()
    {
        var table = new MarkdownTable(["problem", "target", "limit, steps", "measured every"], 2);
        foreach (var problem in small.Problems.Concat(large?.Problems ?? []))
            table.Add(problem.Name, Invariant($"{problem.Metric} ≤ {problem.Target}"), Invariant($"{problem.Limit:N0}"), Invariant($"{problem.Every}"));
        return table + "\nThe targets are what Momentum has had after an eighth of the limit at the best of 16 rates (median of five other seeds, rounded up "
            + "to two digits),\nset before any other optimizer ran.\n\n";
    }

    private string Together()
    {
        var runs = small.Problems.Count * small.Seeds.Count;
        var table = new MarkdownTable(
            ["optimizer", "default", $"runs of {runs} that reach, default", "steps, default", "runs that reach, best", "steps, best", "best rates",
                "lower", "higher", "gradients"],
            1);
        foreach (var contender in small.Contenders.OrderBy(each => small.Relative(each, problem => small.Best(problem, each))))
        {
            var (atDefault, atBest) = (Reached(contender, _ => Contender.Default), Reached(contender, problem => small.Best(problem, contender)));
            var best = small.Problems.Select(problem => contender.RateAt(small.Best(problem, contender))).Order().ToList();
            table.Add(
                contender.Name,
                Rate(contender.Rate) + (contender.IsLibraryDefault ? "" : "*"),
                Invariant($"{atDefault}"),
                Multiple((small.Relative(contender, _ => Contender.Default), atDefault < runs)),
                Invariant($"{atBest}"),
                Multiple((small.Relative(contender, problem => small.Best(problem, contender)), atBest < runs)),
                best[0] == best[^1] ? Rate(best[0]) : $"{Rate(best[0])}–{Rate(best[^1])}",
                Multiple(small.Beside(small.Problems, contender, -1)),
                Multiple(small.Beside(small.Problems, contender, 1)),
                Invariant($"{contender.Gradients}"));
        }

        return table.ToString();
    }

    private int Reached(Contender contender, Func<Problem, int> place) =>
        small.Problems.Sum(problem => small.At(problem, contender, place(problem))!.Reached);

    private string OfSmall(Problem problem)
    {
        var table = new MarkdownTable(["optimizer", "default", "steps, default", "best", "steps, best", "lower", "higher"], 1);
        foreach (var contender in small.Contenders.OrderBy(each => small.At(problem, each, small.Best(problem, each))!.Mean))
        {
            var best = small.Best(problem, contender);
            var atBest = small.At(problem, contender, best)!;
            table.Add(
                contender.Name,
                Rate(contender.Rate),
                small.At(problem, contender, Contender.Default)!.ToString(),
                atBest.Reached == 0 ? "" : Rate(contender.RateAt(best)),
                atBest.ToString(),
                Multiple(small.Beside([problem], contender, -1)),
                Multiple(small.Beside([problem], contender, 1)));
        }

        return table.ToString();
    }

    private string OfLarge(Results results, Problem problem)
    {
        var table = new MarkdownTable(["optimizer", "default", "steps", "second rate", "steps", "third rate", "steps"], 1);
        foreach (var contender in results.Contenders.OrderBy(each => results.At(problem, each, results.Best(problem, each))!.Mean))
        {
            table.Add(
            [
                contender.Name,
                .. small.PlacesForOthers(contender)
                    .SelectMany(place => (string[])[Rate(contender.RateAt(place)), results.At(problem, contender, place)!.ToString()]),
            ]);
        }

        return table.ToString();
    }

    private static string Rate(double rate) => rate.ToString("G2", CultureInfo.InvariantCulture).Replace("E-0", "e-", StringComparison.Ordinal);

    private static string Multiple((double Value, bool IsAtLeast)? multiple) =>
        multiple is not { } known ? "" : (known.IsAtLeast ? "≥ " : "") + known.Value.ToString(known.Value < 10 ? "F2" : "F0", CultureInfo.InvariantCulture);
}
