using System.Runtime.CompilerServices;
using Optimizers.Arithmetic;
using Optimizers.Steps;

namespace Optimizers;

/// <summary>
/// AdaMax (Kingma and Ba 2015, algorithm 2): Adam in the maximum norm. m ← β₁m + (1 − β₁)g, u ← max(β₂u, |g| + ε), θ ← θ − α/(1 − β₁ᵗ)·m/u.
/// </summary>
/// <remarks>The paper has no ε; it stands where torch.optim.Adamax and optax.adamax have it.</remarks>
public sealed class Adamax : AdamFamily<Adamax.Rule>
{
    /// <summary>AdaMax.</summary>
    /// <param name="learningRate">α(i), at least 0: the bound of a coordinate's step. 0.002 if left out.</param>
    /// <param name="beta1">β₁(i), in [0, 1). 0.9 if left out.</param>
    /// <param name="beta2">β₂(i), in [0, 1): the decay of the largest gradient. 0.999 if left out.</param>
    /// <param name="epsilon">ε(i), in units of the gradient, at least 0. 1e-8 if left out.</param>
    /// <exception cref="ArgumentOutOfRangeException">A hyperparameter is out of its range.</exception>
    public Adamax(Schedule? learningRate = null, Schedule? beta1 = null, Schedule? beta2 = null, Schedule? epsilon = null)
        : base(learningRate ?? 0.002, beta1, beta2, epsilon)
    {
    }

    /// <inheritdoc/>
    protected internal override bool SquaresGradient => false;

    /// <inheritdoc/>
    protected internal override IReadOnlyList<StateDescriptor> State => [Moments.State[0], new("exp_inf"), Moments.State[2]];

    /// <inheritdoc/>
    protected internal override Rule At(in StepInfo step) =>
        new(step.LearningRate / Moments.Weights1(step), Moments.Beta1At(step), Moments.Beta2At(step), Moments.EpsilonAt(step));

    /// <summary>m ← β₁m + (1 − β₁)g, n ← max(β₂n, |g| + ε), u = s·m/n.</summary>
    /// <param name="stepSize">s = α/(1 − Πβ₁).</param>
    /// <param name="beta1">β₁.</param>
    /// <param name="beta2">β₂.</param>
    /// <param name="epsilon">ε.</param>
    public readonly struct Rule(double stepSize, double beta1, double beta2, double epsilon) : IUpdateRule
    {
        /// <inheritdoc/>
        public static int StateCount => 2;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Apply<T>(T parameter, T gradient, ref State<T> state) where T : struct, IArithmetic<T>
        {
            var m = state.First = T.Lerp(gradient, state.First, beta1);
            var largest = state.Second = T.Max(beta2 * state.Second, T.Abs(gradient) + epsilon);
            return stepSize * T.DivideOrZero(m, largest);
        }
    }
}
