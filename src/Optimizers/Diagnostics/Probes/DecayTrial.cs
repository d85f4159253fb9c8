namespace Optimizers.Diagnostics;

/// <summary>The training gone on with from θ for some steps, with its weight decay and without it.</summary>
/// <param name="Steps">The steps of each.</param>
/// <param name="With">The loss of the data behind them with the decay; ∞ where they left the finite numbers.</param>
/// <param name="Without">The same without it.</param>
public sealed record DecayTrial(int Steps, double With, double Without);
