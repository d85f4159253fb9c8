using System.Globalization;
using Optimizers.Benchmarks.Reporting;

namespace Optimizers.FaultBench.World;

/// <summary>The scores of reported cases and tutorials: totals, then what was named by case and by tier.</summary>
internal static class PublicReport
{
    private static readonly Tier[] Tiers = Enum.GetValues<Tier>();

    public static string Of(IReadOnlyList<Draw> draws)
    {
        Draw[] scored = [.. draws.Where(draw => draw.Fault is not null || draw.Kind.Faults is [])];
        Draw[] mended = [.. draws.Except(scored)];
        var totals = new WorldReport(scored, hasDetail: false);
        return $"""
            Reported cases and tutorials: {totals.Skipped()}

            {totals.Totals()}
            What is named first in each draw; * right, ! sure.

            {Cases(scored)}
            Programs with the accepted cure, which are in no total: {new WorldReport(mended, hasDetail: false).Skipped()}

            {Cases(mended)}
            """;
    }

    private static string Cases(IReadOnlyList<Draw> draws)
    {
        var table = new MarkdownTable(["case", "counts", "right", .. Tiers.Select(tier => tier.ToString().ToLowerInvariant())], 6);
        foreach (var group in draws.GroupBy(draw => draw.Kind.Id))
        {
            table.Add(
            [
                group.Key,
                Counts([.. group]),
                string.Join(", ", group.SelectMany(draw => draw.Answers).Distinct()),
                .. Tiers.Select(tier => Named(group, tier)),
            ]);
        }

        return table.ToString();
    }

    private static string Counts(IReadOnlyList<Draw> draws)
    {
        var left = draws.Where(draw => !draw.Counts).CountBy(draw => draw.Status).Select(pair => $"{Reason(pair.Key)} {pair.Value}");
        return string.Join(", ", left.Prepend(string.Create(CultureInfo.InvariantCulture, $"{draws.Count(draw => draw.Counts)} of {draws.Count}")));
    }

    private static string Reason(DrawStatus status) => status switch
    {
        DrawStatus.Harmless => "does not fail",
        DrawStatus.TwinFails => "not mended",
        DrawStatus.Improvable => "improvable",
        _ => "does not fit",
    };

    private static string Named(IEnumerable<Draw> draws, Tier tier) => string.Join("; ", draws.Where(draw => draw.At(tier) is not null).Select(draw =>
    {
        var answer = draw.At(tier)!;
        return answer.First is not { } first ? answer.Verdict is { } verdict ? $"nothing ({verdict})" : "threw"
            : $"{first}{(answer.IsRightFirst(draw) ? "*" : "")}{(answer.IsSure ? "!" : "")}";
    }));
}
