namespace Optimizers;

/// <summary>A hyperparameter of an optimizer with its value: a number, a flag or a <see cref="Schedule"/>.</summary>
/// <param name="Name">The name, as in the constructor or the initializer.</param>
/// <param name="Value">The value.</param>
public readonly record struct Hyperparameter(string Name, object Value);
