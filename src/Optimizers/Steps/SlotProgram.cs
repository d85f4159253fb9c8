using System.Numerics;

namespace Optimizers.Steps;

/// <summary>The step of one slot: this step's numbers, and the sweeps that run its formula.</summary>
internal abstract class SlotProgram<E>
    where E : unmanaged, IBinaryFloatingPointIeee754<E>
{
    /// <summary>Asks the plans for this step's numbers.</summary>
    /// <param name="slot">The slot, with what comes before the rule.</param>
    /// <param name="iteration">The iteration.</param>
    public abstract void Plan(Slot slot, long iteration);

    /// <summary>Gathers a round over a block.</summary>
    public abstract void Measure(int round, RoundResult result, int block, in StepMemory<E> memory);

    /// <summary>Takes the step on a block.</summary>
    public abstract void Step(Span<E> value, ReadOnlySpan<E> gradient, E[][] streams, int start, Shape shape, int origin);

    /// <summary>Hands the planned step to somebody who runs it in another way.</summary>
    public abstract void Hand(IStepVisitor visitor);
}
