namespace Optimizers.Steps;

/// <summary>Where the values and gradients of a step lie, as addresses: a value must share memory with nothing else of the step.</summary>
/// <remarks>
/// Arrays move when the garbage collector compacts. Addresses are read again if a collection came between, and the check is left out only where all
/// of them are those of a step that has passed it.
/// </remarks>
internal sealed class MemoryMap(int count)
{
    private readonly nint[] _passed = new nint[2 * count];
    private readonly nint[] _addresses = new nint[2 * count];
    private readonly nint[] _sorted = new nint[2 * count];
    private readonly int[] _order = new int[2 * count];

    /// <summary>Looks for memory that a step would change and also read, or change twice.</summary>
    /// <returns>The positions of two parameters of which one's value overlaps a value or gradient of the other; null if there are none.</returns>
    public (int First, int Second, bool IsGradient)? FindOverlap(Slot[] slots)
    {
        int collections;
        do
        {
            collections = GC.CollectionCount(0);
            for (var position = 0; position < slots.Length; position++)
                (_addresses[2 * position], _addresses[(2 * position) + 1]) = slots[position].Addresses;
        }
        while (collections != GC.CollectionCount(0));

        if (_addresses.AsSpan().SequenceEqual(_passed))
            return null;
        var overlap = OfAll(slots);
        if (overlap is null)
            _addresses.AsSpan().CopyTo(_passed);
        return overlap;
    }

    private (int, int, bool)? OfAll(Slot[] slots)
    {
        for (var i = 0; i < _order.Length; i++)
        {
            _order[i] = i;
            _sorted[i] = _addresses[i];
        }

        Array.Sort(_sorted, _order);
        var (valueEnd, valueOwner, gradientEnd, gradientOwner) = (nint.MinValue, -1, nint.MinValue, -1);
        for (var i = 0; i < _order.Length; i++)
        {
            var (position, isGradient) = (_order[i] / 2, _order[i] % 2 == 1);
            var slot = slots[position];
            var size = (nint)slot.Shape.Length * slot.ElementSize;
            if (_sorted[i] == 0 || size == 0)
                continue;
            if (_sorted[i] < valueEnd)
                return (Math.Min(valueOwner, position), Math.Max(valueOwner, position), isGradient);
            if (!isGradient && _sorted[i] < gradientEnd)
                return (Math.Min(gradientOwner, position), Math.Max(gradientOwner, position), true);
            var end = _sorted[i] + size;
            if (isGradient && end > gradientEnd)
                (gradientEnd, gradientOwner) = (end, position);
            else if (!isGradient && end > valueEnd)
                (valueEnd, valueOwner) = (end, position);
        }

        return null;
    }
}
