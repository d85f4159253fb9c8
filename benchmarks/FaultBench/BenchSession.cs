using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Optimizers.Diagnostics;

namespace Optimizers.FaultBench;

/// <summary>Does what the command line asks for.</summary>
/// <param name="options">What is asked for.</param>
/// <param name="console">The place for progress messages.</param>
internal sealed class BenchSession(BenchOptions options, TextWriter console)
{
    private readonly List<string> _notes = [];

    /// <summary>Trains and examines, or reads a record, and scores.</summary>
    /// <returns>The report.</returns>
    public string Run(CancellationToken cancellationToken)
    {
        if (options.Guard && options.Score is null)
            return Guard(cancellationToken);
        List<RunRecord> records;
        List<ScoredRun> scored;
        if (options.Score is { } file)
        {
            records =
            [
                .. File.ReadLines(file)
                    .Where(line => line.Length > 0)
                    .Select(line => JsonSerializer.Deserialize<RunRecord>(line, ExaminationRecord.Json)!)
                    .Where(each => options.Only is null || each.Fault == options.Only || each.IsHealthy),
            ];
            scored = [.. records.Where(each => each.Counts && each.Results is not null).AsParallel().AsOrdered().WithDegreeOfParallelism(2)
                .Select(each => new ScoredRun(each, Diagnosis.Of(ExaminationRecord.Read(each.Results!))))];
        }
        else
        {
            (records, scored) = Train(cancellationToken);
        }

        if (options.Train)
            return new FaultReport(records, [], _notes).ToString();
        var report = new FaultReport(records, scored, _notes).ToString();
        foreach (var half in Enum.GetValues<GridHalf>())
        {
            var matrix = new ConfusionMatrix(scored.Where(each => each.Run.Half == half));
            if (matrix.IsEmpty)
                continue;
            var title = half == GridHalf.A ? "half A, on which thresholds were fixed" : "half B, held out";
            report += $"\n## Confusion: {title}\n\n{matrix}";
            if (options.Output is { } output)
                matrix.Save(Path.ChangeExtension(output, $".{half}.png"), $"The diagnosis on {title}");
        }

        if (options.Misses)
        {
            var misses = scored.Where(each => each.Run.IsHealthy ? each.IsFalseAccusation : !each.IsFirst);
            report += "\n" + string.Join('\n', misses.Select(Describe)) + "\n";
        }

        if (options.Guard)
            report += "\n" + Guard(cancellationToken);
        return report;
    }

    private static string Describe(ScoredRun each)
    {
        var run = each.Run;
        return FormattableString.Invariant(
            $"{run.Fault} {run.Severity} | {run.Half} {run.Data}, {run.Model}, {run.Optimizer}, seed {run.Seed}, rate × {run.RateFactor:G2} | ")
            + FormattableString.Invariant($"loss {run.Own.Training:G3} (twin {run.Twin.Training:G3}) | ")
            + string.Join(", ", each.Suspects.Take(4).Select(suspect => FormattableString.Invariant($"{suspect.Cause} {suspect.Confidence:F2}")));
    }

