using System.Globalization;
using System.Text;
using Optimizers.Benchmarks.Reporting;

namespace Optimizers.FaultBench;

/// <summary>The figures of the bench, as Markdown.</summary>
/// <param name="records">All runs, those that do not count too.</param>
/// <param name="scored">Those that count.</param>
/// <param name="notes">Further remarks, such as what was left out and why.</param>
internal sealed class FaultReport(IReadOnlyList<RunRecord> records, IReadOnlyList<ScoredRun> scored, IReadOnlyList<string> notes)
{
    private readonly StringBuilder _text = new();

    public override string ToString()
    {
        _text.Clear();
        Line($"# The fault bench");
        Line($"");
        Line($"""
            Printed by `benchmarks/FaultBench` on {Provenance.Text}. {records.Count:N0} runs, of which {scored.Count:N0} count: faults that hurt
            (the final loss at least {Outcome.Notable} times that of the healthy twin, and above the floor of the task), and healthy runs that train
            soundly.
            *First*: a right answer is the first fault found. *Three*: it is among the first three suspects. In brackets the 95 % interval (Wilson).
            """);
        foreach (var note in notes)
            Line($"- {note}");
        Line($"");
        var (a, b) = (Board(GridHalf.A), Board(GridHalf.B));
        Summary(a, b);
        Faults(a, b);
        Misses();
        Calibration(a, b);
        Healthy(a, b);
        Costs();
        NotCounted();
        return _text.ToString();
    }

    private Scoreboard Board(GridHalf half) => new(scored.Where(each => each.Run.Half == half));

    private void Summary(Scoreboard a, Scoreboard b)
    {
        Line($"## In one look");
        Line($"");
        var table = new MarkdownTable(["", "half A: thresholds were fixed on it", "half B: held out"], 1);
        Add("faulty runs that count", board => board.Faulty.Count().ToString("N0", CultureInfo.InvariantCulture));
        Add("faults", board => board.ByFault.Count().ToString(CultureInfo.InvariantCulture));
        Add("named first, mean over faults", board => Percent(board.MacroFirst));
        Add("among the first three, mean over faults", board => Percent(board.MacroThree));
        Add("named first, over runs", board => Scoreboard.Share(board.Faulty, each => each.IsFirst).ToString());
        Add("known to the peers, found first", board =>
            Scoreboard.Share(board.Faulty.Where(each => Scoreboard.KnownToPeers.Contains(each.Run.Fault)), each => each.IsFirst).ToString());
        Add("advice given where it is due", board =>
            Scoreboard.Share(board.Runs.Where(each => each.Run.IsAdvice), each => each.IsAmongThree).ToString());
        Add("healthy runs", board => board.Healthy.Count().ToString("N0", CultureInfo.InvariantCulture));
        Add("healthy runs accused", board =>
            $"{board.FalseAccusations.Hits} of {board.FalseAccusations.Of}, {100 * board.FalseAccusations.Share:F1} % "
            + $"({100 * board.FalseAccusations.Lower:F1}–{100 * board.FalseAccusations.Upper:F1})");
        Line($"{table}");

        void Add(string what, Func<Scoreboard, string> figure) => table.Add(what, figure(a), figure(b));
    }

    private void Faults(Scoreboard a, Scoreboard b)
    {
        Line($"## By fault");
        Line($"");
        var table = new MarkdownTable(["fault", "right answers", "A: runs", "A: first", "A: three", "B: runs", "B: first", "B: three"], 2);
        foreach (var fault in FaultList.All.Select(each => each.Id).Distinct())
        {
            var (inA, inB) = (Of(a, fault), Of(b, fault));
            if (inA.Count + inB.Count > 0)
                Row($"**{fault}**", string.Join(", ", inA.Concat(inB).First().Run.Accepted), inA, inB);
            foreach (var severity in Enum.GetValues<Severity>())
            {
                var (mildA, mildB) = (With(inA, severity), With(inB, severity));
                if (mildA.Count + mildB.Count > 0 && inA.Concat(inB).Any(each => each.Run.Severity != severity))
                    Row($"{fault}, {(severity == Severity.Mild ? "mild" : "severe")}", "", mildA, mildB);
            }
        }

        Line($"{table}");

        void Row(string name, string accepted, List<ScoredRun> inA, List<ScoredRun> inB) => table.Add(
            name,
            accepted,
            inA.Count.ToString(CultureInfo.InvariantCulture),
            Scoreboard.Share(inA, each => each.IsFirst).ToString(),
            Scoreboard.Share(inA, each => each.IsAmongThree).ToString(),
            inB.Count.ToString(CultureInfo.InvariantCulture),
            Scoreboard.Share(inB, each => each.IsFirst).ToString(),
            Scoreboard.Share(inB, each => each.IsAmongThree).ToString());

        static List<ScoredRun> Of(Scoreboard board, string fault) => [.. board.Runs.Where(each => each.Run.Fault == fault)];

        static List<ScoredRun> With(List<ScoredRun> runs, Severity severity) => [.. runs.Where(each => each.Run.Severity == severity)];
    }

