using System.Runtime.CompilerServices;

namespace Optimizers.Arithmetic;

/// <summary>
/// A number held as the unevaluated sum <c>High + Low</c> of two doubles, <c>|Low| ≤ ulp(High)/2</c>: about 106 bits (Dekker 1971).
/// Sums follow Knuth (TAOCP 2, section 4.2.2, theorem B). A product's rounding error comes from one fused multiply-add, which IEEE 754
/// defines exactly: every operation here gives the same bits on every machine, whether it is done in hardware or emulated.
/// </summary>
/// <param name="High">The number rounded to double.</param>
/// <param name="Low">What that rounding lost.</param>
internal readonly record struct DoubleDouble(double High, double Low)
{
    public static implicit operator DoubleDouble(double value) => new(value, 0);

    /// <summary>Exact: a long has 63 bits, more than one double holds.</summary>
    public static implicit operator DoubleDouble(long value) => Sum((value >> 32) * 4294967296.0, (uint)value);

    /// <summary>Exact for |value| &lt; 2⁹⁵.</summary>
    public static explicit operator DoubleDouble(Int128 value)
    {
        DoubleDouble upper = (long)(value >> 32);
        return new DoubleDouble(upper.High * 4294967296.0, upper.Low * 4294967296.0) + (double)(uint)(value & uint.MaxValue);
    }

    public static explicit operator double(DoubleDouble value) => value.High;

    public static DoubleDouble operator -(DoubleDouble value) => new(-value.High, -value.Low);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleDouble operator +(DoubleDouble a, DoubleDouble b)
    {
        // The error stays below 2⁻¹⁰⁴ of the sum, even when a and b nearly cancel.
        var high = Sum(a.High, b.High);
        var low = Sum(a.Low, b.Low);
        var sum = SumOrdered(high.High, high.Low + low.High);
        return SumOrdered(sum.High, sum.Low + low.Low);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleDouble operator -(DoubleDouble a, DoubleDouble b) => a + -b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleDouble operator *(DoubleDouble a, DoubleDouble b)
    {
        var product = Product(a.High, b.High);
        return SumOrdered(product.High, product.Low + (a.High * b.Low + a.Low * b.High));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleDouble operator /(DoubleDouble a, DoubleDouble b)
    {
        var quotient = a.High / b.High;
        var remainder = a - quotient * b;
        return SumOrdered(quotient, remainder.High / b.High);
    }

    /// <summary>√value for value ≥ 0, by one Newton step from the rounded root.</summary>
    public static DoubleDouble Sqrt(DoubleDouble value)
    {
        var root = Math.Sqrt(value.High);
        return root == 0 ? 0.0 : SumOrdered(root, (value - Product(root, root)).High / (2 * root));
    }

    /// <summary>value·2^exponent; exact unless it leaves the range of the normal doubles.</summary>
    public static DoubleDouble ScaleB(DoubleDouble value, int exponent) =>
        new(Math.ScaleB(value.High, exponent), Math.ScaleB(value.Low, exponent));

    /// <summary>a + b without any error.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleDouble Sum(double a, double b)
    {
        var sum = a + b;
        var partOfB = sum - a;
        return new(sum, a - (sum - partOfB) + (b - partOfB));
    }

    /// <summary>a·b without any error, unless its low part underflows (|a·b| &lt; 2⁻⁹⁶⁹).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleDouble Product(double a, double b)
    {
        var product = a * b;
        return new(product, Math.FusedMultiplyAdd(a, b, -product));
    }

    /// <summary>a + b without any error where |a| ≥ |b| or a = 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static DoubleDouble SumOrdered(double a, double b)
    {
        var sum = a + b;
        return new(sum, b - (sum - a));
    }
}
