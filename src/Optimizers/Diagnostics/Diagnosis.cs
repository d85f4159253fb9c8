using Optimizers.Curvature;

namespace Optimizers.Diagnostics;

/// <summary>Why a training fails, with evidence, and what helps.</summary>
public sealed partial class Diagnosis
{
    /// <summary>Diagnoses by what a monitor saw alone.</summary>
    public static Diagnosis Of(TrainingMonitor monitor, DiagnosisOptions? options = null) => Of(new TrainingCase(monitor), options);

    /// <summary>Diagnoses by what the caller has made available.</summary>
    /// <param name="trainingCase">The case.</param>
    /// <param name="options">How; null for the defaults.</param>
    public static Diagnosis Of(TrainingCase trainingCase, DiagnosisOptions? options = null) => throw new NotImplementedException();

    /// <summary>The diagnosis in one word.</summary>
    public Verdict Verdict => throw new NotImplementedException();

    /// <summary>The faults found, confidence at least one half: causes by falling confidence, then their symptoms.</summary>
    public IReadOnlyList<Finding> Findings => throw new NotImplementedException();

    /// <summary>Every fault of any confidence that has evidence, in the same order: the first is the first suspect even where nothing is found.</summary>
    public IReadOnlyList<Finding> Suspects => throw new NotImplementedException();

    /// <summary>What could be better though nothing is wrong.</summary>
    public IReadOnlyList<Finding> Advice => throw new NotImplementedException();

    /// <summary>The guide's tree with the path taken.</summary>
    public IReadOnlyList<GuideStep> Path => throw new NotImplementedException();

    /// <summary>What to measure next, by the guide; null if nothing is missing.</summary>
    public string? NextMeasurement => throw new NotImplementedException();

    /// <summary>What every probe cost.</summary>
    public IReadOnlyList<ProbeReceipt> Receipts => throw new NotImplementedException();

    /// <summary>All evaluations together.</summary>
    public EvaluationCounts Cost => throw new NotImplementedException();

    /// <summary>The time it took, in seconds.</summary>
    public double Seconds => throw new NotImplementedException();

    /// <summary>The examination that it rests on, with the results of the probes that were run.</summary>
    public Examination Examination => throw new NotImplementedException();

    /// <summary>A Markdown document of everything.</summary>
    public string ToMarkdown() => throw new NotImplementedException();

    /// <summary>A JSON document of everything.</summary>
    public string ToJson() => throw new NotImplementedException();
}
