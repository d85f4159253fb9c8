using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Optimizers.Arithmetic;

namespace Optimizers.LinearAlgebra;

/// <summary>
/// Reductions over one block of memory. Element i is added to partial sum i mod <see cref="Partials"/>, and the partial sums are added in pairs:
/// an order that no width of lanes changes.
/// </summary>
internal static class Reduction
{
    private const int Partials = 16;

    /// <summary>True if no element, or no square of one, is NaN or an infinity.</summary>
    public static bool IsFinite<E>(ReadOnlySpan<E> values, bool squared = false) where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        ref var first = ref MemoryMarshal.GetReference(values);
        var length = (nuint)values.Length;
        nuint done = 0;
        var finite = true;
        if (Vector512.IsHardwareAccelerated && length - done >= (nuint)Vector512<E>.Count)
            finite = IsFinite<Lanes512<E>, E>(ref first, length, squared, ref done);
        if (Vector256.IsHardwareAccelerated && length - done >= (nuint)Vector256<E>.Count)
            finite &= IsFinite<Lanes256<E>, E>(ref first, length, squared, ref done);
        if (Vector128.IsHardwareAccelerated && length - done >= (nuint)Vector128<E>.Count)
            finite &= IsFinite<Lanes128<E>, E>(ref first, length, squared, ref done);
        if (length > done)
            finite &= IsFinite<Scalar<E>, E>(ref first, length, squared, ref done);
        return finite;
    }

    /// <summary>Σ x², every element widened to double first. Infinite where a square overflows, NaN where an element is NaN.</summary>
    public static double SumOfSquares<E>(ReadOnlySpan<E> values) where E : unmanaged
    {
        Span<double> partials = stackalloc double[Partials];
        ref var first = ref MemoryMarshal.GetReference(values);
        var length = (nuint)values.Length;
        if (Vector512.IsHardwareAccelerated)
            SumSquares<Lanes512<double>, E>(ref first, length, partials);
        else if (Vector256.IsHardwareAccelerated)
            SumSquares<Lanes256<double>, E>(ref first, length, partials);
        else if (Vector128.IsHardwareAccelerated)
            SumSquares<Lanes128<double>, E>(ref first, length, partials);
        else
            SumSquares<Scalar<double>, E>(ref first, length, partials);
        return Total(partials);
    }

    /// <summary>max|x|; NaN if an element is NaN or infinite.</summary>
    public static double Largest<E>(ReadOnlySpan<E> values) where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        ref var first = ref MemoryMarshal.GetReference(values);
        var length = (nuint)values.Length;
        nuint done = 0;
        var largest = 0.0;
        if (Vector512.IsHardwareAccelerated && length - done >= (nuint)Vector512<E>.Count)
            largest = Largest<Lanes512<E>, E>(ref first, length, ref done, largest);
        if (Vector256.IsHardwareAccelerated && length - done >= (nuint)Vector256<E>.Count)
            largest = Largest<Lanes256<E>, E>(ref first, length, ref done, largest);
        if (Vector128.IsHardwareAccelerated && length - done >= (nuint)Vector128<E>.Count)
            largest = Largest<Lanes128<E>, E>(ref first, length, ref done, largest);
        return length > done ? Largest<Scalar<E>, E>(ref first, length, ref done, largest) : largest;
    }

    /// <summary>
    /// Σ x² and max|x|, every element widened to double first. The sum is NaN where an element is, and infinite where a square overflows.
    /// </summary>
    public static (double Squares, double Largest) Inspect<E>(ReadOnlySpan<E> values) where E : unmanaged
    {
        Span<double> partials = stackalloc double[2 * Partials];
        partials.Clear();
        ref var first = ref MemoryMarshal.GetReference(values);
        var length = (nuint)values.Length;
        if (Vector512.IsHardwareAccelerated)
            Inspect<Lanes512<double>, E>(ref first, length, partials);
        else if (Vector256.IsHardwareAccelerated)
            Inspect<Lanes256<double>, E>(ref first, length, partials);
        else if (Vector128.IsHardwareAccelerated)
            Inspect<Lanes128<double>, E>(ref first, length, partials);
        else
            Inspect<Scalar<double>, E>(ref first, length, partials);
        var largest = 0.0;
        foreach (var part in partials[Partials..])
            largest = Math.Max(largest, part);
        return (Total(partials[..Partials]), largest);
    }

    /// <summary>‖x‖₂, also where squares leave the range of doubles; NaN or infinite where an element is.</summary>
    public static double Norm(ReadOnlySpan<double> values)
    {
        var sum = SumOfSquares(values);
        if (sum is > 1e-280 and < double.PositiveInfinity)
            return Math.Sqrt(sum);
        var largest = 0.0;
        foreach (var value in values)
            largest = Math.Max(largest, Math.Abs(value));
        if (largest == 0 || !double.IsFinite(largest))
            return largest;
        var exponent = Math.ILogB(largest);
        sum = 0;
        foreach (var value in values)
        {
            var scaled = Math.ScaleB(value, -exponent);
            sum += scaled * scaled;
        }

        return Math.ScaleB(Math.Sqrt(sum), exponent);
    }

    /// <summary>x − x is 0 for a finite x and NaN otherwise, and NaN stays in a sum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    internal static bool IsFinite<T, E>(ref E values, nuint length, bool squared, ref nuint done)
        where T : struct, ILanes<T, E>
        where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        var lanes = (nuint)T.Count;
        var i = done;
        T a = T.Constant(0), b = a, c = a, d = a;
        for (; i + (4 * lanes) <= length; i += 4 * lanes)
        {
            a += Test(ref values, i);
            b += Test(ref values, i + lanes);
            c += Test(ref values, i + (2 * lanes));
            d += Test(ref values, i + (3 * lanes));
        }

        for (; i + lanes <= length; i += lanes)
            a += Test(ref values, i);

        done = i;
        return T.IsZero(a + b + (c + d));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        T Test(ref E values, nuint index)
        {
            var x = T.Load(ref values, index);
            if (squared)
                x *= x;
            return x - x;
        }
    }

    /// <summary>The larger of max|x| and what was found before; x − x is 0 for a finite x and NaN otherwise, and NaN stays in a sum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    internal static double Largest<T, E>(ref E values, nuint length, ref nuint done, double before)
        where T : struct, ILanes<T, E>
        where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        var lanes = (nuint)T.Count;
        var i = done;
        T a = T.Constant(0), b = a, test = a;
        for (; i + (2 * lanes) <= length; i += 2 * lanes)
        {
            T x = T.Load(ref values, i), y = T.Load(ref values, i + lanes);
            a = T.Max(T.Abs(x), a);
            b = T.Max(T.Abs(y), b);
            test += (x - x) + (y - y);
        }

        for (; i + lanes <= length; i += lanes)
        {
            var x = T.Load(ref values, i);
            a = T.Max(T.Abs(x), a);
            test += x - x;
        }

        done = i;
        if (!T.IsZero(test) || double.IsNaN(before))
            return double.NaN;
        Span<E> found = stackalloc E[T.Count];
        T.Max(a, b).Store(ref MemoryMarshal.GetReference(found), 0);
        foreach (var each in found)
            before = Math.Max(before, Element.ToDouble(each));
        return before;
    }

    /// <summary>One pass for each group of partial sums that fits the lanes: together the passes read each element once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    internal static void SumSquares<T, E>(ref E values, nuint length, Span<double> partials)
        where T : struct, ILanes<T, double>
        where E : unmanaged
    {
        ref var partial = ref MemoryMarshal.GetReference(partials);
        var whole = length - (length % Partials);
        for (nuint group = 0; group < Partials; group += (nuint)T.Count)
        {
            var sum = T.Constant(0);
            for (var i = group; i < whole; i += Partials)
            {
                var x = typeof(E) == typeof(float)
                    ? T.LoadWidened(ref Unsafe.As<E, float>(ref values), i)
                    : T.Load(ref Unsafe.As<E, double>(ref values), i);
                sum += x * x;
            }

            sum.Store(ref partial, group);
        }

        for (var i = whole; i < length; i++)
        {
            var x = Element.ToDouble(Unsafe.Add(ref values, i));
            Unsafe.Add(ref partial, i - whole) += x * x;
        }
    }

    /// <summary>
    /// As <see cref="SumSquares"/>, with the largest magnitudes behind the sums. A comparison with NaN is false: it shows in the sum.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    internal static void Inspect<T, E>(ref E values, nuint length, Span<double> partials)
        where T : struct, ILanes<T, double>
        where E : unmanaged
    {
        ref var partial = ref MemoryMarshal.GetReference(partials);
        var whole = length - (length % Partials);
        for (nuint group = 0; group < Partials; group += (nuint)T.Count)
        {
            var sum = T.Constant(0);
            var largest = sum;
            for (var i = group; i < whole; i += Partials)
            {
                var x = typeof(E) == typeof(float)
                    ? T.LoadWidened(ref Unsafe.As<E, float>(ref values), i)
                    : T.Load(ref Unsafe.As<E, double>(ref values), i);
                sum += x * x;
                largest = T.Max(T.Abs(x), largest);
            }

            sum.Store(ref partial, group);
            largest.Store(ref partial, group + Partials);
        }

        for (var i = whole; i < length; i++)
        {
            var x = Element.ToDouble(Unsafe.Add(ref values, i));
            Unsafe.Add(ref partial, i - whole) += x * x;
            ref var largest = ref Unsafe.Add(ref partial, i - whole + Partials);
            largest = Math.Abs(x) > largest ? Math.Abs(x) : largest;
        }
    }

    private static double Total(Span<double> partials)
    {
        for (var half = partials.Length / 2; half > 0; half /= 2)
        {
            for (var i = 0; i < half; i++)
                partials[i] += partials[i + half];
        }

        return partials[0];
    }
}
