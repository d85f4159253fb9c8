namespace Optimizers.Diagnostics;

/// <summary>Both ends of the Hessian's spectrum at θ.</summary>
/// <param name="Smallest">The best value found for λmin.</param>
/// <param name="SmallestAtLeast">The lower end of the interval in which λmin lies, with the certificate's confidence.</param>
/// <param name="Largest">The best value found for λmax.</param>
/// <param name="LargestAtMost">The upper end of the interval in which λmax lies, likewise.</param>
/// <param name="Loss">L(θ).</param>
/// <param name="GradientNorm">‖∇L(θ)‖₂.</param>
/// <param name="CurvatureAlongGradient">gᵀHg/gᵀg.</param>
/// <param name="Certificate">In words, how sure the two ends are.</param>
/// <param name="IsSmooth">False where the gradient along itself changes by very different curvatures at two distances: differences of gradients have
/// then met a kink, and the two ends are no curvature of the loss.</param>
public sealed record CurvatureReport(
    double Smallest,
    double SmallestAtLeast,
    double Largest,
    double LargestAtMost,
    double Loss,
    double GradientNorm,
    double CurvatureAlongGradient,
    string Certificate,
    bool IsSmooth = true)
{
    /// <summary>2/λmax: above it plain gradient descent does not settle (∞ where λmax ≤ 0).</summary>
    public double StableRate => Largest > 0 ? 2 / Largest : double.PositiveInfinity;
}
