using System.Runtime.CompilerServices;
using Optimizers.Arithmetic;
using Optimizers.Steps;

namespace Optimizers;

/// <summary>
/// SGD with D-Adaptation (Defazio and Mishchenko 2023, algorithm 4): dual averaging whose rate is d/‖g₀‖, with d an estimate of the distance to the
/// solution that all parameters share. λ = γd/‖g₀‖, s ← s + λg, d ← max(d, 2Σλ⟨g, s₋₁⟩/‖s‖), θ ← μθ + (1 − μ)(θ₀ − s).
/// </summary>
/// <remarks>
/// ‖g₀‖ is the norm of the first gradient that is not 0; a gradient more than a million times longer takes its place, since no step could be judged
/// by it.
/// </remarks>
public sealed class DAdaptSgd : Optimizer<DAdaptSgd.Rule>, IHasMomentum
{
    /// <summary>SGD with D-Adaptation.</summary>
    /// <param name="learningRate">γ(i), at least 0: a factor on d. 1 if left out.</param>
    /// <param name="momentum">μ(i), in [0, 1): how much of θ stays. 0.9 if left out.</param>
    /// <param name="initialDistance">d before the first step, in units of the parameter: small; finite, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A hyperparameter is out of its range.</exception>
    public DAdaptSgd(Schedule? learningRate = null, Schedule? momentum = null, double initialDistance = 1e-6)
        : base(learningRate ?? 1)
    {
        Momentum = HyperparameterRange.Decay(momentum ?? 0.9, nameof(momentum));
        InitialDistance = HyperparameterRange.Positive(initialDistance);
    }

    /// <summary>μ(i). A new one takes effect in the next step.</summary>
    public Schedule Momentum { get; set => field = Settable(value, nameof(Momentum)); }

    /// <summary>d before the first step.</summary>
    public double InitialDistance { get; }

    Schedule IHasMomentum.MomentumDecay { get => Momentum; set => Momentum = value; }

    /// <inheritdoc/>
    protected internal override IEnumerable<Hyperparameter> RuleHyperparameters =>
        [new("momentum", Momentum), new("initialDistance", InitialDistance)];

    /// <inheritdoc/>
    protected internal override IReadOnlyList<StateDescriptor> State =>
    [
        new("s"), new("x0", StateMeaning.ParameterValue),
        StateDescriptor.GroupScalar("d_and_first_norm_and_sum", 3),
    ];

    /// <inheritdoc/>
    protected internal override Rule At(in StepInfo step)
    {
        var norm = step.NextGroupScalars[1];
        var weight = norm > 0 ? step.LearningRate * (DistanceIn(step.GroupScalars) / norm) : 0;
        return new(
            step.LearningRate, StepScale.Bounded(step, weight), Evaluate(Momentum, step.Iteration, nameof(Momentum), below: 1), step.StepNumber == 1);
    }

    /// <inheritdoc/>
    protected internal override void ConcludeGroup(int round, in GroupInfo group)
    {
        var (distance, norm) = (DistanceIn(group.Scalars), Math.Sqrt(group.Result(0, 0)));
        if (norm < 1e6 * group.Scalars[1])
            norm = group.Scalars[1];
        var share = norm > 0 ? distance / norm : 0;
        var sum = group.Scalars[2] + (share * group.Result(0, 2));
        var length = Math.Sqrt(group.Result(0, 3) + (share * ((2 * group.Result(0, 2)) + (share * group.Result(0, 1)))));
        group.NextScalars[0] = length > 0 ? Math.Max(distance, 2 * sum / length) : distance;
        group.NextScalars[1] = norm;
        group.NextScalars[2] = sum;
    }

    private double DistanceIn(ReadOnlySpan<double> scalars) => scalars[0] == 0 ? InitialDistance : scalars[0];

    /// <summary>Gathers ‖g‖², ‖γg‖², ⟨γg, s⟩ and ‖s‖²; s ← s + λg, u = (1 − μ)(θ − θ₀ + s).</summary>
    /// <param name="rate">γ.</param>
    /// <param name="weight">λ.</param>
    /// <param name="momentum">μ.</param>
    /// <param name="isFirst">True in the first step, where θ₀ is θ.</param>
    public readonly struct Rule(double rate, double weight, double momentum, bool isFirst) : IUpdateRule
    {
        /// <inheritdoc/>
        public static int StateCount => 2;

        /// <inheritdoc/>
        public static int RoundCount => 1;

        /// <inheritdoc/>
        public static Round RoundAt(int round) => new(MeasureScope.Group, Values: 4);

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Apply<T>(T parameter, T gradient, ref State<T> state) where T : struct, IArithmetic<T>
        {
            var s = state.First = state.First + (weight * gradient);
            var start = state.Second = isFirst ? parameter : state.Second;
            return (1 - momentum) * (parameter - start + s);
        }

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Measured<T> Measure<T>(int round, T parameter, T gradient, State<T> state) where T : struct, IArithmetic<T>
        {
            var scaled = rate * gradient;
            return new()
            {
                First = gradient * gradient,
                Second = scaled * scaled,
                Third = scaled * state.First,
                Fourth = state.First * state.First,
            };
        }
    }
}
