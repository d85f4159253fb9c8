using System.Runtime.CompilerServices;
using Optimizers.Arithmetic;

namespace Optimizers.Steps;

/// <summary>What happens to a gradient and a value before the rule, in the rule's own pass over memory.</summary>
/// <param name="GradientScale">What the gradient is multiplied with: clipping by norm, and −1 to maximize.</param>
/// <param name="GradientLimit">The largest magnitude of a coordinate of the gradient before that, or +∞.</param>
/// <param name="WeightDecay">λ of the L2 penalty: g ← g + λθ.</param>
/// <param name="Shrinkage">The share of the value that decoupled weight decay takes: αλ.</param>
internal readonly record struct Preparation(double GradientScale, double GradientLimit, double WeightDecay, double Shrinkage);

/// <summary>A rule behind its preparation.</summary>
internal readonly record struct PreparedRule<TRule>(TRule Rule, Preparation Preparation) : IUpdateRule
    where TRule : struct, IUpdateRule
{
    public static int StateCount => TRule.StateCount;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply<T>(ref T parameter, T gradient, ref State<T> state) where T : struct, IArithmetic<T>
    {
        if (Preparation.GradientLimit < double.PositiveInfinity)
            gradient = T.Max(T.Constant(-Preparation.GradientLimit), T.Min(T.Constant(Preparation.GradientLimit), gradient)); // NaN stays NaN.
        if (Preparation.GradientScale != 1)
            gradient = Preparation.GradientScale * gradient;
        if (Preparation.WeightDecay != 0)
            gradient += Preparation.WeightDecay * parameter;
        if (Preparation.Shrinkage != 0)
            parameter -= Preparation.Shrinkage * parameter;
        Rule.Apply(ref parameter, gradient, ref state);
    }
}
