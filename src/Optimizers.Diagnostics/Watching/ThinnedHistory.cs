namespace Optimizers.Diagnostics.Monitoring;

/// <summary>
/// A record of any length in constant memory: every 2ᵏ-th value, and the last. When it is full, every other value goes, and k grows by one, so that
/// what is left is spread evenly over all that was added.
/// </summary>
/// <param name="capacity">How many values it holds at most, the last one among them: at least 2.</param>
/// <param name="room">For how many there is memory from the beginning; adding allocates until there is memory for all. Null: for all.</param>
internal sealed class ThinnedHistory<T>(int capacity, int? room = null) where T : struct
{
    private T[] _kept = new T[Math.Min(room ?? capacity, capacity - 1)];
    private int _keptCount;
    private long _stride = 1;
    private T _last;

    /// <summary>How many values were added.</summary>
    public long Count { get; private set; }

    /// <summary>The last value that was added.</summary>
    public ref readonly T Last => ref _last;

    /// <summary>Adds a value.</summary>
    public void Add(in T value)
    {
        if (Count % _stride == 0)
        {
            if (_keptCount == capacity - 1)
                Thin();
            else if (_keptCount == _kept.Length)
                Array.Resize(ref _kept, Math.Min(2 * _kept.Length, capacity - 1));
            if (Count % _stride == 0)
                _kept[_keptCount++] = value;
        }

        _last = value;
        Count++;
    }

    /// <summary>Puts a value in the place of the last one.</summary>
    public void ReplaceLast(in T value)
    {
        if (LastIsKept)
            _kept[_keptCount - 1] = value;
        _last = value;
    }

    /// <summary>A copy of what is held, in the order of adding.</summary>
    public T[] ToArray() => LastIsKept || Count == 0 ? [.. _kept.AsSpan(0, _keptCount)] : [.. _kept.AsSpan(0, _keptCount), _last];

    private bool LastIsKept => Count > 0 && (Count - 1) % _stride == 0;

    private void Thin()
    {
        var left = 0;
        for (var i = 0; i < _keptCount; i += 2)
            _kept[left++] = _kept[i];
        _keptCount = left;
        _stride *= 2;
    }
}
