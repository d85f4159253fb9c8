namespace Optimizers.Steps;

/// <summary>What the rule of a group is set to in an iteration.</summary>
/// <param name="Rates">What its schedules say.</param>
/// <param name="SquaresGradient">True if it squares what it sees.</param>
/// <param name="Growth">How many times larger than the largest gradient so far what it makes of the gradients may get; at least 1.</param>
/// <param name="IsPrepared">True where settings are in use that come before the rule, so that one form of the step runs always.</param>
/// <param name="Inputs">What the step needs beside the gradient.</param>
internal readonly record struct GroupSettings(StepRates Rates, bool SquaresGradient, double Growth, bool IsPrepared, StepInput Inputs);
