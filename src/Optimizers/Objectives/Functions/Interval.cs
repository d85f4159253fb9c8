using System.Globalization;
using static Optimizers.Curvature.Functions.DirectedRounding;

namespace Optimizers.Curvature.Functions;

/// <summary>
/// A closed interval of real numbers, bounded by doubles, or the whole line. Every operation's result holds the exact result for all members of its
/// operands (Moore, Interval Analysis, 1966).
/// </summary>
/// <remarks>
/// What is undefined for a member of the operand (a quotient by 0, the root or the logarithm of a negative number) and what overflows is the whole
/// line; and sums, differences, products and quotients of the whole line are the whole line, 0 times it too. So a derivative that is unbounded or
/// does not exist somewhere on a box never comes out bounded: its chain of factors holds the whole line.
/// </remarks>
internal readonly record struct Interval : IScalar<Interval>
{
    /// <summary>[lower, upper]; the whole line where a bound is not finite.</summary>
    public Interval(double lower, double upper) =>
        (Lower, Upper) = double.IsFinite(lower) && double.IsFinite(upper) ? (lower, upper) : (double.NegativeInfinity, double.PositiveInfinity);

    public static Interval Whole { get; } = new(double.NegativeInfinity, double.PositiveInfinity);

    /// <summary>The smallest member; −∞ of the whole line.</summary>
    public double Lower { get; }

    /// <summary>The largest member; +∞ of the whole line.</summary>
    public double Upper { get; }

    public bool IsBounded => double.IsFinite(Lower);

    /// <summary>max |x| over the members.</summary>
    public double Magnitude => Math.Max(-Lower, Upper);

    /// <summary>A member near the middle; 0 of the whole line.</summary>
    public double Midpoint => IsBounded ? Math.Clamp(0.5 * Lower + 0.5 * Upper, Lower, Upper) : 0;

    /// <summary>A bound on |x − <see cref="Midpoint"/>| over the members.</summary>
    public double Radius => Math.Max(AddUp(Upper, -Midpoint), AddUp(Midpoint, -Lower));

    /// <summary>The double itself; the whole line for one that is not finite.</summary>
    public static implicit operator Interval(double value) => new(value, value);

    /// <summary>An interval that holds every x with |x − midpoint| ≤ radius.</summary>
    public static Interval Around(double midpoint, double radius) => new(AddDown(midpoint, -radius), AddUp(midpoint, radius));

    public static Interval operator +(Interval a, Interval b) => new(AddDown(a.Lower, b.Lower), AddUp(a.Upper, b.Upper));

    public static Interval operator -(Interval a, Interval b) => new(AddDown(a.Lower, -b.Upper), AddUp(a.Upper, -b.Lower));

    public static Interval operator -(Interval x) => new(-x.Upper, -x.Lower);

    public static Interval operator *(Interval a, Interval b)
    {
        if (!a.IsBounded || !b.IsBounded)
            return Whole;
        if (a.Lower >= 0 && b.Lower >= 0)
            return new(MultiplyDown(a.Lower, b.Lower), MultiplyUp(a.Upper, b.Upper));
        return new(
            Math.Min(
                Math.Min(MultiplyDown(a.Lower, b.Lower), MultiplyDown(a.Lower, b.Upper)),
                Math.Min(MultiplyDown(a.Upper, b.Lower), MultiplyDown(a.Upper, b.Upper))),
            Math.Max(
                Math.Max(MultiplyUp(a.Lower, b.Lower), MultiplyUp(a.Lower, b.Upper)),
                Math.Max(MultiplyUp(a.Upper, b.Lower), MultiplyUp(a.Upper, b.Upper))));
    }

    public static Interval operator /(Interval a, Interval b)
    {
        if (!a.IsBounded || b.Contains(0))
            return Whole;
        return new(
            Math.Min(
                Math.Min(DivideDown(a.Lower, b.Lower), DivideDown(a.Lower, b.Upper)),
                Math.Min(DivideDown(a.Upper, b.Lower), DivideDown(a.Upper, b.Upper))),
            Math.Max(
                Math.Max(DivideUp(a.Lower, b.Lower), DivideUp(a.Lower, b.Upper)),
                Math.Max(DivideUp(a.Upper, b.Lower), DivideUp(a.Upper, b.Upper))));
    }

    public static Interval Sqrt(Interval x) => x.IsBounded && x.Lower >= 0 ? new(SqrtDown(x.Lower), SqrtUp(x.Upper)) : Whole;

    public static Interval Exp(Interval x) => x.IsBounded ? Ascending(x, ElementaryEnclosure.Exp) : Whole;

    public static Interval Log(Interval x) => x.IsBounded && x.Lower > 0 ? Ascending(x, ElementaryEnclosure.Log) : Whole;

    public static Interval Sin(Interval x) => Wave(x, ElementaryEnclosure.Sin, crest: 1);

    public static Interval Cos(Interval x) => Wave(x, ElementaryEnclosure.Cos, crest: 0);

    public static Interval Tanh(Interval x) => x.IsBounded ? Ascending(x, ElementaryEnclosure.Tanh) : new(-1, 1);

    public static Interval Softplus(Interval x) => x.IsBounded ? Ascending(x, ElementaryEnclosure.Softplus) : Whole;

    public static Interval Sigmoid(Interval x) => x.IsBounded ? Ascending(x, ElementaryEnclosure.Sigmoid) : new(0, 1);

    public static Interval Pow(Interval x, int n)
    {
        if (n < 0)
            return 1 / Pow(x, -n);
        if (!x.IsBounded)
            return n == 0 ? 1 : Whole;
        var (atLower, atUpper) = (IScalar<Interval>.NaturalPower(x.Lower, n), IScalar<Interval>.NaturalPower(x.Upper, n));
        if ((n & 1) != 0)
            return new(atLower.Lower, atUpper.Upper);
        var least = n > 0 && x.Contains(0) ? 0 : Math.Max(0, Math.Min(atLower.Lower, atUpper.Lower));
        return new(least, Math.Max(atLower.Upper, atUpper.Upper));
    }

    public static Interval Abs(Interval x) => x.Contains(0) ? new(0, x.Magnitude) : x.Lower > 0 ? x : -x;

    public static Interval Max(Interval x, Interval y) =>
        x.IsBounded && y.IsBounded ? new(Math.Max(x.Lower, y.Lower), Math.Max(x.Upper, y.Upper)) : Whole;

    public static Interval LogSlope(Interval x) => x.Lower > 0 ? 1 / x : Whole;

    public static Interval Sign(Interval x) => x.Contains(0) ? new Interval(-1, 1) : x.Lower > 0 ? 1 : -1;

    public static Interval SignSlope(Interval x) => x.Contains(0) ? Whole : 0;

    public bool Contains(double value) => Lower <= value && value <= Upper;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"[{Lower}, {Upper}]");

    private static Interval Ascending(Interval x, Func<double, Interval> at) =>
        x.Lower == x.Upper ? at(x.Lower) : new(at(x.Lower).Lower, at(x.Upper).Upper);

    /// <summary>
    /// Sine or cosine: the values at both ends, and ±1 where a crest or a trough, the odd or even multiples of ½π, is between them. A multiple
    /// that is within 10⁻⁹ of an end counts as between: the value there differs from ±1 by less than 10⁻¹⁸.
    /// </summary>
    private static Interval Wave(Interval x, Func<double, Interval> at, int crest)
    {
        const double Margin = 1e-9;
        if (!(x.Magnitude <= ElementaryEnclosure.LargestAngle) || x.Upper - x.Lower > 6)
            return new(-1, 1);
        var (left, right) = (at(x.Lower), at(x.Upper));
        var (lower, upper) = (Math.Min(left.Lower, right.Lower), Math.Max(left.Upper, right.Upper));
        if (x.Lower == x.Upper)
            return left;
        var last = (int)Math.Floor(x.Upper / (0.5 * Math.PI) + Margin);
        for (var k = (int)Math.Ceiling(x.Lower / (0.5 * Math.PI) - Margin); k <= last; k++)
        {
            if (((k - crest) & 3) == 0)
                upper = 1;
            else if (((k - crest) & 3) == 2)
                lower = -1;
        }

        return new(lower, upper);
    }
}
