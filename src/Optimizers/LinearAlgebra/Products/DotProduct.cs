using System.Numerics;
using System.Runtime.CompilerServices;
using Optimizers.Arithmetic;

namespace Optimizers.LinearAlgebra;

/// <summary>
/// A matrix, stored row by row, by a vector: dot products along memory. Term k is added to partial sum k mod <see cref="Partials"/> by fused
/// multiply–add, and the partial sums are added in pairs, whatever the width of the lanes.
/// </summary>
internal static unsafe class DotProduct<T, E>
    where T : struct, ILanes<T, E>
    where E : unmanaged, IBinaryFloatingPointIeee754<E>
{
    /// <summary>Four of the widest lanes: one fused multiply–add need not wait for another.</summary>
    private static int Partials
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 4 * 64 / sizeof(E);
    }

    /// <summary>y ← α·A·x + β·y.</summary>
    /// <param name="rows">Of A and y.</param>
    /// <param name="depth">The columns of A.</param>
    /// <param name="alpha">α.</param>
    /// <param name="a">A, its columns side by side or of one row.</param>
    /// <param name="x">x.</param>
    /// <param name="xStep">From one entry of x to the next.</param>
    /// <param name="beta">β.</param>
    /// <param name="y">y.</param>
    /// <param name="yStep">From one entry of y to the next.</param>
    public static void Multiply(int rows, int depth, E alpha, Operand<E> a, E* x, nint xStep, E beta, E* y, nint yStep)
    {
        if (xStep != 1 || a.ColumnStep != 1)
        {
            var memory = PackingMemory<E>.OfThread.Reserve(checked(2 * depth));
            x = SideBySide(x, xStep, depth, memory);
            if (a.ColumnStep != 1)
                a = new(SideBySide(a.First, a.ColumnStep, depth, memory + depth), 0, 1);
        }

        // Two rows at once: memory is faster for several streams than for one.
        var landing = new Landing<E>(alpha, beta);
        var sums = stackalloc E[2];
        for (var i = 0; i < rows; i += 2)
        {
            var some = Math.Min(2, rows - i);
            var first = a.First + (i * a.RowStep);
            Dot(first, some == 2 ? first + a.RowStep : first, x, (nuint)depth, sums);
            for (var k = 0; k < some; k++)
                landing.Land(new Scalar<E>(sums[k]), y + ((i + k) * yStep));
        }
    }

    // Σ xₖzₖ and Σ yₖzₖ.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Dot(E* x, E* y, E* z, nuint length, E* sums)
    {
        var (lanes, count) = ((nuint)T.Count, (nuint)Partials);
        var ofX = stackalloc E[Partials];
        var ofY = stackalloc E[Partials];
        var whole = length - (length % count);
        for (nuint group = 0; group < count; group += 4 * lanes)
        {
            T a = T.Constant(0), b = a, c = a, d = a, e = a, f = a, g = a, h = a;
            for (var i = group; i < whole; i += count)
            {
                T z0 = T.Load(in *z, i), z1 = T.Load(in *z, i + lanes), z2 = T.Load(in *z, i + (2 * lanes)), z3 = T.Load(in *z, i + (3 * lanes));
                a = T.MultiplyAdd(T.Load(in *x, i), z0, a);
                b = T.MultiplyAdd(T.Load(in *x, i + lanes), z1, b);
                c = T.MultiplyAdd(T.Load(in *x, i + (2 * lanes)), z2, c);
                d = T.MultiplyAdd(T.Load(in *x, i + (3 * lanes)), z3, d);
                e = T.MultiplyAdd(T.Load(in *y, i), z0, e);
                f = T.MultiplyAdd(T.Load(in *y, i + lanes), z1, f);
                g = T.MultiplyAdd(T.Load(in *y, i + (2 * lanes)), z2, g);
                h = T.MultiplyAdd(T.Load(in *y, i + (3 * lanes)), z3, h);
            }

            Store(ofX + group, a, b, c, d);
            Store(ofY + group, e, f, g, h);
        }

        sums[0] = Total(ofX, x + whole, z + whole, length - whole);
        sums[1] = Total(ofY, y + whole, z + whole, length - whole);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(E* partials, T a, T b, T c, T d)
    {
        var lanes = (nuint)T.Count;
        a.Store(ref *partials, 0);
        b.Store(ref *partials, lanes);
        c.Store(ref *partials, 2 * lanes);
        d.Store(ref *partials, 3 * lanes);
    }

    // The partial sums with what is left of the terms, added in pairs.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static E Total(E* partials, E* x, E* z, nuint length)
    {
        var lanes = (nuint)T.Count;
        nuint term = 0;
        for (; term + lanes <= length; term += lanes)
            T.MultiplyAdd(T.Load(in *x, term), T.Load(in *z, term), T.Load(in *partials, term)).Store(ref *partials, term);
        for (; term < length; term++)
            partials[term] = E.FusedMultiplyAdd(x[term], z[term], partials[term]);
        var left = (nuint)Partials / 2;
        for (; left >= lanes; left /= 2)
        {
            for (nuint i = 0; i < left; i += lanes)
                (T.Load(in *partials, i) + T.Load(in *partials, i + left)).Store(ref *partials, i);
        }

        for (; left > 0; left /= 2)
        {
            for (nuint i = 0; i < left; i++)
                partials[i] += partials[i + left];
        }

        return partials[0];
    }

    private static E* SideBySide(E* x, nint step, int length, E* copy)
    {
        for (var i = 0; i < length; i++)
            copy[i] = x[i * step];
        return copy;
    }
}
