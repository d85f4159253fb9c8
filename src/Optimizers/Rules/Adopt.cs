using System.Runtime.CompilerServices;
using Optimizers.Arithmetic;
using Optimizers.Steps;

namespace Optimizers;

/// <summary>
/// ADOPT (Taniguchi et al. 2024, algorithm 2): Adam for any β₂. The gradient is divided by the v of before, and averaged after that: with
/// cₜ = t^(1/4), m ← β₁m + (1 − β₁)·clip(g/max(√v, ε), ±cₜ), θ ← θ − αm, v ← β₂v + (1 − β₂)g².
/// </summary>
/// <remarks>A parameter's first gradient only begins v = g², and t counts from the second. optax.contrib.adopt has the same clipping.</remarks>
public sealed class Adopt : AdamFamily<Adopt.Rule>
{
    /// <summary>ADOPT.</summary>
    /// <param name="learningRate">α(i), at least 0. 0.001 if left out.</param>
    /// <param name="beta1">β₁(i), in [0, 1). 0.9 if left out.</param>
    /// <param name="beta2">β₂(i), in [0, 1). 0.9999 if left out.</param>
    /// <param name="epsilon">ε(i), in units of the gradient, at least 0: the smallest divisor. 1e-6 if left out.</param>
    /// <exception cref="ArgumentOutOfRangeException">A hyperparameter is out of its range.</exception>
    public Adopt(Schedule? learningRate = null, Schedule? beta1 = null, Schedule? beta2 = null, Schedule? epsilon = null)
        : base(learningRate ?? 0.001, beta1, beta2 ?? 0.9999, epsilon ?? 1e-6)
    {
    }

    /// <inheritdoc/>
    protected internal override IReadOnlyList<StateDescriptor> State =>
        [new("exp_avg"), StateDescriptor.Mean("exp_avg_sq", StateMeaning.SquareMean, Beta2, MeanCompletion.Whole)];

    /// <inheritdoc/>
    protected internal override Rule At(in StepInfo step)
    {
        var (beta1, beta2, epsilon) = (Moments.Beta1At(step), Moments.Beta2At(step), Moments.EpsilonAt(step));
        return step.StepNumber == 1
            ? new(0, 1, 0, epsilon, 0)
            : new(step.LearningRate, beta1, beta2, epsilon, Math.Sqrt(Math.Sqrt(step.StepNumber - 1)));
    }

    /// <summary>m ← β₁m + (1 − β₁)·clip(g/max(√v, ε), ±c), u = αm, v ← β₂v + (1 − β₂)g².</summary>
    /// <param name="learningRate">α.</param>
    /// <param name="beta1">β₁; 1 leaves m as it is.</param>
    /// <param name="beta2">β₂.</param>
    /// <param name="epsilon">ε.</param>
    /// <param name="bound">c.</param>
    public readonly struct Rule(double learningRate, double beta1, double beta2, double epsilon, double bound) : IUpdateRule
    {
        /// <inheritdoc/>
        public static int StateCount => 2;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Apply<T>(T parameter, T gradient, ref State<T> state) where T : struct, IArithmetic<T>
        {
            var normed = T.DivideOrZero(gradient, T.Max(T.Sqrt(state.Second), T.Constant(epsilon)));
            var clipped = T.Max(T.Constant(-bound), T.Min(T.Constant(bound), normed));
            var m = state.First = T.Lerp(clipped, state.First, beta1);
            state.Second = T.Lerp(gradient * gradient, state.Second, beta2);
            return learningRate * m;
        }
    }
}
