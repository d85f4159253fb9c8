namespace Optimizers.Diagnostics;

/// <summary>One step, as the optimizer took it: all parameters together.</summary>
/// <param name="Iteration">The number of the step, from 0.</param>
/// <param name="Loss">The loss that the caller recorded for this step; NaN if none.</param>
/// <param name="LearningRate">α of the step.</param>
/// <param name="GradientNorm">‖g‖₂ as the caller gave it, before clipping, of all parameters that are not frozen.</param>
/// <param name="UpdateNorm">‖Δθ‖₂, the movement of the parameters.</param>
/// <param name="ParameterNorm">‖θ‖₂ before the step, frozen parameters among them.</param>
/// <param name="GradientCosine">cos(gᵢ, gᵢ₋₁); NaN at the first step and where a norm is 0 or its square leaves the range of doubles.</param>
/// <param name="UpdateCosine">cos(Δθᵢ, Δθᵢ₋₁); NaN likewise.</param>
/// <param name="DescentCosine">cos(Δθᵢ, −gᵢ): 1 for plain gradient descent; NaN likewise, but at the first step.</param>
/// <param name="BatchSize">The batch size that the caller recorded; 0 if none.</param>
public readonly record struct StepRecord(
    long Iteration,
    double Loss,
    double LearningRate,
    double GradientNorm,
    double UpdateNorm,
    double ParameterNorm,
    double GradientCosine,
    double UpdateCosine,
    double DescentCosine,
    int BatchSize);
