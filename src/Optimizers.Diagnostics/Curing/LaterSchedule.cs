namespace Optimizers.Diagnostics;

/// <summary>
/// A schedule that begins at an iteration: α(i) = schedule(i − begin), and before it, where a training may be rolled back to, its first value.
/// </summary>
/// <param name="schedule">The schedule.</param>
/// <param name="begin">The iteration that is its iteration 0.</param>
internal sealed class LaterSchedule(Schedule schedule, long begin) : Schedule
{
    /// <summary>The schedule as it would begin at iteration 0.</summary>
    public Schedule Schedule => schedule;

    public override long? Length => schedule.Length is { } length && length <= long.MaxValue - begin ? begin + length : null;

    public override string ToString() => FormattableString.Invariant($"{schedule} from iteration {begin} on");

    protected override double Evaluate(long iteration) => schedule.At(Math.Max(0, iteration - begin));
}
