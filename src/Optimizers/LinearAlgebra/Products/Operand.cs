using System.Runtime.CompilerServices;

namespace Optimizers.LinearAlgebra;

/// <summary>
/// A matrix in memory that does not move: entry (i, j) is <paramref name="first"/>[i·<paramref name="rowStep"/> + j·<paramref name="columnStep"/>],
/// and one of the two steps is 1.
/// </summary>
/// <param name="first">Entry (0, 0).</param>
/// <param name="rowStep">From one row to the next.</param>
/// <param name="columnStep">From one column to the next.</param>
internal readonly unsafe struct Operand<E>(E* first, nint rowStep, nint columnStep)
    where E : unmanaged
{
    public readonly E* First = first;
    public readonly nint RowStep = rowStep;
    public readonly nint ColumnStep = columnStep;

    /// <summary>The transposed matrix, in the same memory.</summary>
    public Operand<E> Transposed => new(First, ColumnStep, RowStep);

    /// <summary>A matrix that is stored column by column.</summary>
    /// <param name="first">Its first entry.</param>
    /// <param name="stride">From one column to the next.</param>
    public static Operand<E> ByColumns(E* first, nint stride) => new(first, 1, stride);

    /// <summary>The part that begins at (row, column).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Operand<E> From(nint row, nint column) => new(First + (row * RowStep) + (column * ColumnStep), RowStep, ColumnStep);
}
