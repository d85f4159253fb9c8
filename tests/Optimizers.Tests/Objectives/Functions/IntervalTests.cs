using CsCheck;
using Optimizers.Curvature.Functions;
using Dyadic = Optimizers.Tests.Proofs.Dyadic;

namespace Optimizers.Tests.Curvature.Functions;

public class IntervalTests
{
    private static readonly double[] Special =
    [
        0, -0.0, 1, -1, 3, double.Epsilon, -double.Epsilon, 2 * double.Epsilon, 2.2250738585072014e-308, 2.225073858507201e-308, double.MaxValue,
        double.MinValue, 1.0000000000000002, 0.9999999999999999, 1.4916681462400413e-154, 1e-162, 1e154, 1.3407807929942596e154, 9007199254740993,
    ];

    // Every exponent equally likely, and what is hard.
    private static readonly Gen<double> Anything = Gen.OneOf(
        Gen.Select(Gen.Double[1, Math.BitDecrement(2)], Gen.Int[-1074, 1023], Gen.Bool, (m, e, negative) => Math.ScaleB(negative ? -m : m, e)),
        Gen.Select(Gen.Double[-2, 2], Gen.Int[-40, 40], Math.ScaleB),
        Gen.OneOf([.. Special.Select(Gen.Const)]));

    private static readonly Gen<Interval> Intervals = Gen.OneOf(
        Anything.Select(x => (Interval)x),
        Gen.Select(Anything, Anything, (a, b) => new Interval(Math.Min(a, b), Math.Max(a, b))),
        Gen.Select(Anything, Gen.Int[1, 5], (x, steps) => new Interval(x, Math.Min(double.MaxValue, Above(x, steps)))));

    private static double Above(double x, int steps) => steps == 0 ? x : Above(Math.BitIncrement(x), steps - 1);

    // Both ends, 0 where it is inside, and something between.
    private static IEnumerable<double> Members(Interval x, double part)
    {
        yield return x.Lower;
        yield return x.Upper;
        yield return x.Midpoint;
        yield return Math.Clamp(x.Lower * (1 - part) + x.Upper * part, x.Lower, x.Upper);
        if (x.Contains(0))
            yield return 0;
    }

    private static void Each(Func<Interval, Interval, Interval> operation, Action<Interval, double, double> holds) =>
        Gen.Select(Intervals, Intervals, Gen.Double.Unit).Sample(
            (a, b, part) =>
            {
                var result = operation(a, b);
                result.Lower.Should().BeLessThanOrEqualTo(result.Upper);
                if (!result.IsBounded)
                    return;
                foreach (var x in Members(a, part))
                {
                    foreach (var y in Members(b, part))
                        holds(result, x, y);
                }
            },
            iter: 700, threads: 1);

    private static void Hold(bool holds, Interval result, double x, double y = double.NaN)
    {
        if (!holds)
            holds.Should().BeTrue("{0} should hold the result at {1:R}, {2:R}", result, x, y);
    }

    [Fact]
    public void A_sum_holds_the_exact_sum_of_all_members() => Each(
        (a, b) => a + b, (s, x, y) => Hold((Dyadic)s.Lower <= (Dyadic)x + y && (Dyadic)x + y <= s.Upper, s, x, y));

    [Fact]
    public void A_difference_holds_the_exact_difference_of_all_members() => Each(
        (a, b) => a - b, (d, x, y) => Hold((Dyadic)d.Lower <= (Dyadic)x - y && (Dyadic)x - y <= d.Upper, d, x, y));

    [Fact]
    public void A_product_holds_the_exact_product_of_all_members() => Each(
        (a, b) => a * b, (p, x, y) => Hold((Dyadic)p.Lower <= (Dyadic)x * y && (Dyadic)x * y <= p.Upper, p, x, y));

    [Fact]
    public void A_quotient_holds_the_exact_quotient_of_all_members() => Each(
        (a, b) => a / b,
        (q, x, y) => Hold(
            y > 0 ? (Dyadic)q.Lower * y <= x && x <= (Dyadic)q.Upper * y : (Dyadic)q.Lower * y >= x && x >= (Dyadic)q.Upper * y, q, x, y));

    [Fact]
    public void A_maximum_and_a_magnitude_hold_those_of_all_members()
    {
        Each(Interval.Max, (m, x, y) => Hold(m.Contains(Math.Max(x, y)), m, x, y));
        Each((a, _) => Interval.Abs(a), (m, x, _) => Hold(m.Contains(Math.Abs(x)), m, x));
        Each((a, _) => Interval.Sign(a), (s, x, _) => Hold(s.Contains(Math.Sign(x)), s, x));
    }

    [Fact]
    public void A_root_holds_the_exact_root_of_all_members() => Each(
        (a, _) => Interval.Sqrt(Interval.Abs(a)),
        (r, x, _) => Hold(r.Lower >= 0 && (Dyadic)r.Lower * r.Lower <= Math.Abs(x) && Math.Abs(x) <= (Dyadic)r.Upper * r.Upper, r, x));

