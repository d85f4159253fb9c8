namespace Optimizers.Diagnostics.Monitoring;

/// <summary>The sums of a watched step over some elements, from which its norms and cosines are made; in double for both element types.</summary>
/// <param name="GradientSquares">Σ g².</param>
/// <param name="ParameterSquares">Σ θ² before the step.</param>
/// <param name="UpdateSquares">Σ Δθ².</param>
/// <param name="GradientDotPrevious">Σ gᵢ·gᵢ₋₁.</param>
/// <param name="UpdateDotPrevious">Σ Δθᵢ·Δθᵢ₋₁.</param>
/// <param name="UpdateDotGradient">Σ Δθ·g.</param>
internal readonly record struct MotionSums(
    double GradientSquares,
    double ParameterSquares,
    double UpdateSquares,
    double GradientDotPrevious,
    double UpdateDotPrevious,
    double UpdateDotGradient)
{
    /// <summary>The sums over two sets of elements together.</summary>
    public static MotionSums operator +(in MotionSums left, in MotionSums right) => new(
        left.GradientSquares + right.GradientSquares,
        left.ParameterSquares + right.ParameterSquares,
        left.UpdateSquares + right.UpdateSquares,
        left.GradientDotPrevious + right.GradientDotPrevious,
        left.UpdateDotPrevious + right.UpdateDotPrevious,
        left.UpdateDotGradient + right.UpdateDotGradient);
}
