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

    /// <summary>
    /// Goes on where another optimizer is: its iteration, and of its state what has the same meaning here (<see cref="StateMeaning"/>). What this one
    /// has kept itself is forgotten; the other one stays as it is.
    /// </summary>
    /// <remarks>
    /// <para>A value is taken over where that is exact up to rounding, else not at all. A mean stays the mean that it is where this rule
    /// corrects it by the weight that it has; a rule without such a correction gets it whole; one that counts its steps for the correction gets
    /// it only if the weights are those of so many steps. A decayed sum of gradients, a mean of them and a velocity become one another where the
    /// decays, and for a velocity the learning rate, were the same in all steps; the sum of all squares becomes their mean. All else starts
    /// anew, as in a first step.</para>
    /// <para>A rule that divides by squares takes nothing over without the squares: a momentum over a root of one small
    /// gradient would be a leap.</para>
    /// </remarks>
    /// <param name="from">The other one, of any rule.</param>
    /// <returns>What starts anew, a sentence each; empty if all that this rule remembers was taken over.</returns>
    /// <exception cref="ArgumentNullException">It is null.</exception>
    /// <exception cref="ArgumentException">It is this one.</exception>
    public IReadOnlyList<string> CarryOver(Optimizer from)
    {
        ArgumentNullException.ThrowIfNull(from);
        if (ReferenceEquals(from, this))
            throw new ArgumentException("An optimizer cannot take over from itself.", nameof(from));
        _engine.Enter();
        var hasEntered = false;
        try
        {
            hasEntered = from._engine.EnterToRead();
            from._engine.ThrowIfBroken();
            if (from.Slots is null)
            {
                _engine.Replace(null, from.Iteration, 0, double.NaN);
                return [];
            }

            var slots = new StepSlots(Source, from.Slots.Infos());
            var anew = StateHandover.Take(from.Source, from.Slots, Source, slots, group => RuleOf(group).LearningRate);
            _engine.Replace(slots, from.Iteration, 0, double.NaN);
            return anew;
        }
        finally
        {
            if (hasEntered)
                from._engine.Leave();
            _engine.Leave();
        }
    }

    /// <summary>Has the observers of another optimizer, which it loses, watch this one.</summary>
    /// <param name="from">The other one.</param>
    internal void TakeObservers(Optimizer from)
    {
        if (ReferenceEquals(from, this))
            return;
        foreach (var observer in from._engine.Observers.All)
        {
            from.Unwatch(observer);
            Watch(observer);
        }
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
                        Slots[position].WriteStream(index, parameters[position]);
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