    [Fact]
    public void A_power_holds_the_exact_power_of_all_members()
    {
        foreach (var n in new[] { 0, 1, 2, 3, 4, 7, -1, -2, -5 })
        {
            Each(
                (a, _) => Interval.Pow(a, n),
                (p, x, _) =>
                {
                    var power = Dyadic.Pow(x, Math.Abs(n));
                    Hold(n >= 0 ? (Dyadic)p.Lower <= power && power <= p.Upper
                        : power > 0.0 ? (Dyadic)p.Lower * power <= 1.0 && (Dyadic)p.Upper * power >= 1.0
                        : (Dyadic)p.Lower * power >= 1.0 && (Dyadic)p.Upper * power <= 1.0, p, x, n);
                });
        }
    }

    [Fact]
    public void The_bounds_of_an_operation_on_two_doubles_are_neighbours_and_one_double_where_the_result_is_one() =>
        Gen.Select(Anything, Anything).Sample(
            (x, y) =>
            {
                foreach (var (result, nearest) in new[]
                {
                    ((Interval)x + y, x + y), ((Interval)x - y, x - y), ((Interval)x * y, x * y), ((Interval)x / y, x / y),
                })
                {
                    if (!result.IsBounded)
                    {
                        var overflows = y == 0 || Math.Abs(nearest) > 0.99 * double.MaxValue;
                        overflows.Should().BeTrue("only what overflows is unbounded, not {0:R} and {1:R}", x, y);
                        continue;
                    }

                    result.Contains(nearest).Should().BeTrue();
                    var steps = Math.Abs(nearest) > 1e-280 && Math.Abs(x) > 1e-280 ? 1 : 2;
                    result.Upper.Should().BeLessThanOrEqualTo(Above(result.Lower, steps));
                }

                Interval whole = (double)(long)Math.Clamp(x, -1e6, 1e6);
                (whole * whole).Should().Be((Interval)(whole.Lower * whole.Lower));
                (whole + 3).Should().Be((Interval)(whole.Lower + 3));
                Interval.Sqrt(whole * whole).Should().Be((Interval)Math.Abs(whole.Lower));
            },
            iter: 3000, threads: 1);

    [Fact]
    public void Next_to_the_largest_double_the_bounds_of_a_sum_are_neighbours_too()
    {
        var random = new Random(5);
        for (var i = 0; i < 20_000; i++)
        {
            var x = (i % 2 == 0 ? 1 : -1) * double.MaxValue * (i % 3 == 0 ? 1 : random.NextDouble());
            var y = -Math.Sign(x) * double.MaxValue * random.NextDouble();
            var exact = (Dyadic)x + y;
            foreach (var sum in new[] { (Interval)x + y, (Interval)y + x, (Interval)x - (-y) })
            {
                Hold((Dyadic)sum.Lower <= exact && exact <= sum.Upper && sum.Upper <= Math.BitIncrement(sum.Lower), sum, x, y);
                Hold(exact != sum.Lower || sum.Upper == sum.Lower, sum, x, y);
            }
        }
    }

    [Fact]
    public void What_is_undefined_for_a_member_or_overflows_is_the_whole_line_and_stays_it()
    {
        Interval zero = 0, straddling = new(-1, 2), huge = double.MaxValue;
        foreach (var undefined in new[]
        {
            1 / zero, 1 / straddling, zero / zero, Interval.Sqrt(straddling), Interval.Log(zero), Interval.Log(straddling), Interval.Log(-1),
            Interval.LogSlope(-1), Interval.LogSlope(straddling), huge + huge, huge * huge, -huge - huge, huge / 0.1, Interval.Exp(710),
            Interval.Pow(huge, 3), Interval.Pow(straddling, -1),
            Interval.SignSlope(straddling), Interval.SignSlope(0), double.NaN, double.PositiveInfinity,
        })
        {
            undefined.Should().Be(Interval.Whole);
            foreach (var more in new[]
            {
                undefined + 1, 1 - undefined, -undefined, undefined * 0, zero * undefined, undefined / 2, zero / undefined, 1 / undefined,
                Interval.Sqrt(undefined), Interval.Exp(undefined), Interval.Log(undefined), Interval.Softplus(undefined),
                Interval.Max(undefined, 1), Interval.Pow(undefined, 3),
            })
                more.Should().Be(Interval.Whole);
            Interval.Abs(undefined).Should().Be(Interval.Whole);
        }

        Interval.Tanh(Interval.Whole).Should().Be(new Interval(-1, 1));
        Interval.Sin(Interval.Whole).Should().Be(new Interval(-1, 1));
        Interval.Sigmoid(Interval.Whole).Should().Be(new Interval(0, 1));
    }

    [Fact]
    public void Middle_and_radius_hold_the_interval() =>
        Intervals.Sample(x =>
        {
            x.Contains(x.Midpoint).Should().BeTrue();
            var around = Interval.Around(x.Midpoint, x.Radius);
            if (!around.IsBounded)
                return;
            (around.Lower <= x.Lower && x.Upper <= around.Upper).Should().BeTrue();
            x.Magnitude.Should().Be(Math.Max(Math.Abs(x.Lower), Math.Abs(x.Upper)));
        }, iter: 2000, threads: 1);
}
