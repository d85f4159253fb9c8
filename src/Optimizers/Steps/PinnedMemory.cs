using System.Buffers;

namespace Optimizers.Steps;

/// <summary>A stretch of memory that somebody else keeps in place while it is used: how a span becomes a parameter without a copy.</summary>
internal sealed unsafe class PinnedMemory<E> : MemoryManager<E> where E : unmanaged
{
    private E* _first;
    private int _length;

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
