using System.Diagnostics;
using Optimizers.Curvature;

namespace Optimizers.Diagnostics;

/// <summary>Why a training fails, with evidence, and what helps.</summary>
/// <remarks>
/// Every cause weighs what the case shows; the diagnosis ranks the causes. A fault that another one explains (<see cref="CausalGraph"/>) is a
/// symptom and stands behind it.
/// </remarks>
public sealed partial class Diagnosis
{
    // Advice of at least this confidence is given.
    private const double EvenOdds = 0.5;

    private const double LeastWorthTelling = 0.01;

    private const double WorthATrial = 0.2;

    // Below this a run has shown too little for a verdict of health.
    private const int EnoughSteps = 20;

    // Of a log that does not tell chance, the loss of its first step stands in for it.
    private const double LittleOfStart = 0.1;

    private Diagnosis(Examination examination)
    {
        var clock = Stopwatch.GetTimestamp();
        Examination = examination;
        var options = examination.Options as DiagnosisOptions ?? new();
        var assessed = new List<(Cause Cause, Assessment Assessment)>();
        foreach (var cause in options.Causes)
        {
            examination.Options.CancellationToken.ThrowIfCancellationRequested();
            assessed.Add((cause, cause.Assess(examination)));
            examination.Options.Progress?.Report(new(null, assessed.Count, options.Causes.Count));
        }

        (Cause Cause, Assessment Assessment)[] faults =
            [.. assessed.Where(each => each.Cause.Kind == CauseKind.Fault && each.Assessment.Evidence.Count > 0)];
        (Suspects, Findings) = Rank(faults, options.Graph);
        if (WorthTrying is { Count: > 0 } worth && CureExperiment.Run(examination, worth) is { } trials)
        {
            faults = Array.ConvertAll(
                faults, each => trials.TryGetValue(each.Cause.Id, out var trial) ? (each.Cause, each.Assessment.With(trial)) : each);
            (Suspects, Findings) = Rank(faults, options.Graph);
        }

        Advice =
        [
            .. assessed.Where(each => each.Cause.Kind == CauseKind.Advice && each.Assessment.Evidence.Count > 0)
                .Select(each => new Finding(
                    each.Cause, Belief.OfAdvice(each.Cause, each.Assessment), each.Assessment, []))
                .Where(each => each.Confidence >= EvenOdds)
                .OrderByDescending(each => each.Confidence).ThenByDescending(each => each.Assessment.Weight),
        ];
        Path = Guide.Walk(examination);
        Missing = [.. assessed.SelectMany(each => each.Assessment.Missing).Distinct()];
        Verdict = Conclude(examination);
        NextMeasurement = Path.FirstOrDefault(step => step.Answer is null)?.Because;
        Seconds = Stopwatch.GetElapsedTime(clock).TotalSeconds;
    }

    /// <summary>The diagnosis in one word.</summary>
    public Verdict Verdict { get; }

    /// <summary>The faults found, each likelier than that nothing is wrong: causes by falling odds, then their symptoms.</summary>
    public IReadOnlyList<Finding> Findings { get; }

    /// <summary>
    /// Every fault that has evidence, of any confidence, in the same order: the first is the first suspect even where nothing is found.
    /// </summary>
    public IReadOnlyList<Finding> Suspects { get; }

    /// <summary>The suspects that are no findings, but for those that are next to impossible.</summary>
    internal IEnumerable<Finding> Considered => Suspects.Except(Findings).Where(each => each.Confidence >= LeastWorthTelling);

    // A fact that is sure needs no trial. What its cause explains is tried too: it may be the other way round.
    private List<(Cause Cause, Remedy Remedy)> WorthTrying => Suspects is [{ Grounds: Grounds.Fact, Confidence: >= Belief.Sure }, ..] ? []
        : [.. Suspects.Where(each => each is { Alone: >= WorthATrial, Remedy: not null }).Select(each => (each.Cause, each.Remedy!))];

    /// <summary>Advice: what could be better though nothing is wrong.</summary>
    public IReadOnlyList<Finding> Advice { get; }

    /// <summary>The guide's tree with the path taken.</summary>
    public IReadOnlyList<GuideStep> Path { get; }

    /// <summary>The names of the properties of the case that would have made the diagnosis surer.</summary>
    public IReadOnlyList<string> Missing { get; }

    /// <summary>What to measure next, by the guide; null if nothing on its path is missing.</summary>
    public string? NextMeasurement { get; }

