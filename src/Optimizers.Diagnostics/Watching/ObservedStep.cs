namespace Optimizers.Diagnostics;

/// <summary>The vectors of the last step: all parameters side by side in the order of the step, matrices column by column.</summary>
/// <param name="Iteration">The number of the step.</param>
/// <param name="Before">θ before it, n entries.</param>
/// <param name="Gradient">g as the caller gave it, n entries.</param>
/// <param name="Update">Δθ, n entries: θ after it is Before + Update.</param>
/// <param name="PreviousUpdate">Δθ of the step before, n entries; null if there was none.</param>
public sealed record ObservedStep(long Iteration, double[] Before, double[] Gradient, double[] Update, double[]? PreviousUpdate);
