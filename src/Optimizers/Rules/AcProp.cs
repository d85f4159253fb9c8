using System.Runtime.CompilerServices;
using Optimizers.Arithmetic;
using Optimizers.Steps;

namespace Optimizers;

/// <summary>
/// ACProp (Zhuang et al. 2021, algorithm 2): the gradient, divided by a centered root that does not know it yet. θ ← θ − α·g/(√ŝ₋₁ + ε), then
/// m ← β₁m + (1 − β₁)g and s ← β₂s + (1 − β₂)(g − m)².
/// </summary>
/// <remarks>
/// As in the authors' code ε is added to s before each use, and the first step is αg. optax.contrib.acprop centers by the m before.
/// </remarks>
public sealed class AcProp : Optimizer<AcProp.Rule>
{
    /// <summary>ACProp.</summary>
    /// <param name="learningRate">α(i), at least 0. 0.001 if left out.</param>
    /// <param name="beta1">β₁(i), in [0, 1). 0.9 if left out.</param>
    /// <param name="beta2">β₂(i), in [0, 1). 0.999 if left out.</param>
    /// <param name="epsilon">ε(i), at least 0. 1e-16 if left out.</param>
    /// <exception cref="ArgumentOutOfRangeException">A hyperparameter is out of its range.</exception>
    public AcProp(Schedule? learningRate = null, Schedule? beta1 = null, Schedule? beta2 = null, Schedule? epsilon = null)
        : base(learningRate ?? 0.001) => Moments = new AdamMoments(beta1, beta2, epsilon ?? 1e-16);

    /// <summary>β₁(i). A new one takes effect in the step after the next: the next one does not know its m yet.</summary>
    public Schedule Beta1 { get => Moments.Beta1; set => Moments.Beta1 = Settable(value, nameof(Beta1)); }

    /// <summary>β₂(i). A new one takes effect in the step after the next.</summary>
    public Schedule Beta2 { get => Moments.Beta2; set => Moments.Beta2 = Settable(value, nameof(Beta2)); }

    /// <summary>ε(i). A new one takes effect in the next step.</summary>
    public Schedule Epsilon { get => Moments.Epsilon; set => Moments.Epsilon = HyperparameterRange.NotNegative(value, nameof(Epsilon)); }

    /// <inheritdoc/>
    protected internal override IEnumerable<Hyperparameter> RuleHyperparameters => Moments.Hyperparameters;

    /// <inheritdoc/>
    protected internal override IReadOnlyList<StateDescriptor> State => [Moments.State[0], new("exp_avg_var"), .. Moments.State.Skip(2)];

    private AdamMoments Moments { get; }

    /// <inheritdoc/>
    protected internal override double GrowthAt(long iteration) => 2;

    /// <inheritdoc/>
    protected internal override Rule At(in StepInfo step)
    {
        var epsilon = Moments.EpsilonAt(step);
        _ = Moments.Weights1(step); // For who takes m over.
        _ = Moments.Weights2(step);
        var isFirst = step.StepNumber == 1;
        var correction2 = isFirst ? 0 : 1 / new RunningProduct(step.Scalars[2], step.Scalars[3]).OneMinus;
        return new(step.LearningRate, Moments.Beta1At(step), Moments.Beta2At(step), correction2, isFirst ? 0 : epsilon, isFirst ? 1 : epsilon);
    }

    /// <summary>s ← s + ε, u = αg/(√ŝ + n), m ← β₁m + (1 − β₁)g, s ← β₂s + (1 − β₂)(g − m)².</summary>
    /// <param name="learningRate">α.</param>
    /// <param name="beta1">β₁.</param>
    /// <param name="beta2">β₂.</param>
    /// <param name="correction2">1/(1 − Πβ₂) of before this step; 0 in the first one.</param>
    /// <param name="added">ε; 0 in the first step.</param>
    /// <param name="least">n = ε; 1 in the first step.</param>
    public readonly struct Rule(
        double learningRate, double beta1, double beta2, double correction2, double added, double least) : IUpdateRule
    {
        /// <inheritdoc/>
        public static int StateCount => 2;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Apply<T>(T parameter, T gradient, ref State<T> state) where T : struct, IArithmetic<T>
        {
            var s = state.Second + added;
            var update = T.DivideOrZero(learningRate * gradient, T.Sqrt(s * correction2) + least);
            var m = state.First = T.Lerp(gradient, state.First, beta1);
            var surprise = gradient - m;
            state.Second = T.Lerp(surprise * surprise, s, beta2);
            return update;
        }
    }
}
