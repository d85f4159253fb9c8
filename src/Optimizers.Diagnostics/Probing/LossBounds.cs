namespace Optimizers.Diagnostics;

/// <summary>The loss over the training data at θ of a hundred times the size, where a classifier is sure of everything.</summary>
/// <param name="Smallest">The smallest one.</param>
/// <param name="Largest">The largest one; ∞ where one is not finite.</param>
public sealed record LossBounds(double Smallest, double Largest);
