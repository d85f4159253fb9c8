using Optimizers.Curvature;

namespace Optimizers.Diagnostics;

/// <summary>Both ends of the Hessian's spectrum at θ.</summary>
/// <param name="Ends">Where the ends lie, and how sure that is.</param>
/// <param name="Loss">L(θ).</param>
/// <param name="GradientNorm">‖∇L(θ)‖₂.</param>
public sealed record CurvatureReport(ExtremeEigenvalues Ends, double Loss, double GradientNorm)
{
    /// <summary>The best value found for λmin: an upper bound of it up to rounding.</summary>
    public double Smallest => Ends.SmallestRitzValue;

    /// <summary>The best value found for λmax: a lower bound of it up to rounding.</summary>
    public double Largest => Ends.LargestRitzValue;

    /// <summary>2/λmax: above it plain gradient descent does not settle (∞ where λmax ≤ 0).</summary>
    public double StableRate => Largest > 0 ? 2 / Largest : double.PositiveInfinity;
}
