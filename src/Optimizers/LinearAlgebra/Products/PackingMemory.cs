using System.Numerics;

namespace Optimizers.LinearAlgebra;

/// <summary>
/// The memory that a thread packs operands into. It grows to what the largest product needed, at most 4 MB, stays with the thread and begins at a
/// cache line.
/// </summary>
internal sealed unsafe class PackingMemory<E>
    where E : unmanaged
{
    private const int LineLength = 64;

    [ThreadStatic]
    private static PackingMemory<E>? _ofThread;

    private E[] _memory = [];

    /// <summary>That of the calling thread.</summary>
    public static PackingMemory<E> OfThread => _ofThread ??= new();

    /// <summary>So many numbers of any value, until the next call.</summary>
    public E* Reserve(int count)
    {
        var padded = count + (LineLength / sizeof(E));
        if (_memory.Length < padded)
            _memory = GC.AllocateUninitializedArray<E>((int)BitOperations.RoundUpToPowerOf2((uint)padded), pinned: true);
        fixed (E* first = _memory)
            return (E*)(((nuint)first + LineLength - 1) / LineLength * LineLength);
    }
}
