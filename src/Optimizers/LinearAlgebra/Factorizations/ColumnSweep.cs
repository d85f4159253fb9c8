using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Optimizers.Arithmetic;

namespace Optimizers.LinearAlgebra;

/// <summary>
/// The loops along columns of the smallest blocks of a factorization, on the widest lanes: each entry has its own arithmetic, the same at each width.
/// </summary>
internal static unsafe class ColumnSweep
{
    /// <summary>y ← y − factor·x, fused, entry by entry.</summary>
    public static void Subtract<E>(E* y, E factor, E* x, int length) where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        var done = 0;
        factor = -factor;
        if (Vector512.IsHardwareAccelerated)
            done = Add<Lanes512<E>, E>(y, factor, x, length, done);
        if (Vector256.IsHardwareAccelerated && done < length)
            done = Add<Lanes256<E>, E>(y, factor, x, length, done);
        if (Vector128.IsHardwareAccelerated && done < length)
            done = Add<Lanes128<E>, E>(y, factor, x, length, done);
        if (done < length)
            Add<Scalar<E>, E>(y, factor, x, length, done);
    }

    /// <summary>y ← ((y − f₀x₀) − f₁x₁) − …, each product fused with its subtraction.</summary>
    /// <param name="y">The column.</param>
    /// <param name="length">Its entries, and those of each xₖ.</param>
    /// <param name="x">The columns xₖ.</param>
    /// <param name="stride">From one of them to the next.</param>
    /// <param name="factors">The fₖ.</param>
    /// <param name="count">How many.</param>
    public static void SubtractMultiples<E>(E* y, int length, E* x, nint stride, E* factors, int count)
        where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        var done = 0;
        if (Vector512.IsHardwareAccelerated)
            done = SubtractMultiples<Lanes512<E>, E>(y, length, x, stride, factors, count, done);
        if (Vector256.IsHardwareAccelerated && done < length)
            done = SubtractMultiples<Lanes256<E>, E>(y, length, x, stride, factors, count, done);
        if (Vector128.IsHardwareAccelerated && done < length)
            done = SubtractMultiples<Lanes128<E>, E>(y, length, x, stride, factors, count, done);
        if (done < length)
            SubtractMultiples<Scalar<E>, E>(y, length, x, stride, factors, count, done);
    }

    /// <summary>y ← y/divisor.</summary>
    public static void Divide<E>(E* y, E divisor, int length) where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        var done = 0;
        if (Vector512.IsHardwareAccelerated)
            done = Divide<Lanes512<E>, E>(y, divisor, length, done);
        if (Vector256.IsHardwareAccelerated && done < length)
            done = Divide<Lanes256<E>, E>(y, divisor, length, done);
        if (Vector128.IsHardwareAccelerated && done < length)
            done = Divide<Lanes128<E>, E>(y, divisor, length, done);
        if (done < length)
            Divide<Scalar<E>, E>(y, divisor, length, done);
    }

    // One multiple has a loop of its own: for the shortest columns the other takes a tenth longer.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static int Add<T, E>(E* y, E factor, E* x, int length, int done)
        where T : struct, ILanes<T, E>
        where E : unmanaged
    {
        var f = T.Broadcast(in factor);
        for (; done + T.Count <= length; done += T.Count)
            T.MultiplyAdd(f, T.Load(in x[done], 0), T.Load(in y[done], 0)).Store(ref y[done], 0);
        return done;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    internal static int SubtractMultiples<T, E>(E* y, int length, E* x, nint stride, E* factors, int count, int done)
        where T : struct, ILanes<T, E>
        where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        for (; done + (4 * T.Count) <= length; done += 4 * T.Count)
        {
            E* p0 = y + done, p1 = p0 + T.Count, p2 = p1 + T.Count, p3 = p2 + T.Count;
            T a = T.Load(in *p0, 0), b = T.Load(in *p1, 0), c = T.Load(in *p2, 0), d = T.Load(in *p3, 0);
            var column = x + done;
            for (var k = 0; k < count; k++)
            {
                var negated = -factors[k];
                var factor = T.Broadcast(in negated);
                a = T.MultiplyAdd(factor, T.Load(in *column, 0), a);
                b = T.MultiplyAdd(factor, T.Load(in column[T.Count], 0), b);
                c = T.MultiplyAdd(factor, T.Load(in column[2 * T.Count], 0), c);
                d = T.MultiplyAdd(factor, T.Load(in column[3 * T.Count], 0), d);
                column += stride;
            }

            a.Store(ref *p0, 0);
            b.Store(ref *p1, 0);
            c.Store(ref *p2, 0);
            d.Store(ref *p3, 0);
        }

        for (; done + T.Count <= length; done += T.Count)
        {
            var a = T.Load(in y[done], 0);
            var column = x + done;
            for (var k = 0; k < count; k++)
            {
                var negated = -factors[k];
                a = T.MultiplyAdd(T.Broadcast(in negated), T.Load(in *column, 0), a);
                column += stride;
            }

            a.Store(ref y[done], 0);
        }

        return done;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    internal static int Divide<T, E>(E* y, E divisor, int length, int done)
        where T : struct, ILanes<T, E>
        where E : unmanaged
    {
        var d = T.Broadcast(in divisor);
        for (; done + T.Count <= length; done += T.Count)
            (T.Load(in y[done], 0) / d).Store(ref y[done], 0);
        return done;
    }
}
