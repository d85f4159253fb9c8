using System.Globalization;

namespace Optimizers.Diagnostics;

/// <summary>What a <see cref="TrainingGuard"/> saw go wrong.</summary>
/// <param name="Kind">The kind of the break.</param>
/// <param name="Iteration">The iteration of the step that was not taken.</param>
/// <param name="Loss">The loss of that step's batch.</param>
/// <param name="SmoothedLoss">The smoothed loss then; NaN where no loss was finite yet.</param>
/// <param name="SnapshotLoss">The smoothed loss of the last good snapshot; ∞ where none was finite yet.</param>
public sealed record TrainingBreak(BreakKind Kind, long Iteration, double Loss, double SmoothedLoss, double SnapshotLoss)
{
    /// <summary>"exploded in iteration 17: loss 812, smoothed 95.2, snapshot 1.31".</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Word} in iteration {Iteration}: loss {Loss:G4}, smoothed {SmoothedLoss:G4}, snapshot {SnapshotLoss:G4}");

    private string Word => Kind switch
    {
        BreakKind.NonFinite => "not finite",
        BreakKind.Exploded => "exploded",
        BreakKind.Relapsed => "relapsed",
        BreakKind.Unsatisfactory => "unsatisfactory",
        _ => "stalled",
    };
}
