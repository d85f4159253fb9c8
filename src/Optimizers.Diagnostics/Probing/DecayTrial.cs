namespace Optimizers.Diagnostics;

/// <summary>The training continued from θ for some steps, with its weight decay and without it.</summary>
/// <param name="Steps">The steps of each of the two.</param>
/// <param name="With">The loss of the data after the steps with the decay; ∞ where they left the finite numbers.</param>
/// <param name="Without">The loss of the data after the steps without the decay.</param>
public sealed record DecayTrial(int Steps, double With, double Without);