    private void Misses()
    {
        Line($"## What was named instead");
        Line($"");
        var table = new MarkdownTable(["fault", "missed", "instead"], 1);
        foreach (var fault in scored.Where(each => !each.Run.IsHealthy).GroupBy(each => each.Run.Fault))
        {
            var missed = fault.Where(each => !each.IsFirst).ToList();
            if (missed.Count == 0)
                continue;
            var instead = missed.GroupBy(each => each.First).OrderByDescending(group => group.Count())
                .Take(5).Select(group => $"{group.Key} {group.Count()}");
            table.Add(fault.Key, $"{missed.Count} of {fault.Count()}", string.Join(", ", instead));
        }

        Line($"{table}");
    }

    private void Calibration(Scoreboard a, Scoreboard b)
    {
        Line($"## Is the confidence true?");
        Line($"");
        Line($"The first suspect of every run, faulty and healthy: what was said, and how often it was right.");
        Line($"");
        foreach (var (name, board) in new[] { ("A", a), ("B", b) })
        {
            var table = new MarkdownTable([$"half {name}: confidence", "cases", "said", "right"], 1);
            foreach (var bin in board.Calibration(least: 140))
            {
                table.Add(
                    string.Create(CultureInfo.InvariantCulture, $"{bin.Lowest:F3} to {bin.Highest:F3}"),
                    bin.Right.Of.ToString(CultureInfo.InvariantCulture),
                    Percent(bin.Said),
                    bin.Right.ToString());
            }

            Line($"{table}");
        }
    }

    private void Healthy(Scoreboard a, Scoreboard b)
    {
        Line($"## Healthy runs");
        Line($"");
        Line($"""
            *Slow*: sound, but the final loss is more than {Outcome.Notable} times the best healthy one of the same task, model and seed, and above
            the floor.
            """);
        Line($"");
        var best = records.Where(each => each.IsHealthy).GroupBy(each => (each.Data, each.Model, each.Seed))
            .ToDictionary(group => group.Key, group => group.Min(each => each.Own.Training));
        DataSet[] sets = [new Digits(), new Friedman(), new Fashion("")];
        var floors = sets.ToDictionary(set => set.Name, set => set.SatisfactoryLoss(isLinear: false));
        var table = new MarkdownTable(["", "A: runs", "A: accused", "B: runs", "B: accused"], 1);
        Row("all", _ => true);
        Row("slow", IsSlow);
        Row("others", run => !IsSlow(run));
        foreach (var habit in scored.Where(each => each.Run.IsHealthy).Select(each => each.Run.Habit).Distinct())
            Row(habit, run => run.Habit == habit);
        foreach (var factor in scored.Where(each => each.Run.IsHealthy).Select(each => each.Run.RateFactor).Distinct())
            Row(string.Create(CultureInfo.InvariantCulture, $"{factor:G2} of the good rate"), run => run.RateFactor == factor);
        foreach (var optimizer in Enum.GetValues<OptimizerKind>())
            Row(optimizer.ToString(), run => run.Optimizer == optimizer);
        foreach (var data in scored.Select(each => each.Run.Data).Distinct())
            Row(data, run => run.Data == data);
        foreach (var model in Model.All)
            Row(model.Name, run => run.Model == model.Name);
        Line($"{table}");
        var accused = scored.Where(each => each.IsFalseAccusation).GroupBy(each => each.First).OrderByDescending(group => group.Count()).ToList();
        if (accused.Count > 0)
        {
            Line($"Of what: {string.Join(", ", accused.Select(group => $"{group.Key} {group.Count()}"))}.");
            Line($"");
        }

        bool IsSlow(RunRecord run) => run.Own.Training > Outcome.Notable * best[(run.Data, run.Model, run.Seed)]
            && run.Own.Training > floors.GetValueOrDefault(run.Data);

        void Row(string name, Func<RunRecord, bool> which)
        {
            var (inA, inB) = (a.Healthy.Where(each => which(each.Run)).ToList(), b.Healthy.Where(each => which(each.Run)).ToList());
            table.Add(
                name,
                inA.Count.ToString(CultureInfo.InvariantCulture),
                inA.Count(each => each.IsFalseAccusation).ToString(CultureInfo.InvariantCulture),
                inB.Count.ToString(CultureInfo.InvariantCulture),
                inB.Count(each => each.IsFalseAccusation).ToString(CultureInfo.InvariantCulture));
        }
    }

