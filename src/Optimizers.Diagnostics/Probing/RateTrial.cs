namespace Optimizers.Diagnostics;

/// <summary>A short training from the start at one constant rate.</summary>
/// <param name="Factor">The rate in shares of the largest one of the run, above 0.</param>
/// <param name="Loss">The loss at its end; ∞ where it left the finite numbers.</param>
public readonly record struct RateTrial(double Factor, double Loss);
