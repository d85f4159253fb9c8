namespace Optimizers.Diagnostics;

/// <summary>How much the loss rises close to θ.</summary>
/// <param name="Adaptive">The rise max L(θ + ε) − L(θ) of adaptive sharpness (Kwon et al. 2021), ε scaled by |θ|, as one
/// ascent step finds it.</param>
/// <param name="Radius">The radius ρ used.</param>
/// <param name="Loss">L(θ).</param>
public sealed record SharpnessReport(double Adaptive, double Radius, double Loss);
