namespace Optimizers;

/// <summary>One point of a schedule's curve.</summary>
/// <param name="Iteration">The iteration i, counted from 0.</param>
/// <param name="Value">The schedule's value α(i).</param>
public readonly record struct SchedulePoint(long Iteration, double Value);
