using System.Runtime.CompilerServices;

namespace Optimizers.Arithmetic;

/// <summary>The copy of a matrix from one order of its elements into the other.</summary>
internal static class Transposition
{
    /// <summary>A square of so many elements a side is read and written while both sides of it lie in the first cache.</summary>
    private const int Block = 16;

    /// <summary>
    /// destination[i, j] = source[i, j], the source by columns, the destination by rows. With the two counts exchanged it is the way back.
    /// </summary>
    /// <param name="source">Element (i, j) at j · <paramref name="sourceStride"/> + i.</param>
    /// <param name="sourceStride">From one column to the next.</param>
    /// <param name="destination">Element (i, j) at i · <paramref name="destinationStride"/> + j.</param>
    /// <param name="destinationStride">From one row to the next.</param>
    /// <param name="rows">The rows to copy.</param>
    /// <param name="columns">The columns to copy.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Copy<T>(ReadOnlySpan<T> source, int sourceStride, Span<T> destination, int destinationStride, int rows, int columns)
    {
        for (var top = 0; top < rows; top += Block)
        {
            var bottom = Math.Min(top + Block, rows);
            for (var left = 0; left < columns; left += Block)
            {
                var width = Math.Min(Block, columns - left);
                for (var row = top; row < bottom; row++)
                {
                    var line = destination.Slice((row * destinationStride) + left, width);
                    var from = (left * sourceStride) + row;
                    for (var column = 0; column < line.Length; column++, from += sourceStride)
                        line[column] = source[from];
                }
            }
        }
    }
}
