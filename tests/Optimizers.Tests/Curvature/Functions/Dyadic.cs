using System.Numerics;

namespace Optimizers.Tests.Curvature.Functions;

/// <summary>m·2ᵉ with a whole m of any size: sums and products of doubles without any error. Shares nothing with the library.</summary>
internal readonly record struct Dyadic(BigInteger Mantissa, int Exponent) : IComparable<Dyadic>
{
    public static implicit operator Dyadic(double value)
    {
        if (!double.IsFinite(value))
            throw new ArgumentOutOfRangeException(nameof(value), value, "The reference knows finite numbers only.");
        var bits = BitConverter.DoubleToInt64Bits(Math.Abs(value));
        var exponent = (int)(bits >> 52);
        BigInteger mantissa = exponent == 0 ? bits : (bits & 0xFFFFFFFFFFFFFL) | 0x10000000000000L;
        return new(value < 0 ? -mantissa : mantissa, Math.Max(exponent, 1) - 1075);
    }

    public static Dyadic operator +(Dyadic a, Dyadic b)
    {
        var exponent = Math.Min(a.Exponent, b.Exponent);
        return new((a.Mantissa << (a.Exponent - exponent)) + (b.Mantissa << (b.Exponent - exponent)), exponent);
    }

    public static Dyadic operator -(Dyadic a) => new(-a.Mantissa, a.Exponent);

    public static Dyadic operator -(Dyadic a, Dyadic b) => a + -b;

    public static Dyadic operator *(Dyadic a, Dyadic b) => new(a.Mantissa * b.Mantissa, a.Exponent + b.Exponent);

    public static bool operator <=(Dyadic a, Dyadic b) => a.CompareTo(b) <= 0;

    public static bool operator >=(Dyadic a, Dyadic b) => a.CompareTo(b) >= 0;

    public static bool operator <(Dyadic a, Dyadic b) => a.CompareTo(b) < 0;

    public static bool operator >(Dyadic a, Dyadic b) => a.CompareTo(b) > 0;

    /// <summary>The double next to it, or one of the two, where that is a normal one.</summary>
    public static explicit operator double(Dyadic x)
    {
        var surplus = (int)Math.Max(0, x.Mantissa.GetBitLength() - 64);
        return Math.ScaleB((double)(x.Mantissa >> surplus), x.Exponent + surplus);
    }

    public static Dyadic Pow(Dyadic x, int n) => new(BigInteger.Pow(x.Mantissa, n), x.Exponent * n);

    public int CompareTo(Dyadic other) => (this - other).Mantissa.Sign;
}
