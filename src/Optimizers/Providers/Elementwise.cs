using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Optimizers.Arithmetic;

namespace Optimizers;

/// <summary>
/// Arrays combined element by element, with MathNet's own bits: one rounding an operation. A result may be one of the arrays that are read.
/// </summary>
internal static class Elementwise
{
    private interface ICombination
    {
        static abstract T Of<T, E>(T x, T y, T factor) where T : struct, ILanes<T, E> where E : unmanaged;
    }

    /// <summary>x + y.</summary>
    public static void Add<E>(E[] x, E[] y, E[] result) where E : unmanaged, IBinaryFloatingPointIeee754<E> =>
        Combine<Sum, E>(x, y, E.One, result);

    /// <summary>x − y.</summary>
    public static void Subtract<E>(E[] x, E[] y, E[] result) where E : unmanaged, IBinaryFloatingPointIeee754<E> =>
        Combine<Difference, E>(x, y, E.One, result);

    /// <summary>x·y.</summary>
    public static void Multiply<E>(E[] x, E[] y, E[] result) where E : unmanaged, IBinaryFloatingPointIeee754<E> =>
        Combine<Product, E>(x, y, E.One, result);

    /// <summary>x/y.</summary>
    public static void Divide<E>(E[] x, E[] y, E[] result) where E : unmanaged, IBinaryFloatingPointIeee754<E> =>
        Combine<Quotient, E>(x, y, E.One, result);

    /// <summary>y + αx; x is not read where α = 0.</summary>
    public static void AddScaled<E>(E[] y, E alpha, E[] x, E[] result) where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        if (alpha == E.Zero)
        {
            ThrowIfLengthsDiffer(x, y, result);
            y.CopyTo(result, 0);
        }
        else
        {
            Combine<ScaledSum, E>(x, y, alpha, result);
        }
    }

    /// <summary>αx; x is not read where α = 0.</summary>
    public static void Scale<E>(E alpha, E[] x, E[] result) where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        ThrowIfLengthsDiffer(x, x, result);
        if (alpha == E.Zero)
            Array.Clear(result);
        else
            Combine<Multiple, E>(x, x, alpha, result);
    }

    private static void Combine<C, E>(E[] x, E[] y, E factor, E[] result)
        where C : struct, ICombination
        where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        ThrowIfLengthsDiffer(x, y, result);
        nuint done = 0;
        if (Vector512.IsHardwareAccelerated)
            Combine<C, Lanes512<E>, E>(x, y, factor, result, ref done);
        if (Vector256.IsHardwareAccelerated)
            Combine<C, Lanes256<E>, E>(x, y, factor, result, ref done);
        if (Vector128.IsHardwareAccelerated)
            Combine<C, Lanes128<E>, E>(x, y, factor, result, ref done);
        Combine<C, Scalar<E>, E>(x, y, factor, result, ref done);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Combine<C, T, E>(E[] x, E[] y, E factor, E[] result, ref nuint done)
        where C : struct, ICombination
        where T : struct, ILanes<T, E>
        where E : unmanaged
    {
        ref var left = ref MemoryMarshal.GetArrayDataReference(x);
        ref var right = ref MemoryMarshal.GetArrayDataReference(y);
        ref var to = ref MemoryMarshal.GetArrayDataReference(result);
        var (i, length, lanes, f) = (done, (nuint)result.Length, (nuint)T.Count, T.Broadcast(in factor));
        for (; i + lanes <= length; i += lanes)
            C.Of<T, E>(T.Load(in left, i), T.Load(in right, i), f).Store(ref to, i);
        done = i;
    }

    private static void ThrowIfLengthsDiffer<E>(E[] x, E[] y, E[] result)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        ArgumentNullException.ThrowIfNull(result);
        if (x.Length != y.Length || x.Length != result.Length)
        {
            throw new ArgumentException(
                $"x has {x.Length} elements, y {y.Length} and the result {result.Length}; all must have the same number.", nameof(result));
        }
    }

    private readonly struct Sum : ICombination
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Of<T, E>(T x, T y, T factor) where T : struct, ILanes<T, E> where E : unmanaged => x + y;
    }

    private readonly struct Difference : ICombination
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Of<T, E>(T x, T y, T factor) where T : struct, ILanes<T, E> where E : unmanaged => x - y;
    }

    private readonly struct Product : ICombination
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Of<T, E>(T x, T y, T factor) where T : struct, ILanes<T, E> where E : unmanaged => x * y;
    }

    private readonly struct Quotient : ICombination
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Of<T, E>(T x, T y, T factor) where T : struct, ILanes<T, E> where E : unmanaged => x / y;
    }

    private readonly struct ScaledSum : ICombination
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Of<T, E>(T x, T y, T factor) where T : struct, ILanes<T, E> where E : unmanaged => y + (factor * x);
    }

    private readonly struct Multiple : ICombination
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Of<T, E>(T x, T y, T factor) where T : struct, ILanes<T, E> where E : unmanaged => factor * x;
    }
}
