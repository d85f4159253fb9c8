namespace Optimizers.Diagnostics;

/// <summary>
/// A schedule with a linear warm-up laid over it: α(i)·min((i − begin + 1)/n, 1), as <see cref="Schedule.WarmUp"/> rises; α(i) before its begin.
/// </summary>
/// <param name="schedule">The schedule.</param>
/// <param name="begin">The iteration at which the rise begins.</param>
/// <param name="rise">The number n of its iterations; at least 1.</param>
internal sealed class RisingSchedule(Schedule schedule, long begin, long rise) : Schedule
{
    public override long? Length => schedule.Length is { } length ? Math.Max(length, begin + rise - 1) : null;

    public override string ToString() => FormattableString.Invariant($"{schedule} with a warm-up of {rise} from iteration {begin} on");

    protected override double Evaluate(long iteration) =>
        iteration < begin || iteration >= begin + rise ? schedule.At(iteration) : schedule.At(iteration) * ((double)(iteration - begin + 1) / rise);
}
