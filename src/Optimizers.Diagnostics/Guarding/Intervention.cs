using System.Globalization;

namespace Optimizers.Diagnostics;

/// <summary>What a <see cref="TrainingGuard"/> did.</summary>
/// <param name="Iteration">The iteration at which the training continued or ended: that of the snapshot after a rollback.</param>
/// <param name="Break">The break that was seen.</param>
/// <param name="Action">What was done, as an imperative.</param>
/// <param name="LossBefore">The loss of the batch before the intervention.</param>
/// <param name="SnapshotLoss">The smoothed loss of the last good snapshot.</param>
public sealed record Intervention(long Iteration, TrainingBreak Break, string Action, double LossBefore, double SnapshotLoss)
{
    /// <summary>"exploded in iteration 17: ...; at iteration 10: roll back, scale the learning rate by 0.5".</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Break}; at iteration {Iteration}: {Action}");
}
