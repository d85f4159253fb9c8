using Optimizers.Arithmetic;

namespace Optimizers.Curvature.Functions;

/// <summary>
/// Intervals that hold the elementary functions at one double, one or two doubles wide. Each function is computed as a <see cref="DoubleDouble"/>,
/// which its proven relative error, taken many times larger than it is, then widens outwards.
/// </summary>
internal static class ElementaryEnclosure
{
    /// <summary>Beyond it sine and cosine are only known to be in [−1, 1]: the reduction of the argument has no more bits.</summary>
    public const double LargestAngle = 1048576;

    private static readonly double TwoToMinus60 = Math.ScaleB(1, -60);
    private static readonly double TwoToMinus70 = Math.ScaleB(1, -70);
    private static readonly double TwoToMinus80 = Math.ScaleB(1, -80);

    private static readonly DoubleDouble HalfPi = new(1.5707963267948966, 6.123233995736766e-17);

    /// <summary>1/k!, k ≤ 29. k! has fewer than 106 bits after its powers of two up to there: each is one rounding from exact.</summary>
    private static readonly DoubleDouble[] InverseFactorials = PortableMath.ReciprocalsOfFactorials(30);

    /// <summary>eˣ; the relative error of <see cref="PortableMath.Exp"/> is below 2⁻⁶⁴, and gradual underflow rounds both its parts.</summary>
    public static Interval Exp(double x)
    {
        if (x == 0)
            return 1;
        if (x > 709)
            return Interval.Whole;
        if (x < -745.5)
            return new(0, double.Epsilon);
        var value = PortableMath.Exp(x);
        var enclosed = Widen(value, TwoToMinus60);
        return new(Math.Max(0, enclosed.Lower), enclosed.Upper);
    }

    /// <summary>ln x for x &gt; 0; the relative error of <see cref="PortableMath.Log"/> is below 2⁻⁸⁰.</summary>
    public static Interval Log(double x) => x == 1 ? 0 : Widen(PortableMath.Log(x), TwoToMinus70);

    /// <summary>sin x.</summary>
    public static Interval Sin(double x) => SineOfQuadrant(x, 0);

    /// <summary>cos x, as sin(x + ½π).</summary>
    public static Interval Cos(double x) => SineOfQuadrant(x, 1);

    /// <summary>
    /// tanh x: s/√(1 + s²) with s = sinh x by its series up to ½, where every term is positive; and 1 − 2/(e²ˣ + 1) beyond, where tanh x ≥ 0.46 and
    /// the relative error of the exponential, 2⁻⁶⁴, makes no more than 2⁻⁶³.
    /// </summary>
    public static Interval Tanh(double x)
    {
        if (x < 0)
            return -Tanh(-x);
        if (x == 0)
            return 0;
        if (x > 100)
            return new(Math.BitDecrement(1.0), 1);
        if (x > 0.5)
        {
            var rest = 2.0 / (PortableMath.Exp(2 * x) + 1.0);
            var enclosed = Widen(1.0 - rest, TwoToMinus60);
            return new(enclosed.Lower, Math.Min(1, enclosed.Upper));
        }

        // Σ x²ᵏ/(2k + 1)!, the terms after k = 13 below 2⁻¹²⁰.
        var square = DoubleDouble.Product(x, x);
        DoubleDouble sum = 0.0;
        for (var k = 13; k >= 0; k--)
            sum = InverseFactorials[2 * k + 1] + square * sum;
        var sinh = x * sum;
        return Widen(sinh / DoubleDouble.Sqrt(1.0 + sinh * sinh), TwoToMinus80);
    }

    /// <summary>ln(1 + eˣ).</summary>
    public static Interval Softplus(double x) => x > 0 ? x + Interval.Log(1 + Exp(-x)) : Interval.Log(1 + Exp(x));

    /// <summary>1/(1 + e⁻ˣ).</summary>
    public static Interval Sigmoid(double x)
    {
        var u = Exp(-Math.Abs(x));
        return (x < 0 ? u : 1) / (1 + u);
    }

    /// <summary>
    /// sin(x + ½πq). With k = round(2x/π), |k| ≤ 2²⁰, the remainder r = x − ½πk, |r| ≤ ¼π, is off by k times the error of ½π, 2⁻¹⁰⁹, and the
    /// roundings of the product and the difference, 2⁻¹⁰³·2²⁰ each: 2⁻⁸¹ together at most, none of it where k = 0. The series themselves are right
    /// to 2⁻⁹⁵.
    /// </summary>
    private static Interval SineOfQuadrant(double x, int quadrant)
    {
        if (!(Math.Abs(x) <= LargestAngle))
            return new(-1, 1);
        var turns = Math.Round(x / HalfPi.High);
        var r = x - turns * HalfPi;
        var q = ((int)turns + quadrant) & 3;
        var value = (q & 1) == 0 ? SineSeries(r) : CosineSeries(r);
        if (q >= 2)
            value = -value;
        var reduction = turns == 0 ? 0 : TwoToMinus80;
        var enclosed = Widen(value, TwoToMinus80, reduction);
        return new(Math.Max(-1, enclosed.Lower), Math.Min(1, enclosed.Upper));
    }

    /// <summary>sin r = r·Σ (−r²)ᵏ/(2k + 1)! for |r| ≤ ¼π: the first term left out, k = 14, is below 2⁻¹¹² of the sum.</summary>
    private static DoubleDouble SineSeries(DoubleDouble r)
    {
        var square = r * r;
        DoubleDouble sum = 0.0;
        for (var k = 13; k >= 0; k--)
            sum = InverseFactorials[2 * k + 1] - square * sum;
        return r * sum;
    }

    /// <summary>cos r = Σ (−r²)ᵏ/(2k)! for |r| ≤ ¼π: the first term left out, k = 15, is below 2⁻¹¹⁷.</summary>
    private static DoubleDouble CosineSeries(DoubleDouble r)
    {
        var square = r * r;
        DoubleDouble sum = 0.0;
        for (var k = 14; k >= 0; k--)
            sum = InverseFactorials[2 * k] - square * sum;
        return sum;
    }

    /// <summary>The doubles around value·(1 ± relative) ± absolute, two units of the smallest double more for parts that underflowed.</summary>
    private static Interval Widen(DoubleDouble value, double relative, double absolute = 0)
    {
        var margin = DirectedRounding.AddUp(absolute + 2 * double.Epsilon, DirectedRounding.MultiplyUp(Math.Abs(value.High), relative));
        return new(
            DirectedRounding.AddDown(value.High, DirectedRounding.AddDown(value.Low, -margin)),
            DirectedRounding.AddUp(value.High, DirectedRounding.AddUp(value.Low, margin)));
    }
}
