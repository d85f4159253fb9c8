using System.Globalization;
using Optimizers.Benchmarks.Reporting;

namespace Optimizers.FaultBench.World;

/// <summary>What the trainings do without a diagnosis: whether twins are healthy, and which faults hurt.</summary>
internal static class TrainingReport
{
    private const string Healthy = "healthy";

    public static string Of(IReadOnlyList<Draw> draws)
    {
        var table = new MarkdownTable(["kind", "fault", "also right", "draws", "count", "harmless", "twin fails", "no fit", "harm", "seconds"], 3);
        foreach (var group in draws.GroupBy(draw => (Kind: draw.Kind.Id, Fault: draw.Fault?.Id ?? Healthy)))
        {
            var harms = group.Select(draw => draw.Harm).Where(harm => !double.IsNaN(harm)).Order().ToArray();
            table.Add(
                group.Key.Kind,
                group.Key.Fault,
                string.Join(", ", group.SelectMany(draw => draw.Answers.Except(draw.Fault?.Answers ?? []))
                    .CountBy(id => id).Select(pair => $"{pair.Key} {pair.Value}")),
                Number(group.Count()),
                Left(DrawStatus.Counts),
                Number(group.Count(draw => draw.Status is DrawStatus.Harmless or DrawStatus.Improvable)),
                Left(DrawStatus.TwinFails),
                Left(DrawStatus.DoesNotFit),
                group.Key.Fault == Healthy
                    ? $"{Listed(group.Select(draw => draw.Harm))}; on the holdout {Listed(group.Select(draw => draw.HoldoutHarm))}"
                    : Listed(harms),
                group.Average(draw => draw.TrainingSeconds).ToString("F2", CultureInfo.InvariantCulture));

            string Left(DrawStatus status) => Number(group.Count(draw => draw.Status == status));
        }

        return table.ToString();
    }

    private static string Listed(IEnumerable<double> harms) =>
        string.Join(" ", harms.Take(8).Select(harm => harm.ToString("G2", CultureInfo.InvariantCulture)));

    private static string Number(int number) => number == 0 ? "" : number.ToString(CultureInfo.InvariantCulture);
}
