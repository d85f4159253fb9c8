using System.Runtime.CompilerServices;
using Optimizers.Arithmetic;
using Optimizers.Steps;

namespace Optimizers;

/// <summary>
/// LAMB (You et al. 2020, algorithm 2, φ(z) = z): Adam's direction with decay, r = m̂/(√v̂ + ε) + λθ, made as long as the parameter:
/// θ ← θ − α·(‖θ‖/‖r‖)·r. Where ‖θ‖ or ‖r‖ is 0, the ratio is 1.
/// </summary>
public sealed class Lamb : AdamFamily<Lamb.Rule>
{
    /// <summary>LAMB.</summary>
    /// <param name="learningRate">α(i), at least 0: the share of its own length by which a parameter moves. 0.001 if left out.</param>
    /// <param name="directionDecay">λ(i), at least 0: the decay that is a part of the direction. 0.01 if left out.</param>
    /// <param name="beta1">β₁(i), in [0, 1). 0.9 if left out.</param>
    /// <param name="beta2">β₂(i), in [0, 1). 0.999 if left out.</param>
    /// <param name="epsilon">ε(i), in units of the gradient, at least 0. 1e-6 if left out.</param>
    /// <exception cref="ArgumentOutOfRangeException">A hyperparameter is out of its range.</exception>
    public Lamb(
        Schedule? learningRate = null, Schedule? directionDecay = null, Schedule? beta1 = null, Schedule? beta2 = null, Schedule? epsilon = null)
        : base(learningRate ?? 0.001, beta1, beta2, epsilon ?? 1e-6) =>
        DirectionDecay = HyperparameterRange.NotNegative(directionDecay ?? 0.01, nameof(directionDecay));

    /// <summary>λ(i) of r. A new one takes effect in the next step.</summary>
    public Schedule DirectionDecay { get; set => field = HyperparameterRange.NotNegative(value, nameof(DirectionDecay)); }

    /// <inheritdoc/>
    protected internal override IEnumerable<Hyperparameter> RuleHyperparameters =>
        [new("directionDecay", DirectionDecay), .. Moments.Hyperparameters];

    /// <inheritdoc/>
    protected internal override Rule At(in StepInfo step)
    {
        var decay = Evaluate(DirectionDecay, step.Iteration, nameof(DirectionDecay)) * step.Parameter.WeightDecayScale;
        return new(Moments.At(step, stepSize: 1), StepScale.Of(step) ?? step.LearningRate, decay);
    }

    /// <summary>r = m̂/(√v̂ + ε) + λθ, u = s·r.</summary>
    /// <param name="adam">Adam's numbers for a learning rate of 1.</param>
    /// <param name="scale">s = α‖θ‖/‖r‖.</param>
    /// <param name="decay">λ.</param>
    public readonly struct Rule(Adam.Rule adam, double scale, double decay) : IUpdateRule
    {
        /// <inheritdoc/>
        public static int StateCount => 2;

        /// <inheritdoc/>
        public static int RoundCount => 1;

        /// <inheritdoc/>
        public static Round RoundAt(int round) => new(MeasureScope.Parameter, Values: 2);

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Apply<T>(T parameter, T gradient, ref State<T> state) where T : struct, IArithmetic<T> =>
            scale * Direction(parameter, gradient, ref state);

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Measured<T> Measure<T>(int round, T parameter, T gradient, State<T> state) where T : struct, IArithmetic<T>
        {
            var r = Direction(parameter, gradient, ref state);
            return new() { First = parameter * parameter, Second = r * r };
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private T Direction<T>(T parameter, T gradient, ref State<T> state) where T : struct, IArithmetic<T> =>
            adam.Apply(parameter, gradient, ref state) + (decay * parameter);
    }
}
