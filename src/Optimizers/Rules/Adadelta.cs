using System.Runtime.CompilerServices;
using Optimizers.Arithmetic;
using Optimizers.Steps;

namespace Optimizers;

/// <summary>
/// Adadelta (Zeiler 2012, algorithm 1): the step has the unit of the parameter. E[g²] and E[Δ²] are averages by ρ,
/// Δ = √(E[Δ²] + ε)/√(E[g²] + ε)·g, θ ← θ − αΔ.
/// </summary>
/// <remarks>The paper has no learning rate, which is α = 1. torch.optim.Adadelta and optax.adadelta have ρ = 0.9.</remarks>
public sealed class Adadelta : Optimizer<Adadelta.Rule>
{
    /// <summary>Adadelta.</summary>
    /// <param name="learningRate">α(i), at least 0: a factor. 1 if left out.</param>
    /// <param name="decay">ρ(i), in [0, 1): the decay of both averages. 0.95 if left out.</param>
    /// <param name="epsilon">ε(i), at least 0: with it the first steps begin. 1e-6 if left out.</param>
    /// <exception cref="ArgumentOutOfRangeException">A hyperparameter is out of its range.</exception>
    public Adadelta(Schedule? learningRate = null, Schedule? decay = null, Schedule? epsilon = null)
        : base(learningRate ?? 1)
    {
        Decay = HyperparameterRange.Decay(decay ?? 0.95, nameof(decay));
        Epsilon = HyperparameterRange.NotNegative(epsilon ?? 1e-6, nameof(epsilon));
    }

    /// <summary>ρ(i). A new one takes effect in the next step.</summary>
    public Schedule Decay { get; set => field = Settable(value, nameof(Decay)); }

    /// <summary>ε(i). A new one takes effect in the next step.</summary>
    public Schedule Epsilon { get; set => field = HyperparameterRange.NotNegative(value, nameof(Epsilon)); }

    /// <inheritdoc/>
    protected internal override IEnumerable<Hyperparameter> RuleHyperparameters => [new("decay", Decay), new("epsilon", Epsilon)];

    /// <inheritdoc/>
    protected internal override IReadOnlyList<StateDescriptor> State =>
        [StateDescriptor.Mean("square_avg", StateMeaning.SquareMean, Decay, MeanCompletion.Never), new("acc_delta")];

    /// <inheritdoc/>
    protected internal override Rule At(in StepInfo step) => new(
        step.LearningRate,
        Evaluate(Decay, step.Iteration, nameof(Decay), below: 1),
        Evaluate(Epsilon, step.Iteration, nameof(Epsilon)));

    /// <summary>E[g²] by ρ, Δ = √(E[Δ²] + ε)/√(E[g²] + ε)·g, E[Δ²] by ρ, u = αΔ.</summary>
    /// <param name="learningRate">α.</param>
    /// <param name="decay">ρ.</param>
    /// <param name="epsilon">ε.</param>
    public readonly struct Rule(double learningRate, double decay, double epsilon) : IUpdateRule
    {
        /// <inheritdoc/>
        public static int StateCount => 2;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Apply<T>(T parameter, T gradient, ref State<T> state) where T : struct, IArithmetic<T>
        {
            var squares = state.First = T.Lerp(gradient * gradient, state.First, decay);
            var delta = T.DivideOrZero(T.Sqrt(state.Second + epsilon), T.Sqrt(squares + epsilon)) * gradient;
            state.Second = T.Lerp(delta * delta, state.Second, decay);
            return learningRate * delta;
        }
    }
}
