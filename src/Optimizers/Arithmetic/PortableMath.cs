namespace Optimizers.Arithmetic;

/// <summary>
/// The elementary functions of the schedules. <see cref="Math"/> takes its own from the platform's C library, whose last bits differ
/// between machines; these use IEEE arithmetic only, in a fixed order, and give the same bits everywhere.
/// </summary>
/// <remarks>
/// Each is a power series in Horner's form: its terms below 2⁻¹² of the sum need no more than a double, the others are
/// <see cref="DoubleDouble"/>. The results are correct to 2⁻⁶⁴ or better, so that what is rounded to double from them in the end is
/// within 0.501 ulp.
/// </remarks>
internal static class PortableMath
{
    private static readonly DoubleDouble HalfPi = new(1.5707963267948966, 6.123233995736766e-17);
    private static readonly DoubleDouble Ln2 = new(0.6931471805599453, 2.3190468138462996e-17);

    /// <summary>1/k!, the coefficients of eˣ and of the sine.</summary>
    private static readonly DoubleDouble[] InverseFactorials = ReciprocalsOfFactorials(24);

    /// <summary>1/(2k + 1), the coefficients of the inverse hyperbolic tangent.</summary>
    private static readonly DoubleDouble[] InverseOdds = [.. Enumerable.Range(0, 17).Select(k => (DoubleDouble)1.0 / (2.0 * k + 1))];

    /// <summary>
    /// ½(1 + cos(π·elapsed/length)) for 0 ≤ elapsed ≤ length, relative error below 2⁻⁶⁴. Computed as cos²(½π·elapsed/length), which does not
    /// cancel towards the end.
    /// </summary>
    public static DoubleDouble RaisedCosine(Int128 elapsed, Int128 length)
    {
        // Up to the middle cos² = 1 − sin²; from there cos²(½πx) = sin²(½π(1 − x)): the sine's angle never exceeds π/4.
        var remaining = length - elapsed;
        return elapsed < remaining ? 1.0 - SineSquared(elapsed, length) : SineSquared(remaining, length);
    }

    /// <summary>eˣ for x ≤ 709; relative error below 2⁻⁶⁴ while eˣ is a normal double; 0 where it is below the smallest one.</summary>
    public static DoubleDouble Exp(DoubleDouble x)
    {
        if (x.High < -745.5)
            return 0.0;

        var powerOfTwo = Math.Round(x.High / Ln2.High);
        var r = x - powerOfTwo * Ln2;       // |r| ≤ ½ ln 2

        // eʳ = Σ rᵏ/k!
        var tail = 0.0;
        for (var k = 17; k > 5; k--)
            tail = InverseFactorials[k].High + r.High * tail;
        DoubleDouble sum = tail;
        for (var k = 5; k >= 0; k--)
            sum = InverseFactorials[k] + r * sum;

        return DoubleDouble.ScaleB(sum, (int)powerOfTwo);
    }

    /// <summary>ln x for x &gt; 0; relative error below 2⁻⁸⁰, near x = 1 too.</summary>
    public static DoubleDouble Log(DoubleDouble x)
    {
        var exponent = Math.ILogB(x.High);
        var m = DoubleDouble.ScaleB(x, -exponent);
        if (m.High > 1.4142135623730951)
        {
            m = DoubleDouble.ScaleB(m, -1);
            exponent++;
        }

        // ln m = 2 artanh z = 2z·Σ z²ᵏ/(2k + 1), where z = (m − 1)/(m + 1), |z| < 0.172
        var z = (m - 1.0) / (m + 1.0);
        var square = z * z;
        var tail = 0.0;
        for (var k = 16; k > 5; k--)
            tail = InverseOdds[k].High + square.High * tail;
        DoubleDouble sum = tail;
        for (var k = 5; k >= 0; k--)
            sum = InverseOdds[k] + square * sum;

        return (double)exponent * Ln2 + 2.0 * z * sum;
    }

    /// <summary>xʸ for x ≥ 0 and y &gt; 0, as e^(y ln x); relative error below 2⁻⁶⁴ where it is a normal double.</summary>
    public static DoubleDouble Power(DoubleDouble x, double y) => x.High == 0 ? 0.0 : Exp(y * Log(x));

    /// <summary>sin²(½π·part/whole) for 0 ≤ part/whole ≤ ½.</summary>
    private static DoubleDouble SineSquared(Int128 part, Int128 whole)
    {
        var angle = HalfPi * (DoubleDouble)part / (DoubleDouble)whole;
        var square = angle * angle;

        // sin θ = θ·Σ (−θ²)ᵏ/(2k + 1)!
        var tail = 0.0;
        for (var k = 11; k > 3; k--)
            tail = InverseFactorials[2 * k + 1].High - square.High * tail;
        DoubleDouble sum = tail;
        for (var k = 3; k >= 0; k--)
            sum = InverseFactorials[2 * k + 1] - square * sum;

        var sine = angle * sum;
        return sine * sine;
    }

    /// <summary>1/k! for k from 0 to count − 1.</summary>
    internal static DoubleDouble[] ReciprocalsOfFactorials(int count)
    {
        var reciprocals = new DoubleDouble[count];
        DoubleDouble factorial = 1.0;
        for (var k = 0; k < count; k++)
        {
            factorial *= Math.Max(1.0, k);
            reciprocals[k] = 1.0 / factorial;
        }

        return reciprocals;
    }
}
