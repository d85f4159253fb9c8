using System.Runtime.CompilerServices;
using Optimizers.Arithmetic;
using Optimizers.Steps;

namespace Optimizers;

/// <summary>
/// LARS (You, Gitman and Ginsburg 2017, algorithm 1): momentum whose rate is a share of each parameter's length, r = η‖θ‖/(‖g‖ + λ‖θ‖),
/// m ← μm + αr(g + λθ), θ ← θ − m. Where ‖θ‖ or ‖g‖ is 0, r = 1.
/// </summary>
/// <remarks>optax.lars has α outside of the momentum, which is the same while α is constant.</remarks>
public sealed class Lars : Optimizer<Lars.Rule>, IHasMomentum
{
    /// <summary>LARS.</summary>
    /// <param name="learningRate">α(i), at least 0.</param>
    /// <param name="momentum">μ(i), in [0, 1). 0.9 if left out.</param>
    /// <param name="directionDecay">λ(i), at least 0: the decay that is a part of the direction. 0 if left out.</param>
    /// <param name="trust">η: the share of its length by which a parameter moves at a rate of 1; finite, above 0.</param>
    /// <exception cref="ArgumentNullException">The learning rate is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A hyperparameter is out of its range.</exception>
    public Lars(Schedule learningRate, Schedule? momentum = null, Schedule? directionDecay = null, double trust = 0.001)
        : base(learningRate)
    {
        Momentum = HyperparameterRange.Decay(momentum ?? 0.9, nameof(momentum));
        DirectionDecay = HyperparameterRange.NotNegative(directionDecay ?? 0, nameof(directionDecay));
        Trust = HyperparameterRange.Positive(trust);
    }

    /// <summary>μ(i). A new one takes effect in the next step.</summary>
    public Schedule Momentum { get; set => field = Settable(value, nameof(Momentum)); }

    /// <summary>λ(i). A new one takes effect in the next step.</summary>
    public Schedule DirectionDecay { get; set => field = HyperparameterRange.NotNegative(value, nameof(DirectionDecay)); }

    /// <summary>η.</summary>
    public double Trust { get; }

    Schedule IHasMomentum.MomentumDecay { get => Momentum; set => Momentum = value; }

    /// <inheritdoc/>
    protected internal override IEnumerable<Hyperparameter> RuleHyperparameters =>
        [new("momentum", Momentum), new("directionDecay", DirectionDecay), new("trust", Trust)];

    /// <inheritdoc/>
    protected internal override bool SquaresGradient => false; // Squares are taken in double.

    /// <inheritdoc/>
    protected internal override IReadOnlyList<StateDescriptor> State => [new("momentum_buffer")];

    /// <inheritdoc/>
    protected internal override Rule At(in StepInfo step)
    {
        var decay = Evaluate(DirectionDecay, step.Iteration, nameof(DirectionDecay)) * step.Parameter.WeightDecayScale;
        var (ofParameter, ofGradient) = (Math.Sqrt(step.Result(0, 0)), Math.Sqrt(step.Result(0, 1)));
        var ratio = ofParameter > 0 && ofGradient > 0 ? Trust * (ofParameter / (ofGradient + (decay * ofParameter))) : 1;
        return new(
            Evaluate(Momentum, step.Iteration, nameof(Momentum), below: 1), StepScale.Bounded(step, step.LearningRate * ratio), decay);
    }

    /// <summary>Gathers Σ θ² and Σ g²; m ← μm + s(g + λθ), u = m.</summary>
    /// <param name="momentum">μ.</param>
    /// <param name="scale">s = αr.</param>
    /// <param name="decay">λ.</param>
    public readonly struct Rule(double momentum, double scale, double decay) : IUpdateRule
    {
        /// <inheritdoc/>
        public static int StateCount => 1;

        /// <inheritdoc/>
        public static int RoundCount => 1;

        /// <inheritdoc/>
        public static Round RoundAt(int round) => new(MeasureScope.Parameter, Values: 2);

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Apply<T>(T parameter, T gradient, ref State<T> state) where T : struct, IArithmetic<T> =>
            state.First = (momentum * state.First) + (scale * (gradient + (decay * parameter)));

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Measured<T> Measure<T>(int round, T parameter, T gradient, State<T> state) where T : struct, IArithmetic<T> =>
            new() { First = parameter * parameter, Second = gradient * gradient };
    }
}
