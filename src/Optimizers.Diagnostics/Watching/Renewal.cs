namespace Optimizers.Diagnostics.Monitoring;

/// <summary>An optimizer that began anew in the middle of a training: its first step followed others.</summary>
/// <param name="Step">How many steps had been taken.</param>
/// <param name="LossBefore">The loss that was recorded for the step before it.</param>
/// <param name="LossAfter">The loss that was recorded for its first step.</param>
internal readonly record struct Renewal(long Step, double LossBefore, double LossAfter);
