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

        var landing = new Landing<E>(alpha, beta);
        for (var i = 0; i < rows; i++)
            landing.Land(new Scalar<E>(Dot(a.First + (i * a.RowStep), x, (nuint)depth)), y + (i * yStep));
    }

    /// <summary>Σ xₖyₖ.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static E Dot(E* x, E* y, nuint length)
    {
        var partials = stackalloc E[Partials];
        var (lanes, count) = ((nuint)T.Count, (nuint)Partials);
        var whole = length - (length % count);
        for (nuint group = 0; group < count; group += 4 * lanes)
        {
            T a = T.Constant(0), b = a, c = a, d = a;
            for (var i = group; i < whole; i += count)
            {
                a = T.MultiplyAdd(T.Load(in *x, i), T.Load(in *y, i), a);
                b = T.MultiplyAdd(T.Load(in *x, i + lanes), T.Load(in *y, i + lanes), b);
                c = T.MultiplyAdd(T.Load(in *x, i + (2 * lanes)), T.Load(in *y, i + (2 * lanes)), c);
                d = T.MultiplyAdd(T.Load(in *x, i + (3 * lanes)), T.Load(in *y, i + (3 * lanes)), d);
            }

            a.Store(ref *partials, group);
            b.Store(ref *partials, group + lanes);
            c.Store(ref *partials, group + (2 * lanes));
            d.Store(ref *partials, group + (3 * lanes));
        }

        for (var i = whole; i < length; i++)
            partials[i - whole] = E.FusedMultiplyAdd(x[i], y[i], partials[i - whole]);
        var left = count / 2;
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
