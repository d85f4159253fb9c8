using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Optimizers.Arithmetic;

namespace Optimizers.LinearAlgebra;

/// <summary>The loops along columns of the smallest blocks of a factorization, on the widest lanes; each entry has its own arithmetic.</summary>
internal static unsafe class ColumnSweep
{
    /// <summary>y ← fma(−factor, x, y), entry by entry.</summary>
    public static void Subtract<E>(E* y, E factor, E* x, int length) where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        var done = 0;
        factor = -factor;
        if (Vector512.IsHardwareAccelerated)
            done = Add<Lanes512<E>, E>(y, factor, x, length, done);
        if (Vector256.IsHardwareAccelerated)
            done = Add<Lanes256<E>, E>(y, factor, x, length, done);
        if (Vector128.IsHardwareAccelerated)
            done = Add<Lanes128<E>, E>(y, factor, x, length, done);
        Add<Scalar<E>, E>(y, factor, x, length, done);
    }

    /// <summary>y ← y/divisor.</summary>
    public static void Divide<E>(E* y, E divisor, int length) where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        for (var i = 0; i < length; i++)
            y[i] /= divisor;
    }

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
}
