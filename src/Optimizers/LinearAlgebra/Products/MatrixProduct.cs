using System.Numerics;

namespace Optimizers.LinearAlgebra;

/// <summary>
/// C ← α·A·B + β·C of dense matrices, stored by columns or by rows, in float or double, on several threads. Nothing is allocated after a thread's
/// largest product.
/// </summary>
/// <remarks>
/// <para>The bits depend on the numbers, the shapes and the storage alone: not on the threads, the width of the lanes or the machine. An entry is
/// Σ aᵢₖbₖⱼ over panels of <see cref="ProductBlocks.Depth"/> terms, each summed from 0 in ascending order of k by fused multiply–add; the panels are
/// added in that order. Where A or B is a vector and the other is stored along k, the entries are those of <see cref="DotProduct{T, E}"/>.</para>
/// <para>|Ĉ − C| ≤ 2(k + 2)u(|α||A||B| + |β||C|) entry by entry, with k terms. Zeros are not skipped: 0·NaN is NaN. Where β = 0, C is not read, and
/// where α = 0, A and B are not.</para>
/// </remarks>
internal static unsafe class MatrixProduct
{
    /// <summary>Multiplies.</summary>
    /// <param name="rows">The rows of A and C.</param>
    /// <param name="columns">The columns of B and C.</param>
    /// <param name="depth">The columns of A and rows of B.</param>
    /// <param name="alpha">α.</param>
    /// <param name="a">A.</param>
    /// <param name="b">B.</param>
    /// <param name="beta">β.</param>
    /// <param name="c">C, column by column. It shares no memory with A or B.</param>
    /// <param name="stride">From one column of C to the next.</param>
    /// <param name="threads">At most so many threads.</param>
    public static void Multiply<E>(
        int rows, int columns, int depth, E alpha, Operand<E> a, Operand<E> b, E beta, E* c, nint stride, int threads)
        where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        if (rows == 0 || columns == 0)
            return;
        if (depth == 0 || alpha == E.Zero)
            Scale(rows, columns, beta, c, stride);
        else
            ProductJob<E>.OfThread.Run(Whole(rows, columns, depth, alpha, a, b, beta, Operand<E>.ByColumns(c, stride)), threads);
    }

    /// <summary>The same of matrices that are stored by columns without gaps, op(X) = X or Xᵀ: C ← α·op(A)·op(B) + β·C.</summary>
    /// <inheritdoc cref="Multiply{E}(int, int, int, E, Operand{E}, Operand{E}, E, E*, nint, int)"/>
    /// <param name="rows">The rows of op(A) and C.</param>
    /// <param name="columns">The columns of op(B) and C.</param>
    /// <param name="depth">The columns of op(A) and rows of op(B).</param>
    /// <param name="alpha">α.</param>
    /// <param name="a">A.</param>
    /// <param name="isTransposedA">Whether op(A) = Aᵀ.</param>
    /// <param name="b">B.</param>
    /// <param name="isTransposedB">Whether op(B) = Bᵀ.</param>
    /// <param name="beta">β.</param>
    /// <param name="c">C. It shares no memory with A or B.</param>
    /// <param name="threads">At most so many threads.</param>
    /// <exception cref="ArgumentException">A matrix has not as many entries as its rows and columns say.</exception>
    public static void Multiply<E>(
        int rows, int columns, int depth, E alpha, ReadOnlySpan<E> a, bool isTransposedA, ReadOnlySpan<E> b, bool isTransposedB, E beta, Span<E> c,
        int threads)
        where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        ThrowIfLengthDiffers(a.Length, rows, depth, nameof(a));
        ThrowIfLengthDiffers(b.Length, depth, columns, nameof(b));
        ThrowIfLengthDiffers(c.Length, rows, columns, nameof(c));
        fixed (E* pa = a, pb = b, pc = c)
        {
            var left = isTransposedA ? Operand<E>.ByColumns(pa, depth).Transposed : Operand<E>.ByColumns(pa, rows);
            var right = isTransposedB ? Operand<E>.ByColumns(pb, columns).Transposed : Operand<E>.ByColumns(pb, depth);
            Multiply(rows, columns, depth, alpha, left, right, beta, pc, rows, threads);
        }
    }

    /// <summary>The product and the way it takes; a row by a matrix is the transposed matrix by a column.</summary>
    internal static ProductPart<E> Whole<E>(int rows, int columns, int depth, E alpha, Operand<E> a, Operand<E> b, E beta, Operand<E> c)
        where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        if (rows == 1)
            return new(WayOf(b.Transposed, columns), columns, 1, depth, alpha, b.Transposed, a.Transposed, beta, c.Transposed);
        return new(columns == 1 ? WayOf(a, rows) : ProductPath.Blocked, rows, columns, depth, alpha, a, b, beta, c);
    }

    private static void ThrowIfLengthDiffers(int length, int rows, int columns, string name)
    {
        if (length != (long)rows * columns)
            throw new ArgumentException($"A matrix of {rows} rows and {columns} columns has {(long)rows * columns} entries, not {length}.", name);
    }

    private static ProductPath WayOf<E>(Operand<E> a, int rows) where E : unmanaged =>
        a.RowStep == 1 && rows > 1 ? ProductPath.Thin : ProductPath.Dot;

    private static void Scale<E>(int rows, int columns, E beta, E* c, nint stride)
        where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        for (var column = 0; column < columns; column++)
        {
            var entries = new Span<E>(c + (column * stride), rows);
            if (beta == E.Zero)
                entries.Clear();
            else
                foreach (ref var entry in entries)
                    entry *= beta;
        }
    }
}
