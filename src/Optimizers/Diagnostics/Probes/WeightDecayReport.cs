namespace Optimizers.Diagnostics;

/// <summary>Weight decay against the data.</summary>
/// <param name="WeightDecay">λ of the L2 penalty plus λ of decoupled decay, in this iteration.</param>
/// <param name="Cosine">cos(∇L(θ), θ) of the data's gradient: near −1 where the data pull outward exactly against the decay.</param>
/// <param name="Ratio">λ‖θ‖/‖∇L(θ)‖ of the data's gradient: near 1 in balance.</param>
/// <param name="PenaltyShare">½λ‖θ‖²/L(θ).</param>
public sealed record WeightDecayReport(double WeightDecay, double Cosine, double Ratio, double PenaltyShare);
