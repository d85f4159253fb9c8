using System.Runtime.CompilerServices;
using Optimizers.Arithmetic;
using Optimizers.Steps;

namespace Optimizers;

/// <summary>
/// Optimistic steps (Daskalakis et al. 2018, "Training GANs with Optimism"): u ← (1 + β)u − βu₋₁, with β = 1 in the paper, which also turn towards
/// the solution of a game. Behind a rule: <c>new Sgd(0.1).Then(new Optimistic())</c> is optimistic gradient descent, and behind
/// <see cref="Adam"/> optimistic Adam (algorithm 1).
/// </summary>
/// <remarks>The step before the first is 0. optax.optimistic_gradient_descent takes the first step itself for it.</remarks>
public sealed class Optimistic : Link<Optimistic.Formula>
{
    /// <summary>Optimistic steps.</summary>
    /// <param name="strength">β(i), at least 0. 1 if left out.</param>
    /// <exception cref="ArgumentOutOfRangeException">The strength is out of its range.</exception>
    public Optimistic(Schedule? strength = null) => Strength = HyperparameterRange.NotNegative(strength ?? 1, nameof(strength));

    /// <summary>β(i). A new one takes effect in the next step.</summary>
    public Schedule Strength { get; set => field = HyperparameterRange.NotNegative(value, nameof(Strength)); }

    /// <inheritdoc/>
    protected internal override IEnumerable<Hyperparameter> Hyperparameters => [new("strength", Strength)];

    /// <inheritdoc/>
    protected internal override double GrowthAt(long iteration) => 1 + (2 * Optimizer.Evaluate(Strength, iteration, nameof(Strength)));

    /// <inheritdoc/>
    protected internal override IReadOnlyList<StateDescriptor> State => [new("previous_update")];

    /// <inheritdoc/>
    protected internal override Formula At(in StepInfo step) => new(Optimizer.Evaluate(Strength, step.Iteration, nameof(Strength)));

    /// <summary>u ← (1 + β)u − βu₋₁.</summary>
    /// <param name="strength">β.</param>
    public readonly struct Formula(double strength) : IUpdateLink
    {
        /// <inheritdoc/>
        public static int StateCount => 1;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Apply<T>(T parameter, T gradient, T update, ref State<T> state) where T : struct, IArithmetic<T>
        {
            var before = state.First;
            state.First = update;
            return ((1 + strength) * update) - (strength * before);
        }
    }
}
