namespace Optimizers.Curvature;

/// <summary>How far an attempt to leave a point has come.</summary>
/// <param name="Iteration">The iterations that are done.</param>
/// <param name="Loss">The loss where it stands.</param>
/// <param name="Distance">The distance from the point it leaves, ‖θ − θ₀‖₂.</param>
public readonly record struct EscapeProgress(int Iteration, double Loss, double Distance);
