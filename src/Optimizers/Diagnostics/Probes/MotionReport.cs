namespace Optimizers.Diagnostics;

/// <summary>How the training moved: over the last steps (<see cref="TrainingMonitor.Recent"/>) and over the whole run. Medians, unless it says otherwise; NaN where there is nothing.</summary>
/// <param name="Steps">How many steps were taken.</param>
/// <param name="RefusedSteps">How many were refused because a gradient was not finite.</param>
/// <param name="GradientCosine">cos of successive gradients: near 1 smooth, near −1 a zigzag, near 0 noise.</param>
/// <param name="UpdateCosine">cos of successive updates.</param>
/// <param name="DescentCosine">cos of the update and −g.</param>
/// <param name="GradientNorm">‖g‖ of the last steps.</param>
/// <param name="FirstGradientNorm">‖g‖ of the first 16 steps.</param>
/// <param name="LargestGradientNorm">The largest ‖g‖ of the run.</param>
/// <param name="GradientSpread">The 90th percentile of ‖g‖ over the median, over the last steps.</param>
/// <param name="UpdateNorm">‖Δθ‖ of the last steps.</param>
/// <param name="RelativeUpdate">‖Δθ‖/‖θ‖ of the last steps; ∞ where θ is 0.</param>
/// <param name="LargestRelativeUpdate">The largest ‖Δθ‖/‖θ‖ after the first step.</param>
/// <param name="ParameterNorm">‖θ‖ at the last step.</param>
/// <param name="FirstParameterNorm">‖θ‖ at the first step.</param>
/// <param name="PathRatio">‖sum of the last updates‖/sum of their norms, from the successive cosines' geometric model: 1 straight, near 0 going nowhere.</param>
/// <param name="LossAutocorrelation">The correlation of successive recorded losses' deviations from their running median, over the last steps: near 0 for independent batches, high for batches in an order.</param>
/// <param name="LossSpread">The interquartile range of the last recorded losses over their median.</param>
public sealed record MotionReport(
    long Steps,
    long RefusedSteps,
    double GradientCosine,
    double UpdateCosine,
    double DescentCosine,
    double GradientNorm,
    double FirstGradientNorm,
    double LargestGradientNorm,
    double GradientSpread,
    double UpdateNorm,
    double RelativeUpdate,
    double LargestRelativeUpdate,
    double ParameterNorm,
    double FirstParameterNorm,
    double PathRatio,
    double LossAutocorrelation,
    double LossSpread);
