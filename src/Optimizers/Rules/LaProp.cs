using System.Runtime.CompilerServices;
using Optimizers.Arithmetic;
using Optimizers.Steps;

namespace Optimizers;

/// <summary>
/// LaProp (Ziyin et al. 2020, algorithm 1): Adam that divides before it averages. v ← β₂v + (1 − β₂)g², m ← β₁m + (1 − β₁)g/(√v̂ + ε),
/// θ ← θ − α·m/(1 − β₁ᵗ).
/// </summary>
public sealed class LaProp : AdamFamily<LaProp.Rule>
{
    /// <summary>LaProp.</summary>
    /// <param name="learningRate">α(i), at least 0. 4e-4 if left out.</param>
    /// <param name="beta1">β₁(i), in [0, 1): the paper's μ. 0.9 if left out.</param>
    /// <param name="beta2">β₂(i), in [0, 1): the paper's ν. 0.999 if left out.</param>
    /// <param name="epsilon">ε(i), in units of the gradient, at least 0. 1e-15 if left out.</param>
    /// <exception cref="ArgumentOutOfRangeException">A hyperparameter is out of its range.</exception>
    public LaProp(Schedule? learningRate = null, Schedule? beta1 = null, Schedule? beta2 = null, Schedule? epsilon = null)
        : base(learningRate ?? 4e-4, beta1, beta2, epsilon ?? 1e-15)
    {
    }

    /// <inheritdoc/>
    protected internal override IReadOnlyList<StateDescriptor> State => [new("exp_avg"), .. Moments.State.Skip(1)];

    /// <inheritdoc/>
    protected internal override Rule At(in StepInfo step) => new(
        step.LearningRate / Moments.Weights1(step),
        Moments.Beta1At(step), Moments.Beta2At(step), 1 / Moments.Weights2(step), Moments.EpsilonAt(step));

    /// <summary>v ← β₂v + (1 − β₂)g², m ← β₁m + (1 − β₁)g/(√v̂ + ε), u = s·m.</summary>
    /// <param name="stepSize">s = α/(1 − Πβ₁).</param>
    /// <param name="beta1">β₁.</param>
    /// <param name="beta2">β₂.</param>
    /// <param name="correction2">1/(1 − Πβ₂).</param>
    /// <param name="epsilon">ε.</param>
    public readonly struct Rule(double stepSize, double beta1, double beta2, double correction2, double epsilon) : IUpdateRule
    {
        /// <inheritdoc/>
        public static int StateCount => 2;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Apply<T>(T parameter, T gradient, ref State<T> state) where T : struct, IArithmetic<T>
        {
            var v = state.Second = T.Lerp(gradient * gradient, state.Second, beta2);
            var m = state.First = T.Lerp(T.DivideOrZero(gradient, T.Sqrt(v * correction2) + epsilon), state.First, beta1);
            return stepSize * m;
        }
    }
}
