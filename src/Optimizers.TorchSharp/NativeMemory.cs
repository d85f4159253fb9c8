using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Optimizers.Torch;

/// <summary>The memory of a tensor on the CPU, which LibTorch keeps in place.</summary>
internal sealed unsafe class NativeMemory<E> : MemoryManager<E> where E : unmanaged
{
    private E* _first;
    private int _length;

    /// <summary>Points to the bytes of a tensor.</summary>
    public Memory<E> Of(Span<byte> bytes)
    {
        _first = (E*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(bytes));
        _length = bytes.Length / sizeof(E);
        return Memory;
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
