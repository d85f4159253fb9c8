using System.Collections.Concurrent;
using System.Diagnostics;
using Optimizers.Diagnostics;

namespace Optimizers.FaultBench;

/// <summary>Takes the runs of a plan: trains the healthy twin and the faulty program, and examines what counts.</summary>
/// <param name="examines">False to train only, without a monitor, which shows the faults that hurt.</param>
internal sealed class Runner(bool examines)
{
    private readonly ConcurrentDictionary<(string Data, string Model, OptimizerKind Optimizer, int Seed, string Fault), Lazy<Outcome>> _twins = new();

    /// <summary>One run.</summary>
    /// <param name="run">The run.</param>
    /// <param name="cancellationToken">Cancels between two evaluations.</param>
    public (RunRecord Record, Diagnosis? Live) Take(Run run, CancellationToken cancellationToken)
    {
        var (cell, fault) = (run.Cell, run.Fault);
        var clock = Stopwatch.GetTimestamp();
        var setup = new Setup(cell, run.Habit);
        fault?.Prepare(setup);
        fault?.Inject(setup);
        var training = new Training(setup, watched: examines).Run();
        var seconds = Stopwatch.GetElapsedTime(clock).TotalSeconds;
        var own = training.Outcome;
        var twin = fault is null ? own : Twin(run);
        var record = new RunRecord
        {
            Fault = fault?.Id ?? "healthy",
            Severity = fault?.Severity,
            Accepted = fault?.Accepted ?? [],
            IsAdvice = fault?.IsAdvice ?? false,
            Data = cell.Data.Name,
            Model = cell.Model.Name,
            Optimizer = cell.Optimizer,
            Seed = cell.Seed,
            Half = cell.Half,
            Habit = run.Habit.Name,
            RateFactor = run.Habit.RateFactor,
            Twin = twin,
            Own = own,
            IsSound = twin.Training < 0.5 * setup.Cell.Data.Chance,
            Hurts = fault is not null && own.IsWorseThan(twin, fault.Harm, fault.Floor ?? cell.Data.SatisfactoryLoss(cell.Model.IsLinear)),
            TrainingSeconds = seconds,
        };
        if (!examines || !record.Counts)
            return (record, null);

        clock = Stopwatch.GetTimestamp();
        var examination = new Examination(training.ToCase(), new DiagnosisOptions { Seed = cell.Seed, CancellationToken = cancellationToken });
        var failures = ExaminationRecord.RunAll(examination);
        seconds = Stopwatch.GetElapsedTime(clock).TotalSeconds;
        var live = Diagnosis.Of(examination);
        record = record with
        {
            ProbeSeconds = seconds,
            Losses = examination.Receipts.Sum(receipt => receipt.Cost.Losses),
            Gradients = examination.Receipts.Sum(receipt => receipt.Cost.Gradients),
            Failures = failures,
            Results = ExaminationRecord.Write(examination),
        };
        return (record, live);
    }

    /// <summary>
    /// One run under the guard, if it counts. A healthy run is trained alone only where the guard has intervened; otherwise it
    /// would take the same steps.
    /// </summary>
    /// <param name="run">The run, healthy or of a fault that can be cured.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>Null where the run does not count.</returns>
    public GuardedRun? Guard(Run run, CancellationToken cancellationToken)
    {
        var (cell, fault) = (run.Cell, run.Fault);
        var floor = fault?.Floor ?? cell.Data.SatisfactoryLoss(cell.Model.IsLinear);
        var (twin, alone) = fault is null ? (null, null) : (Twin(run), new Training(Faulty(), watched: false).Run().Outcome);
        if (fault is not null && !(IsSound(twin!) && alone!.IsWorseThan(twin!, fault.Harm, floor)))
            return null;
        var clock = Stopwatch.GetTimestamp();
        var training = new Training(Faulty(), watched: true);
        var (guard, steps) = training.RunGuarded(cancellationToken);
        var seconds = Stopwatch.GetElapsedTime(clock).TotalSeconds;
        alone ??= guard.Interventions.Count == 0 ? training.Outcome : new Training(Faulty(), watched: false).Run().Outcome;
        twin ??= alone;
        return !IsSound(twin)
            ? null
            : new(run, cell.Half, twin.Training, alone.Training, training.Outcome.Training,
                floor, [.. guard.Interventions.Select(each => each.ToString())],
                string.Join(", ", (training.LastDiagnosis?.Suspects ?? []).Take(4)
                    .Select(each => FormattableString.Invariant($"{each.Cause.Id} {each.Confidence:F2}"))),
                steps,
                seconds);

        bool IsSound(Outcome outcome) => outcome.Training < 0.5 * cell.Data.Chance;

        Setup Faulty()
        {
            var setup = new Setup(cell, run.Habit);
            fault?.Prepare(setup);
            fault?.Inject(setup);
            return setup;
        }
    }

    private Outcome Twin(Run run)
    {
        var (cell, fault) = (run.Cell, run.Fault!);
        var key = (cell.Data.Name, cell.Model.Name, cell.Optimizer, cell.Seed, fault.ChangesTwin ? fault.Id : "");
        return _twins.GetOrAdd(key, _ => new(Train)).Value;

        Outcome Train()
        {
            var setup = new Setup(cell, run.Habit);
            fault.Prepare(setup);
            return new Training(setup, watched: false).Run().Outcome;
        }
    }
}
