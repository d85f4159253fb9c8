using System.Runtime.CompilerServices;
using Optimizers.Arithmetic;
using Optimizers.Steps;

namespace Optimizers;

/// <summary>
/// A decayed sum of what comes in: m ← λm + u. Before a rule the rule sees the momentum of the gradients, behind it the steps gather momentum:
/// <c>new Sgd(0.01).Then(new Trace(0.9))</c>.
/// </summary>
public sealed class Trace : Link<Trace.Formula>
{
    /// <summary>A decayed sum.</summary>
    /// <param name="decay">λ(i), in [0, 1). 0.9 if left out.</param>
    /// <exception cref="ArgumentOutOfRangeException">The decay is out of its range.</exception>
    public Trace(Schedule? decay = null) => Decay = HyperparameterRange.Decay(decay ?? 0.9, nameof(decay));

    /// <summary>λ(i). A new one takes effect in the next step.</summary>
    public Schedule Decay { get; set => field = HyperparameterRange.Decay(value, nameof(Decay)); }

    /// <inheritdoc/>
    protected internal override IEnumerable<Hyperparameter> Hyperparameters => [new("decay", Decay)];

    /// <inheritdoc/>
    protected internal override double GrowthAt(long iteration) => 1 / (1 - Optimizer.Evaluate(Decay, iteration, nameof(Decay), below: 1));

    /// <inheritdoc/>
    protected internal override IReadOnlyList<StateDescriptor> State => [new("trace")];

    /// <inheritdoc/>
    protected internal override Formula At(in StepInfo step) => new(Optimizer.Evaluate(Decay, step.Iteration, nameof(Decay), below: 1));

    /// <summary>m ← λm + u, u ← m.</summary>
    /// <param name="decay">λ.</param>
    public readonly struct Formula(double decay) : IUpdateLink
    {
        /// <inheritdoc/>
        public static int StateCount => 1;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Apply<T>(T parameter, T gradient, T update, ref State<T> state) where T : struct, IArithmetic<T> =>
            state.First = (decay * state.First) + update;
    }
}
