namespace Optimizers.Diagnostics;

/// <summary>One cause for which there is evidence.</summary>
/// <param name="Cause">The cause.</param>
/// <param name="Confidence">The probability that it is the cause of what is seen, among all that were considered and that nothing is wrong; behind
/// one of at least 0.9, that there is this fault too; where another finding explains it, that it is there. Of advice, that it holds.</param>
/// <param name="Assessment">The evidence, the measurements that would make it surer, and the remedy.</param>
/// <param name="ExplainedBy">The causes found that have this one as a consequence; it is then a symptom.</param>
public sealed record Finding(Cause Cause, double Confidence, Assessment Assessment, IReadOnlyList<Cause> ExplainedBy)
{
    /// <summary>Its probability against "nothing is wrong" alone, whatever its rivals are.</summary>
    internal double Alone { get; init; }

    /// <summary>What it rests on: signs that weigh, a trial, or a measurement that decides alone.</summary>
    public Grounds Grounds => Assessment.Grounds;

    /// <summary>True if another finding explains this one.</summary>
    public bool IsSymptom => ExplainedBy.Count > 0;

    /// <summary>What helps; null if nothing is known.</summary>
    public Remedy? Remedy => Assessment.Remedy;
}
