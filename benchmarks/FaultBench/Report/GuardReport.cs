using System.Globalization;
using System.Text;
using Optimizers.Benchmarks.Reporting;

namespace Optimizers.FaultBench;

/// <summary>What the guard repairs, as Markdown.</summary>
/// <param name="runs">The runs that count.</param>
/// <param name="notes">Further remarks.</param>
internal sealed class GuardReport(IReadOnlyList<GuardedRun> runs, IReadOnlyList<string> notes)
{
    private readonly StringBuilder _text = new();

    public override string ToString()
    {
        _text.Clear();
        Line($"## The guard");
        Line($"");
        Line($"""
            Printed by `benchmarks/FaultBench --guard` on {Provenance.Text}. The faults are those that an optimizer can cure: a
            hyperparameter of it is wrong, or the weights of the start. Each is trained in every cell where it hurts, beside healthy runs, under
            `TrainingGuard` with a full diagnosis at a break and at the end of a run, and with as many steps after an intervention as a run has.
            *Repaired*: the final training loss is at most {GuardedRun.Tolerance} times that of the healthy twin, or below the floor of the task.
            In brackets the 95 % interval (Wilson). The user's own initialization draws what it drew: a cure of the start has to draw better weights
            itself.
            """);
        foreach (var note in notes)
            Line($"- {note}");
        Line($"");
        Repaired();
        Healthy();
        return _text.ToString();
    }

    private static double Mean(List<GuardedRun> some, Func<GuardedRun, double> figure) => some.Count == 0 ? double.NaN : some.Average(figure);

    private static WilsonInterval Share(List<GuardedRun> some, Func<GuardedRun, bool> which) => new(some.Count(which), some.Count);

    private void Repaired()
    {
        Line($"### Repaired");
        Line($"");
        var table = new MarkdownTable(["fault", "A: runs", "A: repaired", "A: interventions", "B: runs", "B: repaired", "B: interventions"], 1);
        Row("**all**", _ => true);
        foreach (var fault in FaultList.All.Where(each => each.IsCurable).GroupBy(each => each.Id))
        {
            Row($"**{fault.Key}**", each => each.Run.Fault!.Id == fault.Key);
            foreach (var severity in Enum.GetValues<Severity>())
                Row($"{fault.Key}, {(severity == Severity.Mild ? "mild" : "severe")}", each =>
                    each.Run.Fault!.Id == fault.Key && each.Run.Fault.Severity == severity);
        }

        Line($"{table}");

        void Row(string name, Func<GuardedRun, bool> which)
        {
            List<GuardedRun>[] halves = [Of(GridHalf.A), Of(GridHalf.B)];
            if (halves[0].Count + halves[1].Count > 0)
                table.Add([name, .. halves.SelectMany(half =>
                    new[] { Number(half.Count), Share(half, each => each.IsRepaired).ToString(), Few(half) })]);

            List<GuardedRun> Of(GridHalf half) => [.. runs.Where(each => !each.IsHealthy && each.Half == half && which(each))];
        }
    }

    private void Healthy()
    {
        Line($"### Healthy runs under the guard");
        Line($"");
        Line($"*Worse*: above {GuardedRun.Tolerance} times the loss of the same run without the guard, and above the floor.");
        Line($"");
        var table = new MarkdownTable(["half", "runs", "with an intervention", "worse", "better"], 1);
        foreach (var half in runs.Where(each => each.IsHealthy).GroupBy(each => each.Half).OrderBy(group => group.Key))
        {
            table.Add(
                half.Key.ToString(),
                Number(half.Count()),
                Number(half.Count(each => each.Interventions.Count > 0)),
                Number(half.Count(each => each.IsMadeWorse)),
                Number(half.Count(each => each.Guarded * GuardedRun.Tolerance < each.Alone)));
        }

        Line($"{table}");
    }

    private static string Few(List<GuardedRun> some) =>
        some.Count == 0 ? "–" : string.Create(CultureInfo.InvariantCulture, $"{Mean(some, each => each.Interventions.Count):F1}");

    private static string Number(int count) => count.ToString("N0", CultureInfo.InvariantCulture);

    private void Line(FormattableString line) => _text.AppendLine(line.ToString(CultureInfo.InvariantCulture));
}
