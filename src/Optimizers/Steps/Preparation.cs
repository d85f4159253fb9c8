using System.Runtime.CompilerServices;
using Optimizers.Arithmetic;

namespace Optimizers.Steps;

/// <summary>What happens to a gradient and a value before the rule, in the rule's own pass over memory.</summary>
/// <param name="GradientScale">What the gradient is multiplied with: clipping by norm, and −1 to maximize.</param>
/// <param name="GradientLimit">The largest magnitude of a coordinate of the gradient before that, or +∞.</param>
/// <param name="L2Penalty">λ of the L2 penalty: g ← g + λθ.</param>
/// <param name="Shrinkage">The share of the value that decoupled weight decay takes: αλ.</param>
internal readonly record struct Preparation(double GradientScale, double GradientLimit, double L2Penalty, double Shrinkage)
{
    private const double SmallestNormalSingle = 1.1754943508222875e-38;

    /// <summary>
    /// A power of two, 2⁶⁴ or 2¹²⁶, by which a tiny scale is a normal single as long as the product is. That has then so large a gradient, that the
    /// inverse does not round it.
    /// </summary>
    private double Shift => Math.Abs(GradientScale) < 6.372367644529809e-58 ? 8.507059173023462e37 : 18446744073709551616.0;

    /// <summary>True if a single would hold the scale with fewer digits, or none.</summary>
    private bool IsTiny => Math.Abs(GradientScale) < SmallestNormalSingle;

    /// <summary>The gradient that the rule sees.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Gradient<T>(T parameter, T gradient) where T : struct, IArithmetic<T>
    {
        // Made outside of the branches, where the JIT takes them out of the loop: in them each costs a conversion and waits for the vector before.
        var (limit, scale, penalty) = (T.Constant(GradientLimit), T.Constant(GradientScale), T.Constant(L2Penalty));
        if (GradientLimit < double.PositiveInfinity)
            gradient = T.Max(-limit, T.Min(limit, gradient)); // NaN stays NaN.
        if (IsTiny)
            gradient = T.Constant(GradientScale * Shift) * (T.Constant(1 / Shift) * gradient);
        else if (GradientScale != 1)
            gradient = scale * gradient;
        if (L2Penalty != 0)
            gradient += penalty * parameter;
        return gradient;
    }

    /// <summary>A bound on what the rule sees.</summary>
    /// <param name="gradient">A bound on the gradient.</param>
    /// <param name="parameter">A bound on the parameter.</param>
    public double Bound(double gradient, double parameter) =>
        (Math.Abs(GradientScale) * Math.Min(gradient, GradientLimit)) + (L2Penalty == 0 ? 0 : L2Penalty * parameter);
}
