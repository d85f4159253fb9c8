using System.Runtime.CompilerServices;
using Optimizers.Arithmetic;
using Optimizers.Steps;

namespace Optimizers;

/// <summary>
/// NovoGrad (Ginsburg et al. 2019, algorithm 1): one second moment a parameter, v ← β₂v + (1 − β₂)‖g‖² from ‖g‖² on;
/// m ← β₁m + g/(√v + ε) + λθ, θ ← θ − αm.
/// </summary>
public sealed class NovoGrad : AdamFamily<NovoGrad.Rule>
{
    /// <summary>NovoGrad.</summary>
    /// <param name="learningRate">α(i), at least 0. 0.01 if left out.</param>
    /// <param name="directionDecay">λ(i), at least 0: the decay that is a part of the moment. 0 if left out.</param>
    /// <param name="beta1">β₁(i), in [0, 1). 0.95 if left out.</param>
    /// <param name="beta2">β₂(i), in [0, 1). 0.98 if left out.</param>
    /// <param name="epsilon">ε(i), in units of ‖g‖, at least 0. 1e-8 if left out.</param>
    /// <exception cref="ArgumentOutOfRangeException">A hyperparameter is out of its range.</exception>
    public NovoGrad(
        Schedule? learningRate = null, Schedule? directionDecay = null, Schedule? beta1 = null, Schedule? beta2 = null, Schedule? epsilon = null)
        : base(learningRate ?? 0.01, beta1 ?? 0.95, beta2 ?? 0.98, epsilon) =>
        DirectionDecay = HyperparameterRange.NotNegative(directionDecay ?? 0, nameof(directionDecay));

    /// <summary>λ(i). A new one takes effect in the next step.</summary>
    public Schedule DirectionDecay { get; set => field = HyperparameterRange.NotNegative(value, nameof(DirectionDecay)); }

    /// <inheritdoc/>
    protected internal override IEnumerable<Hyperparameter> RuleHyperparameters =>
        [new("directionDecay", DirectionDecay), .. Moments.Hyperparameters];

    /// <inheritdoc/>
    protected internal override bool SquaresGradient => false; // Squares are taken in double.

    /// <inheritdoc/>
    protected internal override IReadOnlyList<StateDescriptor> State => [new("exp_avg"), StateDescriptor.Scalar("exp_avg_sq")];

    /// <inheritdoc/>
    protected internal override Rule At(in StepInfo step)
    {
        var beta2 = step.StepNumber == 1 ? 0 : Moments.Beta2At(step);
        var v = step.NextScalars[0] = (beta2 * step.Scalars[0]) + ((1 - beta2) * step.Result(0));
        var decay = Evaluate(DirectionDecay, step.Iteration, nameof(DirectionDecay)) * step.Parameter.WeightDecayScale;
        return new(step.LearningRate, Moments.Beta1At(step), Math.Sqrt(v) + Moments.EpsilonAt(step), decay);
    }

    /// <summary>Gathers ‖g‖²; m ← β₁m + g/n + λθ, u = αm.</summary>
    /// <param name="learningRate">α.</param>
    /// <param name="beta1">β₁.</param>
    /// <param name="size">n = √v + ε.</param>
    /// <param name="decay">λ.</param>
    public readonly struct Rule(double learningRate, double beta1, double size, double decay) : IUpdateRule
    {
        /// <inheritdoc/>
        public static int StateCount => 1;

        /// <inheritdoc/>
        public static int RoundCount => 1;

        /// <inheritdoc/>
        public static Round RoundAt(int round) => new(MeasureScope.Parameter);

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Apply<T>(T parameter, T gradient, ref State<T> state) where T : struct, IArithmetic<T>
        {
            var m = state.First = (beta1 * state.First) + T.DivideOrZero(gradient, T.Constant(size)) + (decay * parameter);
            return learningRate * m;
        }

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Measured<T> Measure<T>(int round, T parameter, T gradient, State<T> state) where T : struct, IArithmetic<T> =>
            new() { First = gradient * gradient };
    }
}
