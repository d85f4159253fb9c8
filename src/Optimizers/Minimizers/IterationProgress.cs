namespace Optimizers.Curvature;

/// <summary>Where a minimizer, a search for a critical point or an escape stands after an iteration.</summary>
/// <param name="Iteration">The iterations that are done.</param>
/// <param name="Loss">L where it stands; of least squares ½‖r‖₂².</param>
/// <param name="GradientNorm">‖∇L‖₂ there; of an escape where its last step began.</param>
/// <param name="StepLength">‖Δθ‖₂ of the last step; 0 where it was rejected.</param>
public readonly record struct IterationProgress(int Iteration, double Loss, double GradientNorm, double StepLength);
