using Optimizers.Diagnostics;
using static System.FormattableString;

namespace WhyItFails.Failures;

/// <summary>Part 4: eight trainings that fail, each with its diagnosis, its cure, and the curve before and after.</summary>
/// <param name="Failure">What was wrong.</param>
/// <param name="Diagnosis">What the diagnosis said of it.</param>
/// <param name="Before">The curve with the failure.</param>
/// <param name="After">The curve after the cure.</param>
/// <param name="Cure">What was done.</param>
internal sealed record FailureStory(
    Failure Failure, Diagnosis Diagnosis, IReadOnlyList<LossPoint> Before, IReadOnlyList<LossPoint> After, string Cure)
{
    /// <summary>True if the diagnosis named the cause first.</summary>
    public bool IsFound => Diagnosis.Findings is [var first, ..] && first.Cause.Id == Failure.Cause;

    /// <summary>Tells all eight.</summary>
    public static IReadOnlyList<FailureStory> Run(Digits digits, int seed, Display display, CancellationToken cancellationToken)
    {
        display.Heading("4. Eight trainings that fail: why, and what helps");
        var stories = Failure.All.Select(failure => Tell(failure, digits, seed, display, cancellationToken)).ToArray();
        display.Show(Tables.Failures(stories));
        return stories;
    }

    private static FailureStory Tell(Failure failure, Digits digits, int seed, Display display, CancellationToken cancellationToken)
    {
        var training = new FailingTraining(failure, digits, seed);
        display.Line("");
        display.Work(
            $"Training with {failure.Name}",
            _ =>
            {
                training.Run(cancellationToken);
                return training.Curve[^1].Loss;
            },
            loss => Invariant($"loss {Tables.Number(loss)} after {training.Curve[^1].Iteration} iterations"));
        var diagnosis = display.Work(
            "Diagnosis",
            progress => Diagnosis.Of(training.Case(), new DiagnosisOptions
            {
                Seed = seed,
                CancellationToken = cancellationToken,
                Progress = new Share(progress),
            }),
            found => Invariant($"{found.Receipts.Sum(receipt => receipt.Cost.Losses)} losses and {found.Receipts.Sum(receipt => receipt.Cost.Gradients)} gradients"));
        display.Line($"    {diagnosis.ToString().ReplaceLineEndings("\n    ")}");
        var before = training.Curve.ToArray();
        var cure = training.Cure(diagnosis);
        display.Work(
            $"Cure: {cure}",
            _ =>
            {
                training.Run(cancellationToken);
                return training.Curve[^1].Loss;
            },
            loss => Invariant($"loss {Tables.Number(loss)} after {FailingTraining.Iterations} iterations more"));
        return new(failure, diagnosis, before, [.. training.Curve.Skip(before.Length)], cure);
    }

    private sealed class Share(IProgress<double> progress) : IProgress<DiagnosisProgress>
    {
        public void Report(DiagnosisProgress value)
        {
            if (value.CausesDone > 0)
                progress.Report((double)value.CausesDone / value.CauseCount);
        }
    }
}