    private string Guard(CancellationToken cancellationToken)
    {
        IReadOnlyList<Run> runs = [.. Runs().Where(run => run.Fault is not { IsCurable: false })];
        var results = new ConcurrentDictionary<int, GuardedRun>();
        var runner = new Runner(examines: false);
        var (clock, told, gate, next, done) = (Stopwatch.StartNew(), TimeSpan.Zero, new Lock(), -1, 0);
        Parallel.For(0, 2, new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = 2 }, _ =>
        {
            while (Interlocked.Increment(ref next) is var i && i < runs.Count && !(clock.Elapsed > options.Time))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (runner.Guard(runs[i], cancellationToken) is { } result)
                    results[i] = result;
                lock (gate)
                {
                    done++;
                    if (clock.Elapsed - told <= TimeSpan.FromSeconds(10))
                        continue;
                    told = clock.Elapsed;
                    var faulty = results.Values.Where(each => !each.IsHealthy).ToList();
                    var repaired = faulty.Count(each => each.IsRepaired);
                    console.WriteLine(FormattableString.Invariant(
                        $"{clock.Elapsed:hh\\:mm\\:ss} {done} of {runs.Count} runs; repaired {repaired} of {faulty.Count}"));
                }
            }
        });
        var inOrder = results.OrderBy(each => each.Key).Select(each => each.Value).ToList();
        var report = new GuardReport(inOrder, _notes).ToString();
        if (options.Misses)
        {
            var misses = inOrder.Where(each => each.IsHealthy ? each.Interventions.Count > 0 || each.IsMadeWorse : !each.IsRepaired);
            report += "\n" + string.Join('\n', misses) + "\n";
        }

        return report;
    }

    private Run[] Runs()
    {
        var data = DataSets.Available(options.Fashion);
        if (data.Count < 3)
        {
            _notes.Add($"Fashion-MNIST is not at {options.Fashion}: nothing that needs it was run, so that half B lacks its held-out task. "
                + "The Debian package dataset-fashion-mnist has it.");
        }

        Run[] runs = [.. new Plan(data, options.Seeds, options.Only).Runs.Where(run => options.Half is null || run.Cell.Half == options.Half)];
        if (options.Time is null)
            return runs;

        // An even slice: shuffled, and cut where the time is over.
        new Random(1).Shuffle(runs);
        _notes.Add("A slice of the grid, as far as the time went.");
        return runs;
    }

    private (List<RunRecord> Records, List<ScoredRun> Scored) Train(CancellationToken cancellationToken)
    {
        var runs = Runs();
        using var recording = options.Record is { } path ? new StreamWriter(path) { AutoFlush = true } : null;
        var results = new ConcurrentDictionary<int, (RunRecord Record, ScoredRun? Scored)>();
        var runner = new Runner(examines: !options.Train);
        var (clock, done, differing) = (Stopwatch.StartNew(), 0, 0);
        var told = TimeSpan.Zero;
        var gate = new Lock();
        var next = -1;
        Parallel.For(0, 2, new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = 2 }, _ =>
        {
            while (Interlocked.Increment(ref next) is var i && i < runs.Length && !(clock.Elapsed > options.Time))
            {
                cancellationToken.ThrowIfCancellationRequested();
                var (record, live) = runner.Take(runs[i], cancellationToken);
                var line = recording is null ? null : JsonSerializer.Serialize(record, ExaminationRecord.Json);
                var scored = live is null ? null : new ScoredRun(record, live);
                var replayed = live is null ? null : new ScoredRun(record, Diagnosis.Of(ExaminationRecord.Read(record.Results!)));
                results[i] = (record with { Results = null }, scored);
                lock (gate)
                {
                    recording?.WriteLine(line);
                    done++;
                    if (scored is not null && !scored.Suspects.SequenceEqual(replayed!.Suspects))
                        differing++;
                    if (clock.Elapsed - told > TimeSpan.FromSeconds(10))
                    {
                        told = clock.Elapsed;
                        var counted = results.Values.Where(each => each.Scored is not null).Select(each => each.Scored!).ToList();
                        var first = Scoreboard.Share(counted.Where(each => !each.Run.IsHealthy && !each.Run.IsAdvice), each => each.IsFirst);
                        var accused = Scoreboard.Share(counted.Where(each => each.Run.IsHealthy), each => each.IsFalseAccusation);
                        console.WriteLine(string.Create(
                            CultureInfo.InvariantCulture,
                            $"{clock.Elapsed:hh\\:mm\\:ss} {done} of {runs.Length} runs; named first {first}; "
                            + $"healthy accused {accused.Hits} of {accused.Of}"));
                    }
                }
            }
        });
        if (differing > 0)
            _notes.Add(
                $"{differing} diagnoses differ when they are made again from what was recorded: a cause asks for something "
                + $"that is no probe's result.");
        var inOrder = results.OrderBy(each => each.Key).Select(each => each.Value).ToList();
        return ([.. inOrder.Select(each => each.Record)], [.. inOrder.Where(each => each.Scored is not null).Select(each => each.Scored!)]);
    }
}
