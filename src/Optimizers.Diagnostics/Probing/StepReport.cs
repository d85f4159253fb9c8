namespace Optimizers.Diagnostics;

/// <summary>The last step compared with the gradient over the training data.</summary>
/// <param name="GradientCosine">cos(g of the loop, ∇L) at θ before the step.</param>
/// <param name="GradientRatio">‖g of the loop‖/‖∇L‖ there.</param>
/// <param name="ExpectedRatio">The ratio that the noise of a batch explains: √(1 + tr Σ/(B|G|²)); NaN without batches.</param>
/// <param name="UpdateCosine">cos(Δθ, −∇L) at θ before the step: above 0 where the step went downhill.</param>
/// <param name="NextCosine">cos(Δθ, −∇L) at θ after the step: below 0 where going on with the same velocity climbs.</param>
public sealed record StepReport(double GradientCosine, double GradientRatio, double ExpectedRatio, double UpdateCosine, double NextCosine);
