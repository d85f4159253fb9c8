namespace Optimizers.Arithmetic;

/// <summary>
/// An arithmetic over <see cref="Count"/> neighbouring elements of memory. <see cref="MultiplyAdd"/> is not for update rules, which do not fuse.
/// </summary>
internal interface ILanes<T, E> : IArithmetic<T>
    where T : struct, ILanes<T, E>
    where E : unmanaged
{
    /// <summary>How many elements lie side by side.</summary>
    static abstract int Count { get; }

    /// <summary>Reads <see cref="Count"/> elements from <paramref name="source"/>[<paramref name="index"/>] on.</summary>
    static abstract T Load(ref readonly E source, nuint index);

    /// <summary>Reads <see cref="Count"/> floats and widens them. Only for lanes of doubles.</summary>
    static abstract T LoadWidened(ref readonly float source, nuint index);

    /// <summary>One element, in every lane.</summary>
    static abstract T Broadcast(ref readonly E source);

    /// <summary>True if every element is 0.</summary>
    static abstract bool IsZero(T value);

    /// <summary>left · right + addend, rounded once: by the processor, or by an exact emulation where it has no such instruction.</summary>
    static abstract T MultiplyAdd(T left, T right, T addend);

    /// <summary>Writes <see cref="Count"/> elements to <paramref name="destination"/>[<paramref name="index"/>] on.</summary>
    void Store(ref E destination, nuint index);
}
