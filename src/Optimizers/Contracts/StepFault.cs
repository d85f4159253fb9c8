namespace Optimizers;

/// <summary>Why gradients are refused, and where.</summary>
/// <param name="Position">The position of the parameter in the step.</param>
/// <param name="Index">The first bad index.</param>
/// <param name="Value">What stands there.</param>
/// <param name="Seen">What the rule may make of it, if that is it which overflows; else NaN.</param>
/// <param name="IsSquare">True if the square of that overflows.</param>
internal readonly record struct StepFault(int Position, int Index, double Value, double Seen, bool IsSquare);
