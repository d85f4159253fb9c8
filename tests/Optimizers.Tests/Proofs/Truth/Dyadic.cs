using System.Numerics;

namespace Optimizers.Tests.Proofs;

/// <summary>An integer times a power of two, m·2ᵉ with m of any size: a double as it is, and sums and products of such without any error.</summary>
internal readonly record struct Dyadic(BigInteger Significand, int Exponent) : IComparable<Dyadic>
{
    public const int SmallestExponent = -1074;

    public static implicit operator Dyadic(double x) => double.IsFinite(x)
        ? Of(x)
        : throw new ArgumentOutOfRangeException(nameof(x), x, "Only a finite number is an integer times a power of two.");

    /// <summary>The double next to it, or one of the two, where that is a normal one.</summary>
    public static explicit operator double(Dyadic x)
    {
        var surplus = (int)Math.Max(0, x.Significand.GetBitLength() - 64);
        return Math.ScaleB((double)(x.Significand >> surplus), x.Exponent + surplus);
    }

    public static Dyadic operator +(Dyadic a, Dyadic b)
    {
        var exponent = Math.Min(a.Exponent, b.Exponent);
        return new((a.Significand << (a.Exponent - exponent)) + (b.Significand << (b.Exponent - exponent)), exponent);
    }

    public static Dyadic operator -(Dyadic a) => new(-a.Significand, a.Exponent);

    public static Dyadic operator -(Dyadic a, Dyadic b) => a + -b;

    public static Dyadic operator *(Dyadic a, Dyadic b) => new(a.Significand * b.Significand, a.Exponent + b.Exponent);

    public static bool operator <=(Dyadic a, Dyadic b) => a.CompareTo(b) <= 0;

    public static bool operator >=(Dyadic a, Dyadic b) => a.CompareTo(b) >= 0;

    public static bool operator <(Dyadic a, Dyadic b) => a.CompareTo(b) < 0;

    public static bool operator >(Dyadic a, Dyadic b) => a.CompareTo(b) > 0;

    public static Dyadic Pow(Dyadic x, int n) => new(BigInteger.Pow(x.Significand, n), x.Exponent * n);

    public int CompareTo(Dyadic other) => (this - other).Significand.Sign;

    /// <summary>x = significand·2^exponent, without error.</summary>
    public static Dyadic Of(double x)
    {
        var bits = BitConverter.DoubleToInt64Bits(x);
        var biased = (int)((bits >> 52) & 0x7FF);
        var fraction = bits & 0xFFFFFFFFFFFFF;
        var significand = biased == 0 ? fraction : fraction | 0x10000000000000;
        return new(bits < 0 ? -significand : significand, Math.Max(1, biased) - 1075);
    }

    /// <summary>x·2^−exponent, an integer for an exponent that is small enough.</summary>
    public static BigInteger Integer(double x, int exponent)
    {
        var exact = Of(x);
        if (exact.Significand.IsZero)
            return 0;
        var shift = exact.Exponent - exponent;
        return shift >= 0 ? exact.Significand << shift : exact.Significand >> -shift;
    }

    /// <summary>The largest exponent for which every one of the numbers is an integer.</summary>
    public static int CommonExponent(ReadOnlySpan<double> numbers)
    {
        var least = int.MaxValue;
        foreach (var x in numbers)
        {
            if (x == 0)
                continue;
            var exact = Of(x);
            least = Math.Min(least, exact.Exponent + (int)BigInteger.TrailingZeroCount(BigInteger.Abs(exact.Significand)));
        }

        return least == int.MaxValue ? 0 : least;
    }
}
