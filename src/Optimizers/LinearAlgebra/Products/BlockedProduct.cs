using System.Numerics;
using System.Runtime.CompilerServices;
using Optimizers.Arithmetic;

namespace Optimizers.LinearAlgebra;

/// <summary>
/// A product by blocks that fit the caches (Goto and van de Geijn, ACM TOMS 34 (2008), 12): a panel of B and a block of A are packed, and their
/// tiles run through <see cref="TileKernel"/>.
/// </summary>
/// <typeparam name="T">The lanes.</typeparam>
/// <typeparam name="E">The element type.</typeparam>
/// <typeparam name="N">The columns of a tile.</typeparam>
internal static unsafe class BlockedProduct<T, E, N>
    where T : struct, ILanes<T, E>
    where E : unmanaged, IBinaryFloatingPointIeee754<E>
    where N : struct, ICount
{
    private static int TileRows
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 3 * T.Count;
    }

    private static int TileColumns
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => N.Value;
    }

    /// <summary>C ← α·A·B + β·C, on the calling thread.</summary>
    /// <param name="rows">Of A and C, at least 1.</param>
    /// <param name="columns">Of B and C, at least 1.</param>
    /// <param name="depth">The columns of A and rows of B, at least 1.</param>
    /// <param name="alpha">α.</param>
    /// <param name="a">A.</param>
    /// <param name="b">B.</param>
    /// <param name="beta">β.</param>
    /// <param name="c">C, column by column.</param>
    /// <param name="stride">From one column of C to the next.</param>
    public static void Multiply(int rows, int columns, int depth, E alpha, Operand<E> a, Operand<E> b, E beta, E* c, nint stride)
    {
        var blockRows = ProductBlocks.LeftBytes / sizeof(E) / ProductBlocks.Depth / TileRows * TileRows;
        var (height, width) = (Math.Min(RoundUp(rows, T.Count), blockRows), Math.Min(RoundUp(columns, TileColumns), ProductBlocks.Columns));
        var panel = Math.Min(depth, ProductBlocks.Depth);
        var left = PackingMemory<E>.OfThread.Reserve(panel * (height + width));
        var right = left + (panel * height);
        for (var column = 0; column < columns; column += width)
        {
            var someColumns = Math.Min(width, columns - column);
            for (var k = 0; k < depth; k += panel)
            {
                var some = Math.Min(panel, depth - k);
                var landing = new Landing<E>(alpha, k == 0 ? beta : E.One);
                PackRight(b.From(k, column), someColumns, some, right);
                for (var row = 0; row < rows; row += height)
                {
                    var someRows = Math.Min(height, rows - row);
                    PackLeft(a.From(row, k), someRows, some, left);
                    MultiplyBlock(someRows, someColumns, some, left, right, c + row + (column * stride), stride, landing);
                }
            }
        }
    }

    private static void PackLeft(Operand<E> a, int rows, int depth, E* strips)
    {
        for (var row = 0; row < rows; row += TileRows)
        {
            var some = Math.Min(TileRows, rows - row);
            var width = RoundUp(some, T.Count);
            Packing.Pack<T, E>(a.From(row, 0), some, width, depth, strips);
            strips += width * depth;
        }
    }

    private static void PackRight(Operand<E> b, int columns, int depth, E* strips)
    {
        for (var column = 0; column < columns; column += TileColumns)
        {
            Packing.Pack<T, E>(b.From(0, column).Transposed, Math.Min(TileColumns, columns - column), TileColumns, depth, strips);
            strips += TileColumns * depth;
        }
    }

    // The strip of B stays in the first cache while the block of A passes from the second.
    private static void MultiplyBlock(int rows, int columns, int depth, E* left, E* right, E* c, nint stride, Landing<E> landing)
    {
        for (var column = 0; column < columns; column += TileColumns)
        {
            var strip = left;
            for (var row = 0; row < rows; row += TileRows)
            {
                var (someRows, someColumns) = (Math.Min(TileRows, rows - row), Math.Min(TileColumns, columns - column));
                MultiplyTile(someRows, someColumns, depth, strip, right, c + row + (column * stride), stride, landing);
                strip += TileRows * depth;
            }

            right += TileColumns * depth;
        }
    }

    private static void MultiplyTile(int rows, int columns, int depth, E* left, E* right, E* c, nint stride, Landing<E> landing)
    {
        var lanes = (rows + T.Count - 1) / T.Count;
        if (columns == TileColumns && rows == lanes * T.Count)
        {
            Sum(lanes, depth, left, right, c, stride, landing);
            return;
        }

        // A tile that reaches beyond C lands on a copy of its part of C.
        var tile = stackalloc E[TileRows * TileColumns];
        if (landing.IsRead)
            Copy(c, stride, tile, TileRows, rows, columns);
        Sum(lanes, depth, left, right, tile, TileRows, landing);
        Copy(tile, TileRows, c, stride, rows, columns);
    }

    private static void Copy(E* from, nint fromStride, E* to, nint toStride, int rows, int columns)
    {
        for (var column = 0; column < columns; column++)
            new ReadOnlySpan<E>(from + (column * fromStride), rows).CopyTo(new(to + (column * toStride), rows));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Sum(int lanes, int depth, E* left, E* right, E* c, nint stride, Landing<E> landing)
    {
        if (lanes == 3)
            TileKernel.Run<T, E, Counts.Three, N>(depth, left, right, c, stride, in landing);
        else if (lanes == 2)
            TileKernel.Run<T, E, Counts.Two, N>(depth, left, right, c, stride, in landing);
        else
            TileKernel.Run<T, E, Counts.One, N>(depth, left, right, c, stride, in landing);
    }

    private static int RoundUp(int value, int multiple) => (value + multiple - 1) / multiple * multiple;
}
