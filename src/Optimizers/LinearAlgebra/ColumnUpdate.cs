using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Optimizers.Arithmetic;

namespace Optimizers.LinearAlgebra;

/// <summary>What a factorization does to one column: element by element in a fixed order, the same bits at every width of lanes.</summary>
internal static class ColumnUpdate
{
    /// <summary>y ← ((y − c₀x₀) − c₁x₁) − …, one xₖ a coefficient.</summary>
    /// <param name="y">The column.</param>
    /// <param name="x">The columns xₖ, each as long as y.</param>
    /// <param name="stride">From one of them to the next.</param>
    /// <param name="coefficients">The cₖ.</param>
    public static void SubtractMultiples(Span<double> y, ReadOnlySpan<double> x, int stride, ReadOnlySpan<double> coefficients)
    {
        if (coefficients.IsEmpty || y.IsEmpty)
            return;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(((coefficients.Length - 1) * (long)stride) + y.Length, x.Length, nameof(x));
        nuint done = 0;
        if (Vector512.IsHardwareAccelerated)
            done = SubtractMultiples<Lanes512<double>>(y, x, (nuint)stride, coefficients, done);
        if (Vector256.IsHardwareAccelerated)
            done = SubtractMultiples<Lanes256<double>>(y, x, (nuint)stride, coefficients, done);
        if (Vector128.IsHardwareAccelerated)
            done = SubtractMultiples<Lanes128<double>>(y, x, (nuint)stride, coefficients, done);
        SubtractMultiples<Scalar<double>>(y, x, (nuint)stride, coefficients, done);
    }

    /// <summary>y ← y/divisor.</summary>
    public static void Divide(Span<double> y, double divisor)
    {
        nuint done = 0;
        if (Vector512.IsHardwareAccelerated)
            done = Divide<Lanes512<double>>(y, divisor, done);
        if (Vector256.IsHardwareAccelerated)
            done = Divide<Lanes256<double>>(y, divisor, done);
        if (Vector128.IsHardwareAccelerated)
            done = Divide<Lanes128<double>>(y, divisor, done);
        Divide<Scalar<double>>(y, divisor, done);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    internal static nuint SubtractMultiples<T>(Span<double> y, ReadOnlySpan<double> x, nuint stride, ReadOnlySpan<double> coefficients, nuint done)
        where T : struct, ILanes<T, double>
    {
        ref var target = ref MemoryMarshal.GetReference(y);
        ref var source = ref MemoryMarshal.GetReference(x);
        ref var coefficient = ref MemoryMarshal.GetReference(coefficients);
        var (lanes, length, count) = ((nuint)T.Count, (nuint)y.Length, (nuint)coefficients.Length);
        for (; done + (4 * lanes) <= length; done += 4 * lanes)
        {
            var a = T.Load(ref target, done);
            var b = T.Load(ref target, done + lanes);
            var c = T.Load(ref target, done + (2 * lanes));
            var d = T.Load(ref target, done + (3 * lanes));
            for (nuint k = 0; k < count; k++)
            {
                ref var column = ref Unsafe.Add(ref source, (k * stride) + done);
                var factor = T.Constant(Unsafe.Add(ref coefficient, k));
                a -= factor * T.Load(ref column, 0);
                b -= factor * T.Load(ref column, lanes);
                c -= factor * T.Load(ref column, 2 * lanes);
                d -= factor * T.Load(ref column, 3 * lanes);
            }

            a.Store(ref target, done);
            b.Store(ref target, done + lanes);
            c.Store(ref target, done + (2 * lanes));
            d.Store(ref target, done + (3 * lanes));
        }

        for (; done + lanes <= length; done += lanes)
        {
            var a = T.Load(ref target, done);
            for (nuint k = 0; k < count; k++)
                a -= T.Constant(Unsafe.Add(ref coefficient, k)) * T.Load(ref source, (k * stride) + done);
            a.Store(ref target, done);
        }

        return done;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    internal static nuint Divide<T>(Span<double> y, double divisor, nuint done) where T : struct, ILanes<T, double>
    {
        ref var target = ref MemoryMarshal.GetReference(y);
        var (lanes, length, d) = ((nuint)T.Count, (nuint)y.Length, T.Constant(divisor));
        for (; done + lanes <= length; done += lanes)
            (T.Load(ref target, done) / d).Store(ref target, done);
        return done;
    }
}
