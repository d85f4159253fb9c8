namespace Optimizers.Diagnostics;

/// <summary>One step of one parameter.</summary>
/// <param name="Iteration">The number of the step, from 0.</param>
/// <param name="GradientNorm">‖g‖₂ of this parameter; NaN where it was frozen, as its gradient was not read.</param>
/// <param name="UpdateNorm">‖Δθ‖₂ of this parameter.</param>
/// <param name="ParameterNorm">‖θ‖₂ of this parameter before the step.</param>
/// <param name="GradientCosine">cos(gᵢ, gᵢ₋₁); NaN at the first step and where a norm is 0 or its square leaves the range of doubles.</param>
/// <param name="UpdateCosine">cos(Δθᵢ, Δθᵢ₋₁); NaN likewise.</param>
public readonly record struct ParameterRecord(
    long Iteration, double GradientNorm, double UpdateNorm, double ParameterNorm, double GradientCosine, double UpdateCosine);
