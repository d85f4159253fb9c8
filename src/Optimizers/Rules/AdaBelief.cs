using System.Runtime.CompilerServices;
using Optimizers.Arithmetic;
using Optimizers.Steps;

namespace Optimizers;

/// <summary>
/// AdaBelief (Zhuang et al. 2020, algorithm 2): Adam that divides by how far the gradient is from its mean. s ← β₂s + (1 − β₂)(g − m)² + ε,
/// θ ← θ − α·m̂/(√ŝ + ε).
/// </summary>
/// <remarks>ε is 1e-8 in the paper, and 1e-16 in the authors' code and in optax.adabelief, whose eps and eps_root are both this ε.</remarks>
public sealed class AdaBelief : AdamFamily<AdaBelief.Rule>
{
    /// <summary>AdaBelief.</summary>
    /// <param name="learningRate">α(i), at least 0. 0.001 if left out.</param>
    /// <param name="beta1">β₁(i), in [0, 1). 0.9 if left out.</param>
    /// <param name="beta2">β₂(i), in [0, 1). 0.999 if left out.</param>
    /// <param name="epsilon">ε(i), at least 0. 1e-16 if left out.</param>
    /// <exception cref="ArgumentOutOfRangeException">A hyperparameter is out of its range.</exception>
    public AdaBelief(Schedule? learningRate = null, Schedule? beta1 = null, Schedule? beta2 = null, Schedule? epsilon = null)
        : base(learningRate ?? 0.001, beta1, beta2, epsilon ?? 1e-16)
    {
    }

    /// <inheritdoc/>
    protected internal override IReadOnlyList<StateDescriptor> State => [Moments.State[0], new("exp_avg_var"), .. Moments.State.Skip(2)];

    /// <inheritdoc/>
    protected internal override double GrowthAt(long iteration) => 2;

    /// <inheritdoc/>
    protected internal override Rule At(in StepInfo step) => new(
        step.LearningRate / Moments.Weights1(step),
        Moments.Beta1At(step), Moments.Beta2At(step), 1 / Moments.Weights2(step), Moments.EpsilonAt(step));

    /// <summary>m ← β₁m + (1 − β₁)g, s ← β₂s + (1 − β₂)(g − m)² + ε, u = a·m/(√ŝ + ε).</summary>
    /// <param name="stepSize">a = α/(1 − Πβ₁).</param>
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
            var m = state.First = T.Lerp(gradient, state.First, beta1);
            var surprise = gradient - m;
            var s = state.Second = T.Lerp(surprise * surprise, state.Second, beta2) + epsilon;
            return T.DivideOrZero(stepSize * m, T.Sqrt(s * correction2) + epsilon);
        }
    }
}
