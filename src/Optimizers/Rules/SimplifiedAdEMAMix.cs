using System.Runtime.CompilerServices;
using Optimizers.Arithmetic;
using Optimizers.Steps;

namespace Optimizers;

/// <summary>
/// Simplified AdEMAMix (Morwani et al. 2025, section 5): Adam's denominator under a sum of gradients and the gradient itself. m ← β₁m + g,
/// θ ← θ − α(m + κg)/(√v̂ + ε).
/// </summary>
/// <remarks>optax.contrib.simplified_ademamix; κ is its alpha. m is a sum: α is (1 − β₁) times that of a rule whose m is a mean.</remarks>
public sealed class SimplifiedAdEMAMix : AdamFamily<SimplifiedAdEMAMix.Rule>
{
    /// <summary>Simplified AdEMAMix.</summary>
    /// <param name="learningRate">α(i), at least 0. 1e-4 if left out.</param>
    /// <param name="beta1">β₁(i), in [0, 1). 0.99 if left out.</param>
    /// <param name="beta2">β₂(i), in [0, 1). 0.95 if left out.</param>
    /// <param name="mix">κ(i), at least 0: how much the gradient counts beside the sum. 0 if left out.</param>
    /// <param name="epsilon">ε(i), in units of the gradient, at least 0. 1e-8 if left out.</param>
    /// <exception cref="ArgumentOutOfRangeException">A hyperparameter is out of its range.</exception>
    public SimplifiedAdEMAMix(
        Schedule? learningRate = null, Schedule? beta1 = null, Schedule? beta2 = null, Schedule? mix = null, Schedule? epsilon = null)
        : base(learningRate ?? 1e-4, beta1 ?? 0.99, beta2 ?? 0.95, epsilon) =>
        Mix = HyperparameterRange.NotNegative(mix ?? 0, nameof(mix));

    /// <summary>κ(i). A new one takes effect in the next step.</summary>
    public Schedule Mix { get; set => field = HyperparameterRange.NotNegative(value, nameof(Mix)); }

    /// <inheritdoc/>
    protected internal override IEnumerable<Hyperparameter> RuleHyperparameters =>
        [new("beta1", Beta1), new("beta2", Beta2), new("mix", Mix), new("epsilon", Epsilon)];

    /// <inheritdoc/>
    protected internal override IReadOnlyList<StateDescriptor> State =>
    [
        new("momentum_buffer", StateMeaning.GradientSum) { Unit = 1, Decay = AdamMoments.Constant(Beta1) },
        AdamMoments.Mean("exp_avg_sq", StateMeaning.SquareMean, Beta2, "beta2_product"),
        StateDescriptor.Scalar("beta2_product", 2, StateMeaning.DecayProduct),
    ];

    /// <inheritdoc/>
    protected internal override double GrowthAt(long iteration) => 1 / (1 - Evaluate(Beta1, iteration, nameof(Beta1), below: 1));

    /// <inheritdoc/>
    protected internal override Rule At(in StepInfo step)
    {
        var beta2 = Moments.Beta2At(step);
        return new(
            step.LearningRate, step.LearningRate * Evaluate(Mix, step.Iteration, nameof(Mix)),
            Moments.Beta1At(step), beta2, 1 / step.SumOfWeights(0, beta2), Moments.EpsilonAt(step));
    }

    /// <summary>m ← β₁m + g, v ← β₂v + (1 − β₂)g², u = (α·m + c·g)/(√v̂ + ε).</summary>
    /// <param name="learningRate">α.</param>
    /// <param name="ofGradient">c = ακ.</param>
    /// <param name="beta1">β₁.</param>
    /// <param name="beta2">β₂.</param>
    /// <param name="correction2">1/(1 − Πβ₂).</param>
    /// <param name="epsilon">ε.</param>
    public readonly struct Rule(double learningRate, double ofGradient, double beta1, double beta2, double correction2, double epsilon) : IUpdateRule
    {
        /// <inheritdoc/>
        public static int StateCount => 2;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Apply<T>(T parameter, T gradient, ref State<T> state) where T : struct, IArithmetic<T>
        {
            var m = state.First = (beta1 * state.First) + gradient;
            var v = state.Second = T.Lerp(gradient * gradient, state.Second, beta2);
            return T.DivideOrZero((learningRate * m) + (ofGradient * gradient), T.Sqrt(v * correction2) + epsilon);
        }
    }
}
