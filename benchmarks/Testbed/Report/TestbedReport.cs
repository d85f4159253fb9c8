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
/// <param name="named">The named optimizers on all small problems, from which the rates of the larger ones follow; null without those.</param>
/// <param name="large">The larger problems; null if they were not run.</param>
/// <param name="costs">What a step costs, as far as that was measured.</param>
internal sealed class TestbedReport(Results small, Results? named, Results? large, StepCosts costs)
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
        var (system, processor) = (RuntimeInformation.OSDescription, RuntimeInformation.ProcessArchitecture);
        text.Append(Invariant($"""
            # The testbed

            Printed by `benchmarks/Testbed` on {DateTime.UtcNow:yyyy-MM-dd}, {system}, {processor},
            {Environment.ProcessorCount} processors, {RuntimeInformation.FrameworkDescription}. Problems in the manner of DeepOBS and AlgoPerf:
            steps to a target at a constant rate, without warm-up, decay or clipping, every other hyperparameter at its default.


            """));
        text.Append(Invariant($"""
            - Steps are the median of {small.Seeds.Count} seeds, with the least and the most in brackets; "–": no seed reached the target within
              the limit.
            - Seven rates each, 3.16 times apart. The middle one is the default, or where the library asks for a rate (*) that of its pages, or of
              PyTorch. A best rate with a + is the largest of the seven: a larger one may be better still.
            - *Lower* and *higher*: the steps at a rate 3.16 times below or above the best one, as a multiple of those at the best one. ≥: not every
              run reached the target; one that did not counts as twice the limit.

            """));
        Problem[] ofFashion = [.. small.Problems.Concat(large?.Problems ?? []).Where(each => each.IsOfFashion)];
        if (ofFashion.Length > 0)
        {
            text.Append("- The fashion problems are of Fashion-MNIST: its first 10,000 training and first 2,000 testing images, pixels in [0, 1],\n")
                .Append("  batches of 64. The images are not in the repository; the Debian package dataset-fashion-mnist has them.\n");
            foreach (var problem in ofFashion)
                text.Append($"  {problem.TooLongFor} has not run on the {problem.Name}: it takes too long there.\n");
        }

        text.Append(costs.Days is var (first, last)
            ? "- *µs a step*: the batch, its gradients and the optimizer on one thread, the least of 15 blocks of 20 steps, measured apart from\n"
                + Invariant($"  the runs ({first:yyyy-MM-dd}{(first == last ? "" : Invariant($" to {last:yyyy-MM-dd}"))}). *Seconds*: that times ")
                + "the median steps at the best rate; measuring the target is not in it.\n\n"
            : "- Seconds are left out: other work ran on the machine, and steps are what counts. `--costs` measures them.\n\n");
        text.Append(Targets());
        if (small.Problems.Count > 1)
            text.Append(Together());
        foreach (var problem in small.Problems)
            text.Append(Invariant($"\n## {Capital(problem.Name)}\n\n{OfSmall(problem)}"));
        if (large is null)
            return text.ToString();
        text.Append("\n## Larger problems\n\nTwelve optimizers, each at its default and at the two other rates that took the fewest steps on the ");
        text.Append("small problems.\n");
        foreach (var problem in large.Problems)
            text.Append(Invariant($"\n### {Capital(problem.Name)}\n\n{OfLarge(large, problem)}"));
        return text.ToString();
    }

    private static string Capital(string name) => char.ToUpperInvariant(name[0]) + name[1..];

    private string Targets()
    {
        var table = new MarkdownTable(["problem", "target", "limit, steps", "measured every"], 2);
        foreach (var problem in small.Problems.Concat(large?.Problems ?? []))
        {
            var target = Invariant($"{problem.Metric} ≤ {problem.Target}");
            table.Add(problem.Name, target, Invariant($"{problem.Limit:N0}"), Invariant($"{problem.Every}"));
        }

        return table + "\nThe targets are what Momentum has had after an eighth of the limit at the best of 16 rates (median of five other seeds,\n"
            + "rounded up to two digits). They were set before any other optimizer ran on these problems; the noisy quadratic was changed\n"
            + "once after others had run on it, since its minimum near 0 favoured rules that shrink parameters, and all of it was run again.\n";
    }

    private string Together()
    {
        var table = new MarkdownTable(
            ["optimizer", "default", "reach it", "steps", "best rates", "reach it", "steps", "lower", "higher", "gradients a step"], 1);
        foreach (var contender in small.Contenders.OrderBy(each => small.Relative(each, problem => small.Best(problem, each))))
        {
            var runs = small.ProblemsOf(contender).Count * small.Seeds.Count;
            var (atDefault, atBest) = (Reached(contender, _ => Contender.Default), Reached(contender, problem => small.Best(problem, contender)));
            var best = small.ProblemsOf(contender).Select(problem => small.Best(problem, contender)).Order().ToList();
            table.Add(
                contender.Name,
                Rate(contender.Rate) + (contender.IsLibraryDefault ? "" : "*"),
                Invariant($"{atDefault} of {runs}"),
                Multiple((small.Relative(contender, _ => Contender.Default), atDefault < runs)),
                best[0] == best[^1] ? Rate(contender, best[0]) : $"{Rate(contender.RateAt(best[0]))} to {Rate(contender, best[^1])}",
                Invariant($"{atBest} of {runs}"),
                Multiple((small.Relative(contender, problem => small.Best(problem, contender)), atBest < runs)),
                Multiple(small.Beside(small.ProblemsOf(contender), contender, -1)),
                Multiple(small.Beside(small.ProblemsOf(contender), contender, 1)),
                Invariant($"{contender.Gradients}"));
        }

        return "\n## All small problems together\n\n"
            + "The runs that reach the target and their steps, at the default rate and at the best rate of each problem. Steps as multiples of\n"
            + "those of Momentum at its best rates: geometric means over the problems.\n\n"
            + table
            + $"\nWhat a rate beside the best one costs over all of them: 3.16 times lower {OffBy(-1)}, 3.16 times higher {OffBy(1)}.\n"
            + "\n![Steps to the target over seven rates, twelve optimizers](images/testbed-rates.png)\n"
            + "\n![The measure over the steps at each optimizer's best rate, twelve optimizers](images/testbed-curves.png)\n";
    }

    // "2.2 times the steps (quartiles 1.6 and 2.7; in 40 of 247 cases not every run reached the target)".
    private string OffBy(int by)
    {
        var costs = small.Contenders.SelectMany(contender => small.ProblemsOf(contender).Select(problem => small.Beside([problem], contender, by)))
            .OfType<(double Cost, bool IsAtLeast)>().OrderBy(each => each.Cost).ToList();
        if (costs.Count == 0)
            return "nothing that was run";
        var (lower, median, upper) = (costs[costs.Count / 4].Cost, costs[costs.Count / 2].Cost, costs[costs.Count * 3 / 4].Cost);
        return Invariant($"{median:F1} times the steps\n(median; quartiles {lower:F1} and {upper:F1}; in {costs.Count(each => each.IsAtLeast)} of ")
            + Invariant($"{costs.Count} cases not every run reached the target)");
    }

    private int Reached(Contender contender, Func<Problem, int> place) =>
        small.ProblemsOf(contender).Sum(problem => small.At(problem, contender, place(problem))!.Reached);

    private string OfSmall(Problem problem)
    {
        var table = new MarkdownTable(["optimizer", "default", "steps", "best", "steps", "lower", "higher", .. CostHeaders(problem)], 1);
        foreach (var contender in small.ContendersOf(problem).OrderBy(each => small.At(problem, each, small.Best(problem, each))!.Mean))
        {
            var best = small.Best(problem, contender);
            var atBest = small.At(problem, contender, best)!;
            table.Add(
            [
                contender.Name,
                Rate(contender.Rate),
                small.At(problem, contender, Contender.Default)!.ToString(),
                atBest.Reached == 0 ? "" : Rate(contender, best),
                atBest.ToString(),
                Multiple(small.Beside([problem], contender, -1)),
                Multiple(small.Beside([problem], contender, 1)),
                .. Costs(problem, contender, atBest),
            ]);
        }

        return table.ToString();
    }

    private string OfLarge(Results results, Problem problem)
    {
        var table = new MarkdownTable(["optimizer", "default", "steps", "second", "steps", "third", "steps", .. CostHeaders(problem)], 1);
        foreach (var contender in results.ContendersOf(problem).OrderBy(each => results.At(problem, each, results.Best(problem, each))!.Mean))
        {
            var best = results.At(problem, contender, results.Best(problem, contender))!;
            table.Add(
            [
                contender.Name,
                .. named!.PlacesForOthers(contender)
                    .SelectMany(place => (string[])[Rate(contender.RateAt(place)), results.At(problem, contender, place)!.ToString()]),
                .. Costs(problem, contender, best),
            ]);
        }

        return table.ToString();
    }

    private string[] CostHeaders(Problem problem) => costs.Has(problem) ? ["µs a step", "seconds"] : [];

    private string[] Costs(Problem problem, Contender contender, Steps steps)
    {
        if (!costs.Has(problem))
            return [];
        return costs.Of(problem, contender) is { } cost
            ? [Number(cost), steps.AreAll ? Invariant($"{steps.Median * cost / 1e6:0.0000}") : ""]
            : ["", ""];
    }

    private static string Rate(Contender contender, int place) => Rate(contender.RateAt(place)) + (place == Contender.Rates - 1 ? "+" : "");

    private static string Rate(double rate) => rate.ToString("G2", CultureInfo.InvariantCulture).Replace("E-0", "e-", StringComparison.Ordinal);

    private static string Number(double value) => value.ToString(value < 10 ? "F1" : "N0", CultureInfo.InvariantCulture);

    private static string Multiple((double Value, bool IsAtLeast)? multiple) =>
        multiple is not { } known ? ""
        : (known.IsAtLeast ? "≥ " : "") + known.Value.ToString(known.Value < 10 ? "F2" : "F0", CultureInfo.InvariantCulture);
}
