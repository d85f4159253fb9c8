using Optimizers.Diagnostics;

namespace Optimizers.FaultBench;

/// <summary>A run with what the diagnosis says of it.</summary>
internal sealed class ScoredRun
{
    /// <summary>The name of a diagnosis that finds nothing and says that all is well.</summary>
    public const string Healthy = "healthy";

    /// <summary>The name of a diagnosis that finds nothing and says that it cannot tell.</summary>
    public const string Undecided = "not enough evidence";

    public ScoredRun(RunRecord run, Diagnosis diagnosis)
    {
        Run = run;
        Found = Names(diagnosis.Findings);
        Suspects = Names(diagnosis.Suspects);
        Advice = Names(diagnosis.Advice);
        First = Found is [var first, ..] ? first.Cause : diagnosis.Verdict == Verdict.Healthy ? Healthy : Undecided;
    }

    public RunRecord Run { get; }

    /// <summary>The faults found, in their order.</summary>
    public IReadOnlyList<(string Cause, double Confidence)> Found { get; }

    /// <summary>All suspects, in their order.</summary>
    public IReadOnlyList<(string Cause, double Confidence)> Suspects { get; }

    /// <summary>What is advised.</summary>
    public IReadOnlyList<(string Cause, double Confidence)> Advice { get; }

    /// <summary>The first fault found; without one, the verdict in words.</summary>
    public string First { get; }

    /// <summary>True if a right answer is named first. For an advice: if it is advised and no fault is found.</summary>
    public bool IsFirst => Run.IsAdvice ? IsAmongThree && Found.Count == 0 : Run.Accepted.Contains(First);

    /// <summary>True if a right answer is among the first three suspects. For an advice: if it is advised.</summary>
    public bool IsAmongThree => (Run.IsAdvice ? Advice : Suspects.Take(3)).Any(each => Run.Accepted.Contains(each.Cause));

    /// <summary>True if a healthy run is accused of a fault.</summary>
    public bool IsFalseAccusation => Run.IsHealthy && Found.Count > 0;

    private static (string, double)[] Names(IEnumerable<Finding> findings) => [.. findings.Select(finding => (finding.Cause.Id, finding.Confidence))];
}
