using System.Globalization;
using Optimizers.Benchmarks.Reporting;

namespace Optimizers.FaultBench.World;

/// <summary>How often what is said of a training stays under a change that leaves what is wrong with it, and where it does not.</summary>
internal static class ChangeReport
{
    public static string Of(IReadOnlyList<Changes> all)
    {
        var table = new MarkdownTable(["change", "trainings", "verdict and first cause stay", "still right", "healthy", "not accused"], 1);
        foreach (var group in all.GroupBy(each => each.Change.Id))
        {
            Changes[] healthy = [.. group.Where(each => each.Fault is null)];
            table.Add(
                group.Key, Number(group.Count()), Share([.. group], each => each.IsSame), Share([.. group], each => each.IsRight),
                Number(healthy.Length), Number(healthy.Count(each => each.IsRight)));
        }

        table.Add("all", Number(all.Count), Share(all, each => each.IsSame), Share(all, each => each.IsRight),
            Number(all.Count(each => each.Fault is null)), Number(all.Count(each => each.Fault is null && each.IsRight)));
        var fallen = new MarkdownTable(["kind", "fault", "seed", "change", "before", "after"], 6);
        foreach (var each in all.Where(each => !each.IsSame))
        {
            fallen.Add(each.Kind.Id, each.Fault?.Id ?? "healthy", Number(each.Seed), each.Change.Id, Said(each.Before),
                $"{Said(each.After)}{(each.IsRight ? ", right too" : "")}");
        }

        return $"{table}\n{fallen}";
    }

    private static string Said(Answer answer) => answer.Failure
        ?? string.Create(CultureInfo.InvariantCulture, $"{answer.Verdict}: {answer.First ?? "nothing"} {answer.Confidence:P0}");

    private static string Share(IReadOnlyList<Changes> all, Func<Changes, bool> isHit) => new WilsonInterval(all.Count(isHit), all.Count).ToString();

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
