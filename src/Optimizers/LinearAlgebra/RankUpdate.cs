using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Optimizers.Arithmetic;

namespace Optimizers.LinearAlgebra;

/// <summary>
/// C ← C − XYᵀ on and below the diagonal: where a blocked factorization spends its time. X and Y are copied into strips that lie in memory in the
/// order in which they are read.
/// </summary>
/// <remarks>
/// An entry is cᵢⱼ − (xᵢ₁yⱼ₁ + xᵢ₂yⱼ₂ + …), <see cref="Depth"/> terms at a time in ascending order: an order that no width of lanes changes. Used
/// by one thread at a time.
/// </remarks>
/// <param name="order">The largest order of C.</param>
internal sealed class RankUpdate(int order)
{
    /// <summary>Columns of X and Y that are taken at once: a strip of X of that depth stays in the first cache.</summary>
    public const int Depth = 128;

    /// <summary>How many rows more than its order C must have in memory, and how many columns: the last strips reach beyond it.</summary>
    public const int Padding = Rows;

    private const int Rows = 16;
    private const int Columns = 4;

    private readonly double[] _left = new double[Depth * RoundUp(order, Rows)];
    private readonly double[] _right = new double[Depth * RoundUp(order, Columns)];

    /// <summary>C ← C − XYᵀ for the entries in the columns [from, end) and in the rows from the column's own to <paramref name="order"/>.</summary>
    /// <param name="c">C, column by column. Up to 15 entries above the diagonal of each column are written too.</param>
    /// <param name="stride">From one column of C to the next, at least order + <see cref="Padding"/>.</param>
    /// <param name="from">The first row and column of C that changes.</param>
    /// <param name="end">The column of C after the last one that changes.</param>
    /// <param name="order">The row of C after the last one.</param>
    /// <param name="x">X, column by column; its rows are those of C. It may be other columns of C.</param>
    /// <param name="xStride">From one column of X to the next.</param>
    /// <param name="y">Y, column by column; its rows are the columns of C.</param>
    /// <param name="yStride">From one column of Y to the next.</param>
    /// <param name="depth">The number of columns of X and Y.</param>
    public void Subtract(
        Span<double> c, int stride, int from, int end, int order, ReadOnlySpan<double> x, int xStride, ReadOnlySpan<double> y, int yStride, int depth)
    {
        if (from >= end)
            return;
        var (height, width) = (RoundUp(order - from, Rows), RoundUp(end - from, Columns));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(from + height, stride);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)(from + width) * stride, c.Length, nameof(c));
        for (var k = 0; k < depth; k += Depth)
        {
            var some = Math.Min(Depth, depth - k);
            Pack(x[(k * xStride)..], xStride, from, order, some, Rows, _left.AsSpan(0, height * some));
            Pack(y[(k * yStride)..], yStride, from, end, some, Columns, _right.AsSpan(0, width * some));
            ref var tiles = ref MemoryMarshal.GetReference(c[(from + (from * stride))..]);
            if (Vector512.IsHardwareAccelerated)
                Subtract<Lanes512<double>>(ref tiles, (nuint)stride, (nuint)height, (nuint)width, (nuint)some);
            else if (Vector256.IsHardwareAccelerated)
                Subtract<Lanes256<double>>(ref tiles, (nuint)stride, (nuint)height, (nuint)width, (nuint)some);
            else if (Vector128.IsHardwareAccelerated)
                Subtract<Lanes128<double>>(ref tiles, (nuint)stride, (nuint)height, (nuint)width, (nuint)some);
            else
                Subtract<Scalar<double>>(ref tiles, (nuint)stride, (nuint)height, (nuint)width, (nuint)some);
        }
    }

    /// <summary>Strips of so many rows, in each one column after another, zeros below the last row.</summary>
    private static void Pack(ReadOnlySpan<double> x, int stride, int from, int end, int depth, int rows, Span<double> strips)
    {
        for (var row = from; row < end; row += rows)
        {
            var some = Math.Min(rows, end - row);
            for (var k = 0; k < depth; k++)
            {
                var strip = strips.Slice(k * rows, rows);
                x.Slice(row + (k * stride), some).CopyTo(strip);
                strip[some..].Clear();
            }

            strips = strips[(rows * depth)..];
        }
    }

    /// <summary>All tiles of 16 rows and 4 columns that hold an entry on or below the diagonal.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    internal void Subtract<T>(ref double c, nuint stride, nuint height, nuint width, nuint depth) where T : struct, ILanes<T, double>
    {
        ref var left = ref MemoryMarshal.GetArrayDataReference(_left);
        ref var right = ref MemoryMarshal.GetArrayDataReference(_right);
        var lanes = (nuint)T.Count;
        for (nuint row = 0; row < height; row += Rows)
        {
            ref var x = ref Unsafe.Add(ref left, row * depth);
            for (nuint column = 0; column < width && column < row + Rows; column += Columns)
            {
                ref var y = ref Unsafe.Add(ref right, column * depth);
                ref var tile = ref Unsafe.Add(ref c, row + (column * stride));
                for (nuint part = 0; part < Rows; part += 2 * lanes)
                {
                    T a0 = T.Constant(0), a1 = a0, a2 = a0, a3 = a0, b0 = a0, b1 = a0, b2 = a0, b3 = a0;
                    for (nuint k = 0; k < depth; k++)
                    {
                        var a = T.Load(ref x, (k * Rows) + part);
                        var b = T.Load(ref x, (k * Rows) + part + lanes);
                        var y0 = T.Constant(Unsafe.Add(ref y, k * Columns));
                        a0 += a * y0;
                        b0 += b * y0;
                        var y1 = T.Constant(Unsafe.Add(ref y, (k * Columns) + 1));
                        a1 += a * y1;
                        b1 += b * y1;
                        var y2 = T.Constant(Unsafe.Add(ref y, (k * Columns) + 2));
                        a2 += a * y2;
                        b2 += b * y2;
                        var y3 = T.Constant(Unsafe.Add(ref y, (k * Columns) + 3));
                        a3 += a * y3;
                        b3 += b * y3;
                    }

                    Subtract(ref tile, part, a0, b0);
                    Subtract(ref tile, part + stride, a1, b1);
                    Subtract(ref tile, part + (2 * stride), a2, b2);
                    Subtract(ref tile, part + (3 * stride), a3, b3);
                }
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static void Subtract(ref double tile, nuint index, T a, T b)
        {
            (T.Load(ref tile, index) - a).Store(ref tile, index);
            (T.Load(ref tile, index + (nuint)T.Count) - b).Store(ref tile, index + (nuint)T.Count);
        }
    }

    private static int RoundUp(int value, int multiple) => checked(value + multiple - 1) / multiple * multiple;
}
