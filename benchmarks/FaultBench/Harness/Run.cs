namespace Optimizers.FaultBench;

/// <summary>One run of the plan.</summary>
/// <param name="Cell">The cell.</param>
/// <param name="Habit">The user's way of working.</param>
/// <param name="Fault">What is wrong; null in a healthy run.</param>
internal sealed record Run(Cell Cell, Habit Habit, Fault? Fault)
{
    public override string ToString() => $"{Fault?.ToString() ?? "healthy"}: {Cell}";
}
