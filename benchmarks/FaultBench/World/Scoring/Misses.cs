using System.Globalization;
using Optimizers.Benchmarks.Reporting;
using Optimizers.Diagnostics;

namespace Optimizers.FaultBench.World;

/// <summary>The full cases that were answered wrongly, each with what shows it again.</summary>
internal static class Misses
{
    public static string Of(IReadOnlyList<Draw> draws)
    {
        var table = new MarkdownTable(["kind", "fault", "seed", "right", "named", "sure"], 5);
        foreach (var draw in draws)
        {
            if (draw.At(Tier.Full) is not { } answer)
                continue;
            if (draw.Fault is null ? answer.Verdict != Verdict.Fault : answer.IsRightFirst(draw))
                continue;
            table.Add(
                draw.Kind.Id,
                draw.Fault?.Id ?? "healthy",
                draw.Seed.ToString(CultureInfo.InvariantCulture),
                string.Join(", ", draw.Answers),
                answer.First is null ? $"nothing ({answer.Failure ?? answer.Suspect})" : string.Join(", ", answer.Named.Take(3)),
                answer.Confidence.ToString("P0", CultureInfo.InvariantCulture));
        }

        return table.ToString();
    }
}
