using System.Runtime.CompilerServices;
using Optimizers.Arithmetic;
using Optimizers.Steps;

namespace Optimizers;

/// <summary>
/// Yogi (Zaheer et al. 2018, algorithm 2): Adam whose v moves towards g² by a share of g² only, so that it never falls at once.
/// v ← v − (1 − β₂)·sign(v − g²)·g², θ ← θ − α·m/(√v + ε).
/// </summary>
/// <remarks>There is no correction for the start at 0. optax.yogi corrects as Adam does, and begins both averages at 1e-6.</remarks>
public sealed class Yogi : AdamFamily<Yogi.Rule>
{
    /// <summary>Yogi.</summary>
    /// <param name="learningRate">α(i), at least 0. 0.01 if left out.</param>
    /// <param name="beta1">β₁(i), in [0, 1). 0.9 if left out.</param>
    /// <param name="beta2">β₂(i), in [0, 1). 0.999 if left out.</param>
    /// <param name="epsilon">ε(i), in units of the gradient, at least 0. 0.001 if left out.</param>
    /// <exception cref="ArgumentOutOfRangeException">A hyperparameter is out of its range.</exception>
    public Yogi(Schedule? learningRate = null, Schedule? beta1 = null, Schedule? beta2 = null, Schedule? epsilon = null)
        : base(learningRate ?? 0.01, beta1, beta2, epsilon ?? 0.001)
    {
    }

    /// <inheritdoc/>
    protected internal override IReadOnlyList<StateDescriptor> State =>
        [StateDescriptor.Mean("exp_avg", StateMeaning.GradientMean, Beta1, MeanCompletion.Never), new("exp_avg_sq")];

    /// <inheritdoc/>
    protected internal override Rule At(in StepInfo step) =>
        new(step.LearningRate, Moments.Beta1At(step), Moments.Beta2At(step), Moments.EpsilonAt(step));

    /// <summary>m ← β₁m + (1 − β₁)g, v ← v − (1 − β₂)·sign(v − g²)·g², u = αm/(√v + ε).</summary>
    /// <param name="learningRate">α.</param>
    /// <param name="beta1">β₁.</param>
    /// <param name="beta2">β₂.</param>
    /// <param name="epsilon">ε.</param>
    public readonly struct Rule(double learningRate, double beta1, double beta2, double epsilon) : IUpdateRule
    {
        /// <inheritdoc/>
        public static int StateCount => 2;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Apply<T>(T parameter, T gradient, ref State<T> state) where T : struct, IArithmetic<T>
        {
            var m = state.First = T.Lerp(gradient, state.First, beta1);
            var square = gradient * gradient;
            var v = state.Second = state.Second - ((1 - beta2) * (T.Sign(state.Second - square) * square));
            return T.DivideOrZero(learningRate * m, T.Sqrt(v) + epsilon);
        }
    }
}
