using System.Runtime.CompilerServices;
using Optimizers.Arithmetic;
using Optimizers.Steps;

namespace Optimizers;

/// <summary>
/// Prodigy in Adam's form (Mishchenko and Defazio 2024): Adam whose rate is d, an estimate of the distance to the solution that all parameters share.
/// d is the largest Σ⟨g, θ₀ − θ⟩/‖s‖₁ so far, with averages r and s by √β₂: m and v average dg and d²g², θ ← θ − γd·m/(√v + dε).
/// </summary>
public sealed class Prodigy : Optimizer<Prodigy.Rule>, IHasMomentum
{
    /// <summary>Prodigy.</summary>
    /// <param name="learningRate">γ(i), at least 0: a factor on d. 1 if left out; a schedule falls from 1.</param>
    /// <param name="directionDecay">λ(i), at least 0: decay by γdλθ a step. 0 if left out.</param>
    /// <param name="beta1">β₁(i), in [0, 1). 0.9 if left out.</param>
    /// <param name="beta2">β₂(i), in [0, 1). 0.999 if left out.</param>
    /// <param name="epsilon">ε(i), in units of the gradient, at least 0. 1e-8 if left out.</param>
    /// <param name="initialDistance">d before the first step, in units of the parameter: small; finite, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A hyperparameter is out of its range.</exception>
    public Prodigy(
        Schedule? learningRate = null,
        Schedule? directionDecay = null,
        Schedule? beta1 = null,
        Schedule? beta2 = null,
        Schedule? epsilon = null,
        double initialDistance = 1e-6)
        : base(learningRate ?? 1)
    {
        DirectionDecay = HyperparameterRange.NotNegative(directionDecay ?? 0, nameof(directionDecay));
        Beta1 = HyperparameterRange.Decay(beta1 ?? 0.9, nameof(beta1));
        Beta2 = HyperparameterRange.Decay(beta2 ?? 0.999, nameof(beta2));
        Epsilon = HyperparameterRange.NotNegative(epsilon ?? 1e-8, nameof(epsilon));
        InitialDistance = HyperparameterRange.Positive(initialDistance);
    }

    /// <summary>λ(i). A new one takes effect in the next step.</summary>
    public Schedule DirectionDecay { get; set => field = HyperparameterRange.NotNegative(value, nameof(DirectionDecay)); }

    /// <summary>β₁(i). A new one takes effect in the next step.</summary>
    public Schedule Beta1 { get; set => field = Settable(value, nameof(Beta1)); }

    /// <summary>β₂(i). A new one takes effect in the next step.</summary>
    public Schedule Beta2 { get; set => field = Settable(value, nameof(Beta2)); }

    /// <summary>ε(i). A new one takes effect in the next step.</summary>
    public Schedule Epsilon { get; set => field = HyperparameterRange.NotNegative(value, nameof(Epsilon)); }

    /// <summary>d before the first step.</summary>
    public double InitialDistance { get; }

    Schedule IHasMomentum.MomentumDecay { get => Beta1; set => Beta1 = value; }

    /// <inheritdoc/>
    protected internal override IEnumerable<Hyperparameter> RuleHyperparameters =>
    [
        new("directionDecay", DirectionDecay), new("beta1", Beta1), new("beta2", Beta2),
        new("epsilon", Epsilon), new("initialDistance", InitialDistance),
    ];

    /// <inheritdoc/>
    protected internal override IReadOnlyList<StateDescriptor> State =>
    [
        new("exp_avg"), new("exp_avg_sq"), new("s"), new("p0", StateMeaning.ParameterValue),
        StateDescriptor.GroupScalar("d_and_r", 2),
    ];

    /// <inheritdoc/>
    protected internal override Rule At(in StepInfo step)
    {
        var beta1 = Evaluate(Beta1, step.Iteration, nameof(Beta1), below: 1);
        var beta2 = Evaluate(Beta2, step.Iteration, nameof(Beta2), below: 1);
        var decay = Evaluate(DirectionDecay, step.Iteration, nameof(DirectionDecay)) * step.Parameter.WeightDecayScale;
        return new(
            step.LearningRate, DistanceIn(step.GroupScalars), beta1, beta2,
            Evaluate(Epsilon, step.Iteration, nameof(Epsilon)), decay, step.StepNumber == 1);
    }

    /// <inheritdoc/>
    protected internal override void ConcludeGroup(int round, in GroupInfo group)
    {
        var root = Math.Sqrt(Evaluate(Beta2, group.Iteration, nameof(Beta2), below: 1));
        var distance = DistanceIn(group.Scalars);
        var r = (root * group.Scalars[1]) + ((1 - root) * distance * distance * group.Result(0, 0));
        var length = group.Result(0, 1);
        group.NextScalars[0] = length > 0 ? Math.Max(distance, r / length) : distance;
        group.NextScalars[1] = r;
    }

    private double DistanceIn(ReadOnlySpan<double> scalars) => scalars[0] == 0 ? InitialDistance : scalars[0];

    /// <summary>m ← β₁m + (1 − β₁)dg, v ← β₂v + (1 − β₂)d²g², s ← √β₂s + (1 − √β₂)γd²g, u = γd·(m/(√v + dε) + λθ).</summary>
    /// <param name="rate">γ.</param>
    /// <param name="distance">d.</param>
    /// <param name="beta1">β₁.</param>
    /// <param name="beta2">β₂.</param>
    /// <param name="epsilon">ε.</param>
    /// <param name="decay">λ.</param>
    /// <param name="isFirst">True in the first step, where θ₀ is θ.</param>
    public readonly struct Rule(double rate, double distance, double beta1, double beta2, double epsilon, double decay, bool isFirst) : IUpdateRule
    {
        private readonly double _root = Math.Sqrt(beta2);

        /// <inheritdoc/>
        public static int StateCount => 4;

        /// <inheritdoc/>
        public static int RoundCount => 1;

        /// <inheritdoc/>
        public static Round RoundAt(int round) => new(MeasureScope.Group, Values: 2);

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Apply<T>(T parameter, T gradient, ref State<T> state) where T : struct, IArithmetic<T>
        {
            var scaled = distance * gradient;
            var m = state.First = T.Lerp(scaled, state.First, beta1);
            var v = state.Second = T.Lerp(scaled * scaled, state.Second, beta2);
            state.Third = Sum(gradient, state);
            state.Fourth = isFirst ? parameter : state.Fourth;
            return (rate * distance) * (T.DivideOrZero(m, T.Sqrt(v) + (distance * epsilon)) + (decay * parameter));
        }

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Measured<T> Measure<T>(int round, T parameter, T gradient, State<T> state) where T : struct, IArithmetic<T> => new()
        {
            First = isFirst ? T.Constant(0) : rate * (gradient * (state.Fourth - parameter)),
            Second = T.Abs(Sum(gradient, state)),
        };

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private T Sum<T>(T gradient, in State<T> state) where T : struct, IArithmetic<T> =>
            T.Lerp((rate * distance * distance) * gradient, state.Third, _root);
    }
}
