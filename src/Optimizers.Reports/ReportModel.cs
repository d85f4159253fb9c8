using Optimizers.Curvature;
using Optimizers.Diagnostics;

namespace Optimizers.Reports;

/// <summary>
/// The contents of a report as plain data, taken once from a diagnosis. Only <see cref="Of"/> reads a <see cref="Diagnosis"/>. A null or empty
/// property was not measured and is not shown.
/// </summary>
internal sealed record ReportModel
{
    /// <summary>The diagnosis in one word.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>The diagnosis' own note.</summary>
    public required string Note { get; init; }

    /// <summary>What is wrong, surest first.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];

    /// <summary>What was suspected, found or not.</summary>
    public IReadOnlyList<Finding> Suspects { get; init; } = [];

    /// <summary>What could be better.</summary>
    public IReadOnlyList<Finding> Advice { get; init; } = [];

    /// <summary>The guide's questions with their answers.</summary>
    public IReadOnlyList<GuideStep> Path { get; init; } = [];

    /// <summary>What to measure next; null if nothing is missing.</summary>
    public string? NextMeasurement { get; init; }

    /// <summary>The steps of the run, thinned.</summary>
    public IReadOnlyList<StepRecord> History { get; init; } = [];

    /// <summary>Losses over whole sets of examples.</summary>
    public IReadOnlyList<EvaluationRecord> Evaluations { get; init; } = [];

    /// <summary>How many steps were taken.</summary>
    public long StepCount { get; init; }

    /// <summary>How many steps were refused.</summary>
    public long RefusedSteps { get; init; }

    /// <summary>The first number that was not finite.</summary>
    public NonFiniteEvent? FirstNonFinite { get; init; }

    /// <summary>The step of the lowest recorded loss.</summary>
    public StepRecord? Best { get; init; }

    /// <summary>α of the last step; NaN before the first.</summary>
    public double LearningRate { get; init; } = double.NaN;

    /// <summary>The loss of the best constant output; NaN if it is not known.</summary>
    public double Chance { get; init; } = double.NaN;

    /// <summary>The loss below which the caller is content; NaN if it is not known.</summary>
    public double Satisfactory { get; init; } = double.NaN;

    /// <summary>The gradient through depth now.</summary>
    public DepthReport? Depth { get; init; }

    /// <summary>The gradient through depth at the start.</summary>
    public DepthReport? DepthAtStart { get; init; }

    /// <summary>The ends of the spectrum.</summary>
    public CurvatureReport? Curvature { get; init; }

    /// <summary>The loss along the last update.</summary>
    public LineScan? AlongUpdate { get; init; }

    /// <summary>The loss along the last update once more.</summary>
    public LineScan? AlongVelocity { get; init; }

    /// <summary>The loss along −∇L.</summary>
    public LineScan? AlongGradient { get; init; }

    /// <summary>The learning-rate range test.</summary>
    public RateRange? RateRange { get; init; }

    /// <summary>What every probe cost.</summary>
    public IReadOnlyList<ProbeReceipt> Receipts { get; init; } = [];

    /// <summary>All evaluations together.</summary>
    public EvaluationCounts Cost { get; init; }

    /// <summary>The time of the diagnosis, in seconds.</summary>
    public double Seconds { get; init; }

    /// <summary>Takes the contents from a diagnosis. It reads only results of probes that have run, since reading another would run it.</summary>
    /// <param name="diagnosis">The diagnosis.</param>
    public static ReportModel Of(Diagnosis diagnosis)
    {
        var (examination, monitor) = (diagnosis.Examination, diagnosis.Examination.Monitor);
        var probes = diagnosis.Receipts.Select(receipt => receipt.Probe).ToHashSet();
        var losses = examination.Losses;
        return new()
        {
            Verdict = diagnosis.Verdict,
            Note = diagnosis.ToString()!,
            Findings = diagnosis.Findings,
            Suspects = diagnosis.Suspects,
            Advice = diagnosis.Advice,
            Path = diagnosis.Path,
            NextMeasurement = diagnosis.NextMeasurement,
            History = [.. monitor.History],
            Evaluations = [.. monitor.Evaluations],
            StepCount = Math.Max(monitor.StepCount, monitor.UnwatchedLosses),
            RefusedSteps = monitor.RefusedSteps,
            FirstNonFinite = monitor.FirstNonFinite,
            Best = monitor.Best,
            LearningRate = examination.LearningRate,
            Chance = losses.Chance,
            Satisfactory = losses.Satisfactory,
            Depth = Ran(nameof(examination.Depth)) ? examination.Depth : null,
            DepthAtStart = Ran(nameof(examination.DepthAtStart)) ? examination.DepthAtStart : null,
            Curvature = Ran(nameof(examination.Curvature)) ? examination.Curvature : null,
            AlongUpdate = Ran(nameof(examination.AlongUpdate)) ? examination.AlongUpdate : null,
            AlongVelocity = Ran(nameof(examination.AlongVelocity)) ? examination.AlongVelocity : null,
            AlongGradient = Ran(nameof(examination.AlongGradient)) ? examination.AlongGradient : null,
            RateRange = Ran(nameof(examination.RateRange)) ? examination.RateRange : null,
            Receipts = [.. diagnosis.Receipts],
            Cost = diagnosis.Cost,
            Seconds = diagnosis.Seconds,
        };

        bool Ran(string probe) => probes.Contains(probe);
    }
}
