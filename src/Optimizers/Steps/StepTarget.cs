using System.Diagnostics.CodeAnalysis;

namespace Optimizers.Steps;

/// <summary>What a step is taken on: one parameter with its gradient and its state.</summary>
[Experimental("OPT1001")]
public readonly ref struct StepTarget
{
    private readonly Slot _slot;

    internal StepTarget(Slot slot, int position)
    {
        _slot = slot;
        Position = position;
    }

    /// <summary>The place of the parameter in the order of the step, from 0.</summary>
    public int Position { get; }

    /// <summary>The parameter, whose values are to be written.</summary>
    public ref readonly Parameter Parameter => ref _slot.Parameter;

    /// <summary>
    /// The numbers of a state value, by its index in the formula's state: one an element, a row or a column by its form. Those of one an
    /// element are to be written.
    /// </summary>
    /// <param name="index">From 0 to <see cref="IStage.StateCount"/> − 1.</param>
    /// <typeparam name="TElement">Double for parameters of doubles; else float.</typeparam>
    /// <exception cref="InvalidOperationException">The state has the other element type.</exception>
    /// <exception cref="NotSupportedException">It is kept in fewer bits (<see cref="StateStorage"/>).</exception>
    public Span<TElement> State<TElement>(int index) where TElement : unmanaged =>
        (_slot.Stream(index) ?? throw new NotSupportedException(
            $"The state is kept in {nameof(StateStorage)} {_slot.Group.Program.Storage}; a runner of steps needs it in full.")) as TElement[]
        ?? throw new InvalidOperationException($"The state of {_slot.Kind} parameters is not held as {typeof(TElement).Name}.");
}
