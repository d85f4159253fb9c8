using System.Runtime.CompilerServices;
using Optimizers.Arithmetic;
using Optimizers.Steps;

namespace Optimizers;

/// <summary>
/// StableAdamW (Wortsman et al. 2023, algorithm 2): AdamW whose rate is divided, parameter by parameter, by max(1, RMS) with
/// RMS² = mean of g²/max(v̂, ε²), so that a gradient which v does not know yet makes no large step. θ ← θ − η(m̂/(√v̂ + ε) + λθ).
/// </summary>
public sealed class StableAdamW : AdamFamily<StableAdamW.Rule>
{
    /// <summary>StableAdamW.</summary>
    /// <param name="learningRate">α(i), at least 0. 0.001 if left out.</param>
    /// <param name="directionDecay">λ(i), at least 0: the decay by the divided rate. 0 if left out.</param>
    /// <param name="beta1">β₁(i), in [0, 1). 0.9 if left out.</param>
    /// <param name="beta2">β₂(i), in [0, 1). 0.99 if left out.</param>
    /// <param name="epsilon">ε(i), in units of the gradient, at least 0. 1e-8 if left out.</param>
    /// <exception cref="ArgumentOutOfRangeException">A hyperparameter is out of its range.</exception>
    public StableAdamW(
        Schedule? learningRate = null, Schedule? directionDecay = null, Schedule? beta1 = null, Schedule? beta2 = null, Schedule? epsilon = null)
        : base(learningRate ?? 0.001, beta1, beta2 ?? 0.99, epsilon) =>
        DirectionDecay = HyperparameterRange.NotNegative(directionDecay ?? 0, nameof(directionDecay));

    /// <summary>λ(i). A new one takes effect in the next step.</summary>
    public Schedule DirectionDecay { get; set => field = HyperparameterRange.NotNegative(value, nameof(DirectionDecay)); }

    /// <inheritdoc/>
    protected internal override IEnumerable<Hyperparameter> RuleHyperparameters =>
        [new("directionDecay", DirectionDecay), .. Moments.Hyperparameters];

    /// <inheritdoc/>
    protected internal override Rule At(in StepInfo step)
    {
        var epsilon = Moments.EpsilonAt(step);
        var size = Math.Sqrt(step.Result(0) / Math.Max(1, step.Parameter.Length));
        var decay = Evaluate(DirectionDecay, step.Iteration, nameof(DirectionDecay)) * step.Parameter.WeightDecayScale;
        return new(Moments.At(step, stepSize: 1), step.LearningRate / Math.Max(1, size), decay, epsilon * epsilon);
    }

    /// <summary>Gathers Σ g²/max(v̂, ε²); u = η(m̂/(√v̂ + ε) + λθ).</summary>
    /// <param name="adam">Adam's numbers for a learning rate of 1.</param>
    /// <param name="rate">η.</param>
    /// <param name="decay">λ.</param>
    /// <param name="least">ε².</param>
    public readonly struct Rule(Adam.Rule adam, double rate, double decay, double least) : IUpdateRule
    {
        /// <inheritdoc/>
        public static int StateCount => 2;

        /// <inheritdoc/>
        public static int RoundCount => 1;

        /// <inheritdoc/>
        public static Round RoundAt(int round) => new(MeasureScope.Parameter);

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Apply<T>(T parameter, T gradient, ref State<T> state) where T : struct, IArithmetic<T> =>
            rate * (adam.Apply(parameter, gradient, ref state) + (decay * parameter));

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Measured<T> Measure<T>(int round, T parameter, T gradient, State<T> state) where T : struct, IArithmetic<T>
        {
            var (_, v) = adam.Average(gradient, ref state);
            return new() { First = T.DivideOrZero(gradient * gradient, T.Max(adam.Corrected(v), T.Constant(least))) };
        }
    }
}
