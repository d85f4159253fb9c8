using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Optimizers.Files;

/// <summary>A tensor whose elements lie in memory in the order of the file.</summary>
internal sealed class RowMajorSource<T> : TensorSource where T : unmanaged
{
    private readonly ReadOnlyMemory<T> _elements;

    public RowMajorSource(string name, TensorType type, TensorShape shape, ReadOnlyMemory<T> elements) : base(name, type, shape)
    {
        ElementCheck.Throw<T>(this, elements.Length);
        _elements = elements;
    }

    public override void CopyTo(long offset, Span<byte> destination)
    {
        var width = Unsafe.SizeOf<T>();
        MemoryMarshal.AsBytes(_elements.Span.Slice((int)(offset / width), destination.Length / width)).CopyTo(destination);
    }
}
