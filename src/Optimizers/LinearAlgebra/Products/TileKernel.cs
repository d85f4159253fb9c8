using System.Numerics;
using System.Runtime.CompilerServices;
using Optimizers.Arithmetic;

namespace Optimizers.LinearAlgebra;

/// <summary>
/// The innermost loop of a product: one tile of C, whose sums stay in registers while one panel of k passes. Lanes run over rows; each sum begins
/// at 0 and takes its terms in ascending order of k, by fused multiply–add.
/// </summary>
internal static unsafe class TileKernel
{
    /// <summary>A tile ← <paramref name="landing"/> of the sums Σₖ leftₖ·rightₖ.</summary>
    /// <typeparam name="T">The lanes.</typeparam>
    /// <typeparam name="E">The element type.</typeparam>
    /// <typeparam name="L">How many lanes of rows the tile has: 1, 2 or 3.</typeparam>
    /// <typeparam name="N">How many columns: 4 or 8. Eight columns of three lanes need 32 registers, four need 16.</typeparam>
    /// <param name="depth">How many k.</param>
    /// <param name="left">For each k the rows of the tile.</param>
    /// <param name="right">For each k the columns of the tile.</param>
    /// <param name="tile">Its first entry.</param>
    /// <param name="stride">From one column of the tile to the next.</param>
    /// <param name="landing">What becomes of a sum.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Run<T, E, L, N>(nint depth, E* left, E* right, E* tile, nint stride, in Landing<E> landing)
        where T : struct, ILanes<T, E>
        where E : unmanaged, IBinaryFloatingPointIeee754<E>
        where L : struct, ICount
        where N : struct, ICount
    {
        Column<T, E, L> c0 = default, c1 = default, c2 = default, c3 = default, c4 = default, c5 = default, c6 = default, c7 = default;
        for (; depth > 0; depth--)
        {
            var rows = Column<T, E, L>.Load(left);
            c0.Add(rows, T.Broadcast(in right[0]));
            c1.Add(rows, T.Broadcast(in right[1]));
            c2.Add(rows, T.Broadcast(in right[2]));
            c3.Add(rows, T.Broadcast(in right[3]));
            if (N.Value > 4)
            {
                c4.Add(rows, T.Broadcast(in right[4]));
                c5.Add(rows, T.Broadcast(in right[5]));
                c6.Add(rows, T.Broadcast(in right[6]));
                c7.Add(rows, T.Broadcast(in right[7]));
            }

            left += L.Value * T.Count;
            right += N.Value;
        }

        c0.Land(tile, in landing);
        c1.Land(tile + stride, in landing);
        c2.Land(tile + (2 * stride), in landing);
        c3.Land(tile + (3 * stride), in landing);
        if (N.Value > 4)
        {
            c4.Land(tile + (4 * stride), in landing);
            c5.Land(tile + (5 * stride), in landing);
            c6.Land(tile + (6 * stride), in landing);
            c7.Land(tile + (7 * stride), in landing);
        }
    }

    /// <summary>One column of the tile: up to three lanes of rows.</summary>
    private struct Column<T, E, L>
        where T : struct, ILanes<T, E>
        where E : unmanaged, IBinaryFloatingPointIeee754<E>
        where L : struct, ICount
    {
        private T _first;
        private T _second;
        private T _third;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Column<T, E, L> Load(E* from)
        {
            Column<T, E, L> column = default;
            column._first = T.Load(in *from, 0);
            if (L.Value > 1)
                column._second = T.Load(in *from, (nuint)T.Count);
            if (L.Value > 2)
                column._third = T.Load(in *from, (nuint)(2 * T.Count));
            return column;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Add(in Column<T, E, L> rows, T factor)
        {
            _first = T.MultiplyAdd(rows._first, factor, _first);
            if (L.Value > 1)
                _second = T.MultiplyAdd(rows._second, factor, _second);
            if (L.Value > 2)
                _third = T.MultiplyAdd(rows._third, factor, _third);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void Land(E* at, in Landing<E> landing)
        {
            landing.Land(_first, at);
            if (L.Value > 1)
                landing.Land(_second, at + T.Count);
            if (L.Value > 2)
                landing.Land(_third, at + (2 * T.Count));
        }
    }
}
