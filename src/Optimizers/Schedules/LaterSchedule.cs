namespace Optimizers;

/// <summary>
/// A schedule that begins at an iteration, made by <see cref="Schedule.StartingAt"/>: α(i) = schedule(i − begin), and before it, where a training may
/// be rolled back to, its first value.
/// </summary>
public sealed class LaterSchedule : Schedule
{
    internal LaterSchedule(Schedule schedule, long begin) => (Schedule, Begin) = (schedule, begin);

    /// <summary>The schedule as it would begin at iteration 0.</summary>
    public Schedule Schedule { get; }

    /// <summary>The iteration that is its iteration 0.</summary>
    public long Begin { get; }

    /// <inheritdoc/>
    public override long? Length => Schedule.Length is { } length && length <= long.MaxValue - Begin ? Begin + length : null;

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Schedule} from iteration {Begin} on");

    /// <inheritdoc/>
    protected override double Evaluate(long iteration) => Schedule.At(Math.Max(0, iteration - Begin));
}
