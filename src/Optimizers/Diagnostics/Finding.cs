namespace Optimizers.Diagnostics;

/// <summary>One cause that speaks for itself.</summary>
/// <param name="Cause">The cause.</param>
/// <param name="Confidence">The probability that it is a cause of what is seen, 0 to 1, as calibrated on the fault bench.</param>
/// <param name="Assessment">The evidence, what would make it surer, and the remedy.</param>
/// <param name="ExplainedBy">The findings that have this one as a consequence: then it is a symptom.</param>
public sealed record Finding(Cause Cause, double Confidence, Assessment Assessment, IReadOnlyList<Cause> ExplainedBy)
{
    /// <summary>True if another finding explains this one.</summary>
    public bool IsSymptom => ExplainedBy.Count > 0;

    /// <summary>What helps; null if nothing is known.</summary>
    public Remedy? Remedy => Assessment.Remedy;
}
