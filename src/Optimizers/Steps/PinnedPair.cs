namespace Optimizers.Steps;

/// <summary>The memory of a value and a gradient that are spans; one pair a thread is kept, so that a step allocates nothing.</summary>
internal sealed class PinnedPair<E> where E : unmanaged
{
    [ThreadStatic]
    private static PinnedPair<E>? _kept;

    private bool _isRented;

    public PinnedMemory<E> Value { get; } = new();

    public PinnedMemory<E> Gradient { get; } = new();

    /// <summary>A pair that nobody uses.</summary>
    public static PinnedPair<E> Rent()
    {
        var pair = _kept;
        if (pair is null || pair._isRented)
            _kept = pair = new PinnedPair<E>(); // A step inside of a step, which will be refused.
        pair._isRented = true;
        return pair;
    }

    /// <summary>Forgets the memory and keeps the pair.</summary>
    public unsafe void Return()
    {
        Value.Point(null, 0);
        Gradient.Point(null, 0);
        _isRented = false;
    }
}
