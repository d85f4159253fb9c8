using Optimizers.Steps;

namespace Optimizers;

// What the steps have left behind: copied, restored, and handed on to another rule.
public abstract partial class Optimizer
{
    /// <inheritdoc/>
    public OptimizerState Snapshot(OptimizerState? into = null)
    {
        var hasEntered = _engine.EnterToRead();
        try
        {
            _engine.ThrowIfBroken();
            var state = into is not null && StateCopy.Fits(into, Source, Slots) ? into : StateCopy.For(Source, Slots);
            (state.Iteration, state.SkippedSteps, state.LastGradientNorm) = (Iteration, SkippedSteps, LastGradientNorm);
            if (Slots is not null)
                StateCopy.Save(Slots, state);
            return state;
        }
        finally
        {
            if (hasEntered)
                _engine.Leave();
        }
    }

    /// <inheritdoc/>
    public void Restore(OptimizerState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        _engine.Enter();
        try
        {
            var misfit = StateCopy.Misfit(state, Source) ?? (Slots is null || state.Parameters.Count == 0 ? null : StateCopy.Misfit(state, Slots));
            if (misfit is not null)
                throw new ArgumentException(misfit + " Nothing was changed.", nameof(state));
            var slots = state.Parameters.Count == 0 ? null : Slots ?? SlotsFor(state.Parameters);
            if (slots is not null)
                StateCopy.Load(state, slots);
            _engine.Replace(slots, state.Iteration, state.SkippedSteps, state.LastGradientNorm);
        }
        finally
        {
            _engine.Leave();
        }
    }

    /// <inheritdoc/>
    public void Reset()
    {
        _engine.Enter();
        _engine.Reset();
        _engine.Leave();
    }

    /// <inheritdoc/>
    /// <remarks>
    /// <para>A value is taken over where that is exact up to rounding, else not at all. A mean stays the mean that it is where this rule
    /// corrects it by the weight that it has; a rule without such a correction gets it whole; one that counts its steps for the correction gets
    /// it only if the weights are those of so many steps. A decayed sum of gradients, a mean of them and a velocity become one another where the
    /// decays, and for a velocity the learning rate, were the same in all steps; the sum of all squares becomes their mean. All else starts
    /// anew, as in a first step.</para>
    /// <para>A rule that divides by squares takes nothing over without the squares: a momentum over a root of one small
    /// gradient would be a leap.</para>
    /// </remarks>
    public IReadOnlyList<string> CarryOver(IOptimizer from)
    {
        var other = Readable(from, "state");
        if (ReferenceEquals(other, this))
            throw new ArgumentException("An optimizer cannot take over from itself.", nameof(from));
        _engine.Enter();
        var hasEntered = false;
        try
        {
            hasEntered = other._engine.EnterToRead();
            other._engine.ThrowIfBroken();
            if (other.Slots is null)
            {
                _engine.Replace(null, other.Iteration, 0, double.NaN);
                return [];
            }

            var slots = new StepSlots(Source, other.Slots.Infos());
            var anew = StateHandover.Take(other.Source, other.Slots, Source, slots, group => RuleOf(group).LearningRate);
            _engine.Replace(slots, other.Iteration, 0, double.NaN);
            return anew;
        }
        finally
        {
            if (hasEntered)
                other._engine.Leave();
            _engine.Leave();
        }
    }

    /// <inheritdoc/>
    public void TakeObservers(IOptimizer from)
    {
        var other = Readable(from, "observers");
        if (ReferenceEquals(other, this))
            return;
        foreach (var observer in other._engine.Observers.All)
        {
            other.Unwatch(observer);
            Watch(observer);
        }
    }

    private static Optimizer Readable(IOptimizer from, string what)
    {
        ArgumentNullException.ThrowIfNull(from);
        return from as Optimizer ?? throw new ArgumentException(
            $"{from} is not derived from {nameof(Optimizer)}: its {what} cannot be read. Nothing has changed.", nameof(from));
    }

    private StepSlots SlotsFor(IReadOnlyList<ParameterState> parameters) =>
        new(Source, [.. parameters.Select(each => (each.Shape, each.Kind))], [.. parameters.Select(each => each.Group)]);

    /// <summary>Puts a state value of one number an element into the parameters, until the scope is disposed.</summary>
    /// <param name="parameters">The parameters of the steps, in their order.</param>
    /// <param name="index">The index of the value in the formula's state.</param>
    private protected IDisposable OpenScope(scoped ReadOnlySpan<Parameter> parameters, int index)
    {
        _engine.Enter();
        try
        {
            StepDoor.CheckValues(parameters, Slots);
            _engine.ThrowIfBroken();
            var copy = new ParameterCopy(parameters);
            var scope = new ParameterScope(copy, _engine);
            try
            {
                for (var position = 0; Slots is not null && position < parameters.Length; position++)
                {
                    if (Slots[position].StepCount > 0)
                        Slots[position].WriteState(index, parameters[position]);
                }
            }
            catch
            {
                copy.Restore();
                throw;
            }

            _engine.Suspend(
                $"The parameters of this {RuleName} are at another point: dispose that scope before you step, or take a snapshot.");
            return scope;
        }
        finally
        {
            _engine.Leave();
        }
    }
}
