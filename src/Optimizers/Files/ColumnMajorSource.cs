using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Optimizers.Arithmetic;

namespace Optimizers.Files;

/// <summary>A matrix whose elements lie in memory column by column; in the file they stand row by row.</summary>
internal sealed class ColumnMajorSource<T> : TensorSource where T : unmanaged
{
    private readonly ReadOnlyMemory<T> _elements;
    private readonly int _rows;
    private readonly int _columns;

    public ColumnMajorSource(string name, TensorType type, int rows, int columns, ReadOnlyMemory<T> elements)
        : base(name, type, new TensorShape(rows, columns))
    {
        if (type.Bits < 8)
            throw new ArgumentException($"The {this} has several elements in a byte; those are written by rows only.", nameof(type));
        ElementCheck.Throw<T>(this, elements.Length);
        _elements = elements;
        _rows = rows;
        _columns = columns;
    }

    public override void CopyTo(long offset, Span<byte> destination)
    {
        var wanted = MemoryMarshal.Cast<byte, T>(destination);
        if (wanted.IsEmpty)
            return;
        var first = (int)(offset / Unsafe.SizeOf<T>());
        var (row, column) = Math.DivRem(first, _columns);
        if (column > 0)
        {
            var rest = Math.Min(_columns - column, wanted.Length);
            Rows(row++, 1, column, wanted[..rest]);
            wanted = wanted[rest..];
        }

        var whole = wanted.Length / _columns;
        Rows(row, whole, 0, wanted[..(whole * _columns)]);
        wanted = wanted[(whole * _columns)..];
        if (!wanted.IsEmpty)
            Rows(row + whole, 1, 0, wanted);
    }

    /// <summary>So many rows from a column on, as many of their elements as there is room for.</summary>
    private void Rows(int row, int count, int column, Span<T> destination)
    {
        if (count == 0)
            return;
        var width = destination.Length / count;
        Transposition.Copy(_elements.Span[((column * _rows) + row)..], _rows, destination, width, count, width);
    }
}
