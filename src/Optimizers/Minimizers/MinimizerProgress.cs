namespace Optimizers.Curvature;

/// <summary>How far a minimizer has come.</summary>
/// <param name="Iteration">The iterations that are done.</param>
/// <param name="Loss">L where it stands; of least squares ½‖r‖₂².</param>
/// <param name="GradientNorm">‖∇L‖₂ there.</param>
/// <param name="StepLength">‖Δθ‖₂ of the last step; 0 where it was rejected.</param>
public readonly record struct MinimizerProgress(int Iteration, double Loss, double GradientNorm, double StepLength);
