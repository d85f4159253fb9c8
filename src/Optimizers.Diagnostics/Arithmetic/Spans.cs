using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Optimizers.Diagnostics;

/// <summary>Products and norms of vectors in memory, on one thread.</summary>
internal static class Spans
{
    private const int Partials = 8;

    /// <summary>Σᵢ aᵢbᵢ, entry by entry in their order.</summary>
    public static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++)
            sum += a[i] * b[i];
        return sum;
    }

    /// <summary>y ← y + ax.</summary>
    public static void AddScaled(Span<double> y, double a, ReadOnlySpan<double> x)
    {
        for (var i = 0; i < y.Length; i++)
            y[i] += a * x[i];
    }

    /// <summary>Σ x². Infinite where a square overflows, NaN where an element is NaN.</summary>
    /// <remarks>Element i is added to partial sum i mod 8, and these in pairs: an order that no width of lanes changes.</remarks>
    public static double SumOfSquares(ReadOnlySpan<double> values)
    {
        ref var first = ref MemoryMarshal.GetReference(values);
        Vector256<double> low = default, high = default;
        var whole = values.Length - (values.Length % Partials);
        for (var i = 0; i < whole; i += Partials)
        {
            var x = Vector256.LoadUnsafe(ref first, (nuint)i);
            var y = Vector256.LoadUnsafe(ref first, (nuint)i + 4);
            low += x * x;
            high += y * y;
        }

        return Total(low, high, values[whole..]);
    }

    /// <summary>Σ x², every element widened to double first.</summary>
    public static double SumOfSquares(ReadOnlySpan<float> values)
    {
        ref var first = ref MemoryMarshal.GetReference(values);
        Vector256<double> low = default, high = default;
        var whole = values.Length - (values.Length % Partials);
        for (var i = 0; i < whole; i += Partials)
        {
            var (x, y) = Vector256.Widen(Vector256.LoadUnsafe(ref first, (nuint)i));
            low += x * x;
            high += y * y;
        }

        Span<double> rest = stackalloc double[Partials];
        for (var i = whole; i < values.Length; i++)
            rest[i - whole] = values[i];
        return Total(low, high, rest[..(values.Length - whole)]);
    }

    /// <summary>‖x‖₂, also where squares leave the range of doubles; NaN or infinite where an element is.</summary>
    public static double Norm(ReadOnlySpan<double> values)
    {
        var sum = SumOfSquares(values);
        if (Lengths.AreTold(sum))
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

    /// <summary>True if no element is NaN or an infinity: x − x is 0 for a finite x and NaN otherwise, and NaN stays in a sum.</summary>
    public static bool AreFinite<E>(ReadOnlySpan<E> values) where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        ref var first = ref MemoryMarshal.GetReference(values);
        var sum = Vector256<E>.Zero;
        var i = 0;
        for (; i + Vector256<E>.Count <= values.Length; i += Vector256<E>.Count)
        {
            var x = Vector256.LoadUnsafe(ref first, (nuint)i);
            sum += x - x;
        }

        for (; i < values.Length; i++)
        {
            if (!E.IsFinite(values[i]))
                return false;
        }

        return Vector256.EqualsAll(sum, Vector256<E>.Zero);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Total(Vector256<double> low, Vector256<double> high, ReadOnlySpan<double> rest)
    {
        Span<double> p = stackalloc double[Partials];
        low.CopyTo(p);
        high.CopyTo(p[4..]);
        for (var i = 0; i < rest.Length; i++)
            p[i] += rest[i] * rest[i];
        return ((p[0] + p[4]) + (p[2] + p[6])) + ((p[1] + p[5]) + (p[3] + p[7]));
    }
}
