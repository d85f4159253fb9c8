using System.Runtime.CompilerServices;
using Optimizers.Arithmetic;
using Optimizers.Steps;

namespace Optimizers;

/// <summary>
/// Adam with D-Adaptation (Defazio and Mishchenko 2023, algorithm 5): Adam whose rate is d, an estimate of the distance to the solution that all
/// parameters share. m ← β₁m + (1 − β₁)γdg, θ ← θ − m/(√v + ε); d is the largest r/((1 − √β₂)‖s‖₁) so far, where s averages γdg and r averages
/// γd⟨g, s₋₁/(√v + ε)⟩ by √β₂.
/// </summary>
/// <remarks>
/// There is no correction for the start at 0. optax.contrib.dadapt_adamw and the authors' code weight ⟨g, s⟩ by the v of before, the paper by the new
/// one, as here. <see cref="Prodigy"/> is the successor.
/// </remarks>
public sealed class DAdaptAdam : AdamFamily<DAdaptAdam.Rule>
{
    /// <summary>Adam with D-Adaptation.</summary>
    /// <param name="learningRate">γ(i), at least 0: a factor on d. 1 if left out.</param>
    /// <param name="directionDecay">λ(i), at least 0: decay by γdλθ a step. 0 if left out.</param>
    /// <param name="beta1">β₁(i), in [0, 1). 0.9 if left out.</param>
    /// <param name="beta2">β₂(i), in [0, 1). 0.999 if left out.</param>
    /// <param name="epsilon">ε(i), in units of the gradient, at least 0. 1e-8 if left out.</param>
    /// <param name="initialDistance">d before the first step, in units of the parameter: small; finite, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A hyperparameter is out of its range.</exception>
    public DAdaptAdam(
        Schedule? learningRate = null, Schedule? directionDecay = null, Schedule? beta1 = null, Schedule? beta2 = null, Schedule? epsilon = null,
        double initialDistance = 1e-6)
        : base(learningRate ?? 1, beta1, beta2, epsilon)
    {
        DirectionDecay = HyperparameterRange.NotNegative(directionDecay ?? 0, nameof(directionDecay));
        InitialDistance = HyperparameterRange.Positive(initialDistance);
    }

    /// <summary>λ(i). A new one takes effect in the next step.</summary>
    public Schedule DirectionDecay { get; set => field = HyperparameterRange.NotNegative(value, nameof(DirectionDecay)); }

    /// <summary>d before the first step.</summary>
    public double InitialDistance { get; }

    /// <inheritdoc/>
    protected internal override IEnumerable<Hyperparameter> RuleHyperparameters =>
        [new("directionDecay", DirectionDecay), .. Moments.Hyperparameters, new("initialDistance", InitialDistance)];

    /// <inheritdoc/>
    protected internal override IReadOnlyList<StateDescriptor> State =>
    [
        new("exp_avg"), StateDescriptor.Mean("exp_avg_sq", StateMeaning.SquareMean, Beta2, MeanCompletion.Never), new("s"),
        StateDescriptor.GroupScalar("d_and_r", 2),
    ];

    /// <inheritdoc/>
    protected internal override Rule At(in StepInfo step)
    {
        var decay = Evaluate(DirectionDecay, step.Iteration, nameof(DirectionDecay)) * step.Parameter.WeightDecayScale;
        var rate = step.LearningRate * DistanceIn(step.GroupScalars);
        return new(rate, Moments.Beta1At(step), Moments.Beta2At(step), Moments.EpsilonAt(step), rate * decay);
    }

    /// <inheritdoc/>
    protected internal override void ConcludeGroup(int round, in GroupInfo group)
    {
        var root = Math.Sqrt(Evaluate(Beta2, group.Iteration, nameof(Beta2), below: 1));
        var distance = DistanceIn(group.Scalars);
        var r = (root * group.Scalars[1]) + ((1 - root) * group.Result(0, 0));
        var length = (1 - root) * group.Result(0, 1);
        group.NextScalars[0] = length > 0 ? Math.Max(distance, r / length) : distance;
        group.NextScalars[1] = r;
    }

    private double DistanceIn(ReadOnlySpan<double> scalars) => scalars[0] == 0 ? InitialDistance : scalars[0];

    /// <summary>
    /// Gathers ⟨ag, s/(√v + ε)⟩ and ‖s‖₁; m ← β₁m + (1 − β₁)ag, v ← β₂v + (1 − β₂)g², s ← √β₂s + (1 − √β₂)ag, u = m/(√v + ε) + cθ.
    /// </summary>
    /// <param name="rate">a = γd.</param>
    /// <param name="beta1">β₁.</param>
    /// <param name="beta2">β₂.</param>
    /// <param name="epsilon">ε.</param>
    /// <param name="decay">c = γdλ.</param>
    public readonly struct Rule(double rate, double beta1, double beta2, double epsilon, double decay) : IUpdateRule
    {
        private readonly double _root = Math.Sqrt(beta2);

        /// <inheritdoc/>
        public static int StateCount => 3;

        /// <inheritdoc/>
        public static int RoundCount => 1;

        /// <inheritdoc/>
        public static Round RoundAt(int round) => new(MeasureScope.Group, Values: 2);

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Apply<T>(T parameter, T gradient, ref State<T> state) where T : struct, IArithmetic<T>
        {
            var scaled = rate * gradient;
            var m = state.First = T.Lerp(scaled, state.First, beta1);
            var v = state.Second = T.Lerp(gradient * gradient, state.Second, beta2);
            state.Third = T.Lerp(scaled, state.Third, _root);
            return T.DivideOrZero(m, T.Sqrt(v) + epsilon) + (decay * parameter);
        }

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Measured<T> Measure<T>(int round, T parameter, T gradient, State<T> state) where T : struct, IArithmetic<T>
        {
            var scaled = rate * gradient;
            var v = T.Lerp(gradient * gradient, state.Second, beta2);
            return new()
            {
                First = T.DivideOrZero(scaled * state.Third, T.Sqrt(v) + epsilon),
                Second = T.Abs(T.Lerp(scaled, state.Third, _root)),
            };
        }
    }
}
