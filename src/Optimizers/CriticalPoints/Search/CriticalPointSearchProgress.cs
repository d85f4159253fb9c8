namespace Optimizers.Curvature;

/// <summary>How far a search for a critical point has come.</summary>
/// <param name="Iteration">The iterations that are done.</param>
/// <param name="Loss">The loss where it stands.</param>
/// <param name="GradientNorm">‖∇L‖₂ there.</param>
/// <param name="TrustRadius">Δ, the longest step of the next iteration.</param>
public readonly record struct CriticalPointSearchProgress(int Iteration, double Loss, double GradientNorm, double TrustRadius);
