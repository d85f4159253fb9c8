using System.Numerics;

namespace Optimizers.Tests.Schedules;

/// <summary>
/// The reference of the accuracy tests: a fixed-point number with 1,280 bits after the binary point, and elementary functions from their
/// series, in integer arithmetic alone. It shares nothing with the library.
/// </summary>
internal readonly record struct Exact
{
    private const int Bits = 1280;
    private static readonly BigInteger Unit = BigInteger.One << Bits;
    private readonly BigInteger _scaled;

    private Exact(BigInteger scaled) => _scaled = scaled;

    /// <summary>Machin: π = 16 arctan(1/5) − 4 arctan(1/239).</summary>
    public static Exact Pi { get; } = 16 * ArcTanOfReciprocal(5) - 4 * ArcTanOfReciprocal(239);

    private static Exact Ln2 { get; } = LogByHalley(2);

    public static implicit operator Exact(long value) => new(value * Unit);

    public static implicit operator Exact(BigInteger value) => new(value * Unit);

    /// <summary>The double's own value, every bit of it.</summary>
    public static implicit operator Exact(double value)
    {
        if (!double.IsFinite(value))
            throw new ArgumentOutOfRangeException(nameof(value), value, "The reference knows finite numbers only.");
        var bits = BitConverter.DoubleToInt64Bits(Math.Abs(value));
        var exponent = (int)(bits >> 52);
        BigInteger mantissa = exponent == 0 ? bits : (bits & 0xFFFFFFFFFFFFFL) | 0x10000000000000L;
        var scaled = mantissa << (Bits - 1074 + Math.Max(exponent, 1) - 1);
        return new Exact(value < 0 ? -scaled : scaled);
    }

    public static Exact operator -(Exact a) => new(-a._scaled);

    public static Exact operator +(Exact a, Exact b) => new(a._scaled + b._scaled);

    public static Exact operator -(Exact a, Exact b) => new(a._scaled - b._scaled);

    public static Exact operator *(Exact a, Exact b) => new((a._scaled * b._scaled) >> Bits);

    public static Exact operator /(Exact a, Exact b) => new((a._scaled << Bits) / b._scaled);

    public static explicit operator double(Exact value) => Ratio(value._scaled, Unit);

    public static Exact Abs(Exact value) => new(BigInteger.Abs(value._scaled));

    public static Exact Max(Exact a, Exact b) => a._scaled > b._scaled ? a : b;

    public static Exact Sqrt(Exact value)
    {
        var target = value._scaled << Bits;
        if (target.IsZero)
            return value;
        var root = BigInteger.One << (int)((target.GetBitLength() + 1) / 2);
        for (BigInteger next; (next = (root + target / root) >> 1) < root;)
            root = next;
        return new Exact(root);
    }

    /// <summary>e^(x/2³²) by its series, then squared 32 times; 0 where that is below the last of the bits.</summary>
    public static Exact Exp(Exact x)
    {
        if (x._scaled < -Bits * Unit)
            return 0;
        if (x._scaled > Bits * Unit)
            throw new ArgumentOutOfRangeException(nameof(x), x, "The reference's series would not end.");
        var (sum, term, small) = (Unit, Unit, x._scaled >> 32);
        for (var k = 1; !term.IsZero && term != BigInteger.MinusOne; k++)
        {
            term = ((term * small) >> Bits) / k;
            sum += term;
        }

        var result = new Exact(sum);
        for (var k = 0; k < 32; k++)
            result *= result;
        return result;
    }

    /// <summary>
    /// ln x = k ln 2 + ln m with m in [1, 2), where Halley's iteration on eʸ = m triples the digits of a double's logarithm each time.
    /// </summary>
    public static Exact Log(Exact x)
    {
        var exponent = (int)x._scaled.GetBitLength() - 1 - Bits;
        return exponent * Ln2 + LogByHalley(exponent >= 0 ? new Exact(x._scaled >> exponent) : new Exact(x._scaled << -exponent));
    }

    public static Exact Power(Exact x, Exact y) => x._scaled.IsZero ? x : Exp(y * Log(x));

    public static Exact Cos(Exact x)
    {
        var (sum, term, square) = (Unit, Unit, (x * x)._scaled);
        for (var k = 1; !term.IsZero && term != BigInteger.MinusOne; k += 2)
        {
            term = -((term * square) >> Bits) / (k * (k + 1));
            sum += term;
        }

        return new Exact(sum);
    }

    /// <summary>|value − exact| in units of the last place of value.</summary>
    public static double ErrorInUlps(double value, Exact exact)
    {
        var ulp = Math.BitIncrement(Math.Abs(value)) - Math.Abs(value);
        return Ratio(Abs(value - exact)._scaled, ((Exact)ulp)._scaled);
    }

    /// <summary>|value − exact| / |exact|, and 0 where both are 0.</summary>
    public static double RelativeError(Exact value, Exact exact) =>
        value._scaled == exact._scaled ? 0 : Ratio(Abs(value - exact)._scaled, Abs(exact)._scaled);

    public override string ToString() => ((double)this).ToString("R", System.Globalization.CultureInfo.InvariantCulture);

    private static Exact LogByHalley(Exact m)
    {
        Exact y = Math.Log((double)m);
        for (var digits = 15; digits < Bits / 3; digits *= 3)
        {
            var power = Exp(y);
            y += 2 * (m - power) / (m + power);
        }

        return y;
    }

    private static double Ratio(BigInteger numerator, BigInteger denominator)
    {
        var shift = (int)(denominator.GetBitLength() - numerator.GetBitLength()) + 64;
        var quotient = shift >= 0 ? (numerator << shift) / denominator : numerator / (denominator << -shift);
        return Math.ScaleB((double)quotient, -shift);
    }

    private static Exact ArcTanOfReciprocal(int n)
    {
        var (sum, power) = (BigInteger.Zero, Unit / n);
        for (var k = 1; !power.IsZero; k += 2)
        {
            sum += (k % 4 == 1 ? power : -power) / k;
            power /= n * n;
        }

        return new Exact(sum);
    }
}
