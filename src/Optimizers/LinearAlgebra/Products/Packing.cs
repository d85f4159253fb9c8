using System.Runtime.CompilerServices;
using Optimizers.Arithmetic;

namespace Optimizers.LinearAlgebra;

/// <summary>
/// Copies an operand into strips that lie in memory in the order in which <see cref="TileKernel"/> reads them: a strip has so many rows, its columns
/// one after another.
/// </summary>
internal static unsafe class Packing
{
    /// <summary>How many columns are turned at once: a cache line of doubles is read as a whole.</summary>
    private const int Together = 8;

    /// <summary>One strip, zeros below the operand's last row.</summary>
    /// <param name="from">The operand at its first entry.</param>
    /// <param name="rows">How many rows of it go into the strip.</param>
    /// <param name="width">The rows of the strip.</param>
    /// <param name="depth">The columns of both.</param>
    /// <param name="strip">width·depth numbers.</param>
    public static void Pack<T, E>(Operand<E> from, int rows, int width, int depth, E* strip)
        where T : struct, ILanes<T, E>
        where E : unmanaged
    {
        // What stands there reaches no entry of the product; but numbers of chance may be subnormal, and slow.
        if (rows < width)
            new Span<E>(strip, width * depth).Clear();
        if (from.RowStep == 1)
            Copy<T, E>(from.First, from.ColumnStep, rows, width, depth, strip);
        else
            Turn(from.First, from.RowStep, rows, width, depth, strip);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Copy<T, E>(E* from, nint columnStep, int rows, int width, int depth, E* strip)
        where T : struct, ILanes<T, E>
        where E : unmanaged
    {
        for (; depth > 0; depth--)
        {
            var i = 0;
            for (; i + T.Count <= rows; i += T.Count)
                T.Load(in *from, (nuint)i).Store(ref *strip, (nuint)i);
            for (; i < rows; i++)
                strip[i] = from[i];
            from += columnStep;
            strip += width;
        }
    }

    // The columns of a cache line for all rows, then those of the next.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Turn<E>(E* from, nint rowStep, int rows, int width, int depth, E* strip)
        where E : unmanaged
    {
        var wholeRows = rows - (rows % Turning.Side);
        for (; depth > 0; depth -= Together)
        {
            var some = Math.Min(Together, depth);
            var wholeColumns = some - (some % Turning.Side);
            for (var i = 0; i < wholeRows; i += Turning.Side)
            {
                for (var k = 0; k < wholeColumns; k += Turning.Side)
                    Turning.Turn(from + (i * rowStep) + k, rowStep, strip + i + (k * width), width);
            }

            for (var i = 0; i < rows; i++)
            {
                for (var k = i < wholeRows ? wholeColumns : 0; k < some; k++)
                    strip[i + (k * width)] = from[(i * rowStep) + k];
            }

            from += Together;
            strip += Together * width;
        }
    }
}
