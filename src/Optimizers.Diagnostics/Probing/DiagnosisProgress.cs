namespace Optimizers.Diagnostics;

/// <summary>How far a diagnosis is.</summary>
/// <param name="Probe">The probe that has just ended, with what it cost.</param>
/// <param name="CausesDone">How many causes have been assessed.</param>
/// <param name="CauseCount">How many causes there are.</param>
public readonly record struct DiagnosisProgress(ProbeReceipt? Probe, int CausesDone, int CauseCount)
{
    /// <summary>What begins now, with its price at most and no cost yet: the trials in blocks, which may take longer than all other probes. Null in
    /// every other report.</summary>
    public ProbeReceipt? Ahead { get; init; }
}
