using System.Buffers;

namespace Optimizers;

/// <summary>A stretch of memory that somebody else keeps in place while it is used: how a span becomes a parameter without a copy.</summary>
internal sealed unsafe class PinnedMemory<E> : MemoryManager<E> where E : unmanaged
{
    private E* _first;
    private int _length;

    /// <summary>Where it begins.</summary>
    public nint Address => (nint)_first;

    /// <summary>How many elements.</summary>
    public int Length => _length;

    public void Point(E* first, int length)
    {
        _first = first;
        _length = length;
    }

    public override Span<E> GetSpan() => new(_first, _length);

    public override MemoryHandle Pin(int elementIndex = 0) => new(_first + elementIndex);

    public override void Unpin()
    {
    }

    protected override void Dispose(bool disposing)
    {
    }
}
