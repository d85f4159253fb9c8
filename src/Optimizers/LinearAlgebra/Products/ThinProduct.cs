using System.Numerics;
using System.Runtime.CompilerServices;
using Optimizers.Arithmetic;

namespace Optimizers.LinearAlgebra;

/// <summary>A matrix, stored column by column, by a vector: every entry of the matrix is read once, where it lies, with the bits of a tile.</summary>
internal static unsafe class ThinProduct<T, E>
    where T : struct, ILanes<T, E>
    where E : unmanaged, IBinaryFloatingPointIeee754<E>
{
    /// <summary>Rows whose sums wait in the first cache.</summary>
    private const int Rows = 2048;

    /// <summary>y ← α·A·x + β·y.</summary>
    /// <param name="rows">Of A and y.</param>
    /// <param name="depth">The columns of A, at least 1.</param>
    /// <param name="alpha">α.</param>
    /// <param name="a">A, its rows side by side.</param>
    /// <param name="x">x.</param>
    /// <param name="xStep">From one entry of x to the next.</param>
    /// <param name="beta">β.</param>
    /// <param name="y">y.</param>
    /// <param name="yStep">From one entry of y to the next.</param>
    public static void Multiply(int rows, int depth, E alpha, Operand<E> a, E* x, nint xStep, E beta, E* y, nint yStep)
    {
        var sums = stackalloc E[Rows];
        for (var row = 0; row < rows; row += Rows)
        {
            var someRows = Math.Min(Rows, rows - row);
            for (var k = 0; k < depth; k += ProductBlocks.Depth)
            {
                var some = Math.Min(ProductBlocks.Depth, depth - k);
                new Span<E>(sums, someRows).Clear();
                Add(a.From(row, k), someRows, x + (k * xStep), xStep, some, sums);
                new Landing<E>(alpha, k == 0 ? beta : E.One).Land<T>(sums, y + (row * yStep), yStep, someRows);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Add(Operand<E> a, int rows, E* x, nint xStep, int depth, E* sums)
    {
        var k = 0;
        for (; k + 4 <= depth; k += 4)
        {
            E* a0 = a.First + (k * a.ColumnStep), a1 = a0 + a.ColumnStep, a2 = a1 + a.ColumnStep, a3 = a2 + a.ColumnStep;
            E* x0 = x + (k * xStep), x1 = x0 + xStep, x2 = x1 + xStep, x3 = x2 + xStep;
            nuint i = 0;
            for (; i + (nuint)T.Count <= (nuint)rows; i += (nuint)T.Count)
                Four<T>(i, a0, a1, a2, a3, x0, x1, x2, x3, sums);
            for (; i < (nuint)rows; i++)
                Four<Scalar<E>>(i, a0, a1, a2, a3, x0, x1, x2, x3, sums);
        }

        for (; k < depth; k++)
        {
            for (var i = 0; i < rows; i++)
                sums[i] = E.FusedMultiplyAdd(a.First[i + (k * a.ColumnStep)], x[k * xStep], sums[i]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Four<V>(nuint i, E* a0, E* a1, E* a2, E* a3, E* x0, E* x1, E* x2, E* x3, E* sums)
        where V : struct, ILanes<V, E>
    {
        var sum = V.Load(in *sums, i);
        sum = V.MultiplyAdd(V.Load(in *a0, i), V.Broadcast(in *x0), sum);
        sum = V.MultiplyAdd(V.Load(in *a1, i), V.Broadcast(in *x1), sum);
        sum = V.MultiplyAdd(V.Load(in *a2, i), V.Broadcast(in *x2), sum);
        sum = V.MultiplyAdd(V.Load(in *a3, i), V.Broadcast(in *x3), sum);
        sum.Store(ref *sums, i);
    }
}
