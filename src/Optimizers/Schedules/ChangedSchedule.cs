namespace Optimizers;

/// <summary>A schedule that was set while an optimizer ran: before it there was another one, so that it is no constant of the whole run.</summary>
/// <param name="schedule">The schedule.</param>
internal sealed class ChangedSchedule(Schedule schedule) : Schedule
{
    public override long? Length => schedule.Length;

    public override string ToString() => schedule.ToString()!;

    protected override double Evaluate(long iteration) => schedule.At(iteration);
}
