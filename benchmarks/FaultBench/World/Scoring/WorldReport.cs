using System.Globalization;
using System.Text;
using Optimizers.Benchmarks.Reporting;
using Optimizers.Diagnostics;

namespace Optimizers.FaultBench.World;

/// <summary>The scores of draws in Markdown: totals by tier, then by kind and by fault.</summary>
/// <param name="draws">The draws, counted or not.</param>
/// <param name="hasDetail">False: the faults stay hidden.</param>
internal sealed class WorldReport(IReadOnlyList<Draw> draws, bool hasDetail)
{
    private static readonly Tier[] Tiers = Enum.GetValues<Tier>();

    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(Skipped()).Append("\n\n").Append(Totals()).Append('\n').Append(ByKind());
        if (hasDetail)
            text.Append('\n').Append(ByFault());
        return text.ToString();
    }

    /// <summary>How many draws count, and why the others do not.</summary>
    public string Skipped()
    {
        var failing = draws.Count(draw => draw is { Counts: true, Fault: not null });
        var healthy = draws.Count(draw => draw is { Counts: true, Fault: null });
        return string.Create(CultureInfo.InvariantCulture, $"""
            {failing} failing and {healthy} healthy draws count.
            Left out: {Left(DrawStatus.Harmless)} without harm, {Left(DrawStatus.TwinFails)} whose healthy twin fails or overfits,
            {Left(DrawStatus.DoesNotFit)} where the fault does not fit,
            {Left(DrawStatus.Improvable)} healthy ones that another rate would make much better.
            """);
    }

    private int Left(DrawStatus status) => draws.Count(draw => draw.Status == status);

    /// <summary>The scores of all draws by tier.</summary>
    public string Totals()
    {
        var table = new MarkdownTable(["", .. Tiers.Select(tier => tier.ToString().ToLowerInvariant())], 1);
        Add("failing: right first", tier => Share(Failing(tier), (draw, answer) => answer.IsRightFirst(draw)));
        Add("failing: right among three", tier => Share(Failing(tier), (draw, answer) => answer.IsRightAmongThree(draw)));
        Add("failing: silent", tier => Share(Failing(tier), (_, answer) => answer.First is null));
        Add("healthy: accused", tier => Share(Healthy(tier), (_, answer) => answer.Verdict == Verdict.Fault));
        Add("healthy: called healthy", tier => Share(Healthy(tier), (_, answer) => answer.Verdict == Verdict.Healthy));
        Add("sure in failing", tier => Share(Failing(tier), (_, answer) => answer.IsSure));
        Add("sure in failing: right", tier => Share(Failing(tier).Where(pair => pair.Answer.IsSure), (draw, answer) => answer.IsRightFirst(draw)));
        Add("sure in failing: wrong, runs", tier => Count(Failing(tier), (draw, answer) => answer.IsSure && !answer.IsRightFirst(draw)));
        Add("sure in healthy: wrong, runs", tier => Count(Healthy(tier), (_, answer) => answer.IsSure));
        Add("sure in all: wrong", tier => Share(
            Failing(tier).Concat(Healthy(tier)).Where(pair => pair.Answer.IsSure), (draw, answer) => !answer.IsRightFirst(draw)));
        foreach (var verdict in Enum.GetValues<Verdict>())
        {
            Add($"verdict {verdict}: failing, healthy", tier =>
                $"{Count(Failing(tier), (_, answer) => answer.Verdict == verdict)}, "
                + Count(Healthy(tier), (_, answer) => answer.Verdict == verdict));
        }

        Add("threw an exception", tier => Count(Failing(tier).Concat(Healthy(tier)), (_, answer) => answer.Failure is not null));
        return table.ToString();

        void Add(string name, Func<Tier, string> cell) => table.Add([name, .. Tiers.Select(cell)]);
    }

    private string ByKind()
    {
        var table = new MarkdownTable(
            [
                "kind", "failing", "first: log", "plain", "full", "three: full", "silent: full", "sure wrong: full",
                "healthy", "accused: log", "plain", "full",
            ],
            1);
        foreach (var kind in draws.GroupBy(draw => draw.Kind.Id))
        {
            table.Add(
                kind.Key,
                Number(Failing(Tier.Full).Count(IsOfKind)),
                First(Tier.Log),
                First(Tier.Plain),
                First(Tier.Full),
                Percent(Failing(Tier.Full).Where(IsOfKind), (draw, answer) => answer.IsRightAmongThree(draw)),
                Percent(Failing(Tier.Full).Where(IsOfKind), (_, answer) => answer.First is null),
                Count(Failing(Tier.Full).Where(IsOfKind), (draw, answer) => answer.IsSure && !answer.IsRightFirst(draw)),
                Number(Healthy(Tier.Full).Count(IsOfKind)),
                Accused(Tier.Log),
                Accused(Tier.Plain),
                Accused(Tier.Full));

            bool IsOfKind((Draw Draw, Answer Answer) pair) => pair.Draw.Kind.Id == kind.Key;
            string First(Tier tier) => Percent(Failing(tier).Where(IsOfKind), (draw, answer) => answer.IsRightFirst(draw));
            string Accused(Tier tier) => Count(Healthy(tier).Where(IsOfKind), (_, answer) => answer.Verdict == Verdict.Fault);
        }

        return table.ToString();
    }

    private string ByFault()
    {
        var table = new MarkdownTable(
            ["fault", "right answers", "named instead: full", "n", "first: log", "plain", "full", "silent: full", "sure wrong: full"], 3);
        var failing = draws.Where(draw => draw is { Counts: true, Fault: not null });
        foreach (var fault in failing.GroupBy(draw => draw.Fault!.Id).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            var wrong = Failing(Tier.Full).Where(IsOfFault).Where(pair => pair.Answer.First is not null && !pair.Answer.IsRightFirst(pair.Draw))
                .CountBy(pair => pair.Answer.First!).OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal).ToArray();
            table.Add(
                fault.Key,
                string.Join(", ", fault.SelectMany(draw => draw.Answers).Distinct()),
                string.Join(", ", wrong.Take(2).Select(pair => $"{pair.Key} {pair.Value}")),
                Number(fault.Count()),
                First(Tier.Log),
                First(Tier.Plain),
                First(Tier.Full),
                Percent(Failing(Tier.Full).Where(IsOfFault), (_, answer) => answer.First is null),
                Count(Failing(Tier.Full).Where(IsOfFault), (draw, answer) => answer.IsSure && !answer.IsRightFirst(draw)));

            bool IsOfFault((Draw Draw, Answer Answer) pair) => pair.Draw.Fault!.Id == fault.Key;
            string First(Tier tier) => Percent(Failing(tier).Where(IsOfFault), (draw, answer) => answer.IsRightFirst(draw));
        }

        return table.ToString();
    }

    private IEnumerable<(Draw Draw, Answer Answer)> Failing(Tier tier) => Scored(tier).Where(pair => pair.Draw.Fault is not null);

    private IEnumerable<(Draw Draw, Answer Answer)> Healthy(Tier tier) => Scored(tier).Where(pair => pair.Draw.Fault is null);

    private IEnumerable<(Draw Draw, Answer Answer)> Scored(Tier tier) =>
        draws.Where(draw => draw.At(tier) is not null).Select(draw => (draw, draw.At(tier)!));

    private static string Share(IEnumerable<(Draw Draw, Answer Answer)> pairs, Func<Draw, Answer, bool> isHit)
    {
        var list = pairs.ToArray();
        return new WilsonInterval(list.Count(pair => isHit(pair.Draw, pair.Answer)), list.Length).ToString();
    }

    private static string Percent(IEnumerable<(Draw Draw, Answer Answer)> pairs, Func<Draw, Answer, bool> isHit)
    {
        var list = pairs.ToArray();
        return list is [] ? "–" : string.Create(
            CultureInfo.InvariantCulture, $"{100.0 * list.Count(pair => isHit(pair.Draw, pair.Answer)) / list.Length:F0} %");
    }

    private static string Count(IEnumerable<(Draw Draw, Answer Answer)> pairs, Func<Draw, Answer, bool> isHit) =>
        Number(pairs.Count(pair => isHit(pair.Draw, pair.Answer)));

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