    private void Costs()
    {
        Line($"## What an examination with all probes costs");
        Line($"");
        var table = new MarkdownTable(["task", "model", "runs", "training, s", "probes, s", "losses", "gradients"], 2);
        foreach (var group in scored.Select(each => each.Run).GroupBy(run => (run.Data, run.Model)).OrderBy(group => group.Key))
        {
            table.Add(
                group.Key.Data,
                group.Key.Model,
                group.Count().ToString(CultureInfo.InvariantCulture),
                Median(run => run.TrainingSeconds).ToString("F2", CultureInfo.InvariantCulture),
                Median(run => run.ProbeSeconds).ToString("F2", CultureInfo.InvariantCulture),
                Median(run => run.Losses).ToString("F0", CultureInfo.InvariantCulture),
                Median(run => run.Gradients).ToString("F0", CultureInfo.InvariantCulture));

            double Median(Func<RunRecord, double> figure) => group.Select(figure).Order().ElementAt(group.Count() / 2);
        }

        Line($"Medians; evaluations over at most {Setup.SampleSize} examples, or one batch.");
        Line($"");
        Line($"{table}");
    }

    private void NotCounted()
    {
        Line($"## What does not count");
        Line($"");
        var table = new MarkdownTable(["fault", "runs", "the twin is not sound", "does not hurt", "counts"], 1);
        foreach (var group in records.GroupBy(Kind))
        {
            table.Add(
                group.Key,
                Number(group.Count()),
                Number(group.Count(each => !each.IsSound)),
                Number(group.Count(each => each.IsSound && !each.IsHealthy && !each.Hurts)),
                Number(group.Count(each => each.Counts)));
        }

        Line($"{table}");
        Line($"Cells that make no sense:");
        Line($"");
        var nonsense = Plan.Nonsense([new Digits(), new Friedman(), new Fashion("")]);
        foreach (var (name, reason, where) in nonsense.Select(each => (WithoutSeverity(each.Fault), each.Reason, each.Where)).Distinct())
            Line($"- {name}: {reason} ({where})");
        var failures = records.SelectMany(each => each.Failures).GroupBy(text => text).OrderByDescending(group => group.Count()).ToList();
        if (failures.Count == 0)
            return;
        Line($"");
        Line($"Probes that threw:");
        Line($"");
        foreach (var failure in failures.Take(20))
            Line($"- {failure.Count()} times {failure.Key}");

        static string Number(int count) => count.ToString(CultureInfo.InvariantCulture);
    }

    private static string Kind(RunRecord run) => run.IsHealthy ? run.Fault : $"{run.Fault}, {(run.Severity == Severity.Mild ? "mild" : "severe")}";

    private static string WithoutSeverity(string fault) => fault[..fault.IndexOf(" (", StringComparison.Ordinal)];

    private static string Percent(double share) => double.IsNaN(share) ? "–" : string.Create(CultureInfo.InvariantCulture, $"{100 * share:F1} %");

    private void Line(FormattableString line) => _text.AppendLine(line.ToString(CultureInfo.InvariantCulture));
}
