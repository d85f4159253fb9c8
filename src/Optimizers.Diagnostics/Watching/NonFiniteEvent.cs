namespace Optimizers.Diagnostics;

/// <summary>The first number of a run that is NaN or infinite, or for which a step was refused because its square overflows.</summary>
/// <param name="Iteration">The iteration, from 0.</param>
/// <param name="What">"loss", "gradient" or "parameter": what was seen first; within an iteration in this order.</param>
/// <param name="Parameter">The name of the parameter, "parameters[2]" if it has none; null for the loss.</param>
/// <param name="Index">The index in the parameter; −1 for the loss.</param>
/// <param name="Value">What stands there.</param>
public sealed record NonFiniteEvent(long Iteration, string What, string? Parameter, int Index, double Value);
