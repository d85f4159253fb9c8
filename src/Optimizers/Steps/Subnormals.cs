using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Optimizers.Arithmetic;

namespace Optimizers.Steps;

/// <summary>
/// Ends the averages of coordinates whose gradients have died: what is below the smallest normal number, where there is no gradient, becomes 0. Left
/// alone such averages sink through the subnormal numbers, which are 20 times slower to compute with.
/// </summary>
internal static class Subnormals
{
    /// <summary>Every so many steps of a parameter: a dying average is slow for less than that, and the look costs a hundredth of them.</summary>
    public const int Period = 64;

    /// <summary>Flushes a stretch of a state value.</summary>
    /// <param name="values">The stretch.</param>
    /// <param name="gradient">The gradients of the step, as long.</param>
    public static void Flush<E>(Span<E> values, ReadOnlySpan<E> gradient) where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        ref var value = ref MemoryMarshal.GetReference(values);
        ref var g = ref MemoryMarshal.GetReference(gradient);
        var length = (nuint)values.Length;
        nuint done = 0;
        if (Vector512.IsHardwareAccelerated)
            done = Flush<Lanes512<E>, E>(ref value, ref g, length, done);
        if (Vector256.IsHardwareAccelerated)
            done = Flush<Lanes256<E>, E>(ref value, ref g, length, done);
        if (Vector128.IsHardwareAccelerated)
            done = Flush<Lanes128<E>, E>(ref value, ref g, length, done);
        Flush<Scalar<E>, E>(ref value, ref g, length, done);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    internal static nuint Flush<T, E>(ref E values, ref E gradient, nuint length, nuint done)
        where T : struct, ILanes<T, E>
        where E : unmanaged
    {
        var (zero, least) = (T.Constant(0), T.Constant(Element.SmallestNormal<E>()));
        for (; done + (nuint)T.Count <= length; done += (nuint)T.Count)
        {
            var value = T.Load(ref values, done);
            var flushed = T.WhereLess(T.Abs(value), least, zero, value);
            T.WhereEqual(T.Load(ref gradient, done), zero, flushed, value).Store(ref values, done);
        }

        return done;
    }
}