    /// <summary>What every probe cost.</summary>
    public IReadOnlyList<ProbeReceipt> Receipts => Examination.Receipts;

    /// <summary>All evaluations together.</summary>
    public EvaluationCounts Cost => Receipts.Aggregate(default(EvaluationCounts), (sum, receipt) => sum + receipt.Cost);

    /// <summary>The time it took, in seconds.</summary>
    public double Seconds { get; }

    /// <summary>The examination behind the diagnosis, with the results of the probes that have run.</summary>
    public Examination Examination { get; }

    /// <summary>Diagnoses by what a monitor has seen, without any probe that evaluates.</summary>
    /// <param name="monitor">The monitor.</param>
    public static Diagnosis Of(TrainingMonitor monitor) => Of(new TrainingCase(monitor));

    /// <summary>Diagnoses a case.</summary>
    /// <param name="trainingCase">The case.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <exception cref="ProbeException">A function of the caller's threw, or gave what it must not give.</exception>
    public static Diagnosis Of(TrainingCase trainingCase, DiagnosisOptions? options = null) => Of(new Examination(trainingCase, options));

    /// <summary>
    /// Diagnoses an examination. Probes that have run are not run again. The causes are those of its options where these are
    /// <see cref="DiagnosisOptions"/>, else all known ones.
    /// </summary>
    /// <param name="examination">The examination.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <exception cref="ProbeException">A function of the caller's threw, or gave what it must not give.</exception>
    public static Diagnosis Of(Examination examination)
    {
        ArgumentNullException.ThrowIfNull(examination);
        return new(examination);
    }

    // Only here are causes compared: they are ordered by their scores, and behind what explains them.
    private static (IReadOnlyList<Finding> Suspects, IReadOnlyList<Finding> Findings) Rank(
        (Cause Cause, Assessment Assessment)[] assessed, CausalGraph graph)
    {
        var scores = Array.ConvertAll(assessed, each => Belief.AgainstNothing(each.Cause, each.Assessment));
        Cause[][] explained = Array.ConvertAll(assessed, each => assessed.Where((other, k) => scores[k] > 0 && Explains(other, each))
            .Select(other => other.Cause).ToArray());
        var told = Belief.InTurn([.. scores.Select((score, k) => explained[k] is [] ? score : Belief.AsSymptom(score))]);
        var ranked = assessed
            .Select((each, k) => (
                Score: scores[k],
                Finding: new Finding(each.Cause, explained[k] is [] ? told[k] : Belief.Alone(scores[k]), each.Assessment, explained[k])
                {
                    Alone = Belief.Alone(scores[k]),
                }))
            .OrderBy(each => !each.Finding.IsSymptom ? 0 : each.Score > 0 ? 2 : 1)
            .ThenByDescending(each => each.Score)
            .ToArray();
        return ([.. ranked.Select(each => each.Finding)], [.. ranked.Where(each => each.Score > 0).Select(each => each.Finding)]);

        // What only weighs does not make a symptom of what was shown or measured.
        bool Explains((Cause Cause, Assessment Assessment) other, (Cause Cause, Assessment Assessment) each) =>
            (other.Assessment.Grounds != Grounds.Probable || each.Assessment.Grounds == Grounds.Probable)
            && graph.Explains(other.Cause.Id, each.Cause.Id);
    }

    // A fault needs a harm that is known; what was merely found to be better than the run accuses nobody.
    private Verdict Conclude(Examination examination) =>
        Findings.Count > 0 ? Findings.Any(finding => finding.Cause.IsHarmful(examination)) ? Verdict.Fault : Verdict.Improvable
        : IsKnownToBeSound(examination) ? Verdict.Healthy
        : Verdict.NotEnoughEvidence;

    private static bool IsKnownToBeSound(Examination examination) =>
        (examination.Motion is { Steps: >= EnoughSteps } || (examination is { IsLog: true, Curve.Points: >= EnoughSteps })
            || examination.Case.Parts.MeasuredLosses is not null || examination.Accuracy is { IsLearned: true })
        && examination.NonFinite is null
        && examination.Losses.IsTrainingLarge != true
        && (examination.Losses.IsTrainingLarge == false || examination.FallsShort < 0.5
            || examination is { Curve.IsFalling: true, FallsShort: <= 0.9 }
            || examination.Accuracy is { IsLearned: true }
            || (examination.IsLog && examination.Now < LittleOfStart * examination.Losses.Start));
}
