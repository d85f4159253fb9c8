using System.Numerics;

namespace Optimizers.ProofRun;

/// <summary>A double as the integer and the power of two that it is.</summary>
internal readonly record struct Dyadic(BigInteger Significand, int Exponent)
{
    public const int SmallestExponent = -1074;

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
