using System.Globalization;
using Optimizers.Benchmarks.Reporting;
using Optimizers.Diagnostics;

namespace Optimizers.FaultBench.World;

/// <summary>The cases that were answered wrongly, by what was handed over, each with what shows it again.</summary>
internal static class Misses
{
    public static string Of(IReadOnlyList<Draw> draws)
    {
        var table = new MarkdownTable(["case", "kind", "fault", "seed", "right", "named", "sure"], 6);
        foreach (var tier in Enum.GetValues<Tier>())
        {
            foreach (var draw in draws)
            {
                if (draw.At(tier) is not { } answer)
                    continue;
                if (draw.Fault is null ? answer.Verdict != Verdict.Fault : answer.IsRightFirst(draw))
                    continue;
                table.Add(
                    tier.ToString().ToLowerInvariant(),
                    draw.Kind.Id,
                    draw.Fault?.Id ?? "healthy",
                    draw.Seed.ToString(CultureInfo.InvariantCulture),
                    string.Join(", ", draw.Answers),
                    answer.First is null ? $"nothing ({answer.Failure ?? answer.Suspect})" : string.Join(", ", answer.Named.Take(3)),
                    answer.Confidence.ToString("P0", CultureInfo.InvariantCulture));
            }
        }

        return table.ToString();
    }
}
