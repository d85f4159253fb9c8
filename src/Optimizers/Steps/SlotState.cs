namespace Optimizers.Steps;

/// <summary>A copy of what a <see cref="Slot"/> keeps between steps.</summary>
internal abstract class SlotState(Shape shape, ElementType elementType)
{
    public Shape Shape { get; } = shape;

    public ElementType ElementType { get; } = elementType;

    public long StepCount { get; set; }

    public double[] Scalars { get; set; } = [];

    public static SlotState For(Slot slot) =>
        slot.ElementType == ElementType.Float ? new SlotState<float>(slot.Shape, slot.ElementType) : new SlotState<double>(slot.Shape, slot.ElementType);

    /// <summary>True if it can hold the state of the slot, and the slot this one.</summary>
    public bool Fits(Slot slot) => Shape == slot.Shape && ElementType == slot.ElementType;
}

/// <inheritdoc/>
internal sealed class SlotState<E>(Shape shape, ElementType elementType) : SlotState(shape, elementType) where E : unmanaged
{
    public E[][] Values { get; set; } = [];
}
