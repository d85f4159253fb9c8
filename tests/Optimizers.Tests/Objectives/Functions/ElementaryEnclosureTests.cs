using CsCheck;
using Optimizers.Curvature.Functions;
using Optimizers.Tests.Schedules;

namespace Optimizers.Tests.Curvature.Functions;

public class ElementaryEnclosureTests
{
    private static readonly Gen<double> Small = Gen.Select(Gen.Double[-2, 2], Gen.Int[-1074, -2], Math.ScaleB);

    private static readonly Gen<double> Ordinary = Gen.OneOf(
        Gen.Double[-30, 30], Gen.Double[-1, 1], Gen.Int[-20, 20].Select(n => n * 0.5), Small);

    private static void EachAt(
        Gen<double> arguments, Func<Interval, Interval> function, Func<Exact, Exact> exact, int steps, double absolute = 0, int iterations = 250) =>
        arguments.Sample(
            x =>
            {
                var result = function(x);
                Hold(result, exact(x), x);
                var narrow = result.Lower;
                for (var k = 0; k < steps; k++)
                    narrow = Math.BitIncrement(narrow);
                result.Upper.Should().BeLessThanOrEqualTo(Math.Max(narrow, result.Lower + absolute), "the interval at {0:R} should be narrow", x);
            },
            iter: iterations, threads: 1);

    // An interval's result holds the function at its ends and between.
    private static void EachOver(
        Gen<double> arguments, Func<Interval, Interval> function, Func<Exact, Exact> exact) =>
        Gen.Select(arguments, Gen.OneOf(Gen.Double[0, 7], Gen.Double[0, 1e-3], Gen.Const(0.0)), Gen.Double.Unit).Sample(
            (x, width, part) =>
            {
                var result = function(new(x, x + width));
                if (result.IsBounded)
                {
                    foreach (var member in new[] { x, x + width, Math.Clamp(x + part * width, x, x + width) })
                        Hold(result, exact(member), member);
                }
            },
            iter: 150, threads: 1);

    private static void Hold(Interval interval, Exact value, double x)
    {
        var holds = (double)(value - interval.Lower) >= 0 && (double)(interval.Upper - value) >= 0;
        holds.Should().BeTrue("{0} should hold the function at {1:R}", interval, x);
    }

    private static Exact Cos(Exact x) => Exact.Cos(x - 2 * Exact.Pi * (long)Math.Round((double)x / (2 * Math.PI)));

    private static Exact Sin(Exact x) => Cos(x - Exact.Pi / 2);

    private static Exact Tanh(Exact x)
    {
        var e = Exact.Exp(2 * x);
        return (e - 1) / (e + 1);
    }

    private static Exact Sigmoid(Exact x) => 1 / (1 + Exact.Exp(-x));

    [Fact]
    public void Exp_is_held_by_neighbours_over_its_whole_range()
    {
        EachAt(Gen.OneOf(Ordinary, Gen.Double[-600, 709]), Interval.Exp, Exact.Exp, steps: 2);
        EachAt(Gen.Double[-750, -600], Interval.Exp, Exact.Exp, steps: 8);
        EachOver(Gen.Double[-750, 700], Interval.Exp, Exact.Exp);
        Interval.Exp(0).Should().Be((Interval)1);
    }

    [Fact]
    public void Log_is_held_by_neighbours_over_its_whole_range()
    {
        var positive = Gen.OneOf(
            Small.Where(x => x != 0).Select(Math.Abs), Gen.Double[1e-3, 1e3],
            Gen.Select(Gen.Double[-1, 1], Gen.Int[-52, -2], (m, e) => 1 + Math.ScaleB(m, e)),
            Gen.Const(double.MaxValue), Gen.Const(double.Epsilon));
        EachAt(positive, Interval.Log, Exact.Log, steps: 2, iterations: 120);
        EachOver(Gen.Double[1e-3, 1e3], Interval.Log, Exact.Log);
        Interval.Log(1).Should().Be((Interval)0);
    }

    [Fact]
    public void Sine_and_cosine_are_held_by_neighbours_and_absolutely_near_their_zeros()
    {
        var angles = Gen.OneOf(
            Ordinary, Gen.Double[-1e6, 1e6], Gen.Int[-600000, 600000].Select(k => k * (0.5 * Math.PI)),
            Gen.Int[-20, 20].Select(k => k * (0.25 * Math.PI)));
        EachAt(angles, Interval.Sin, Sin, steps: 2, absolute: 8e-24);
        EachAt(angles, Interval.Cos, Cos, steps: 2, absolute: 8e-24);
        EachOver(angles, Interval.Sin, Sin);
        EachOver(angles, Interval.Cos, Cos);
        Interval.Sin(1e7).Should().Be(new Interval(-1, 1));
        Interval.Sin(new(1, 2)).Upper.Should().Be(1);
        Interval.Cos(new(3, 4)).Lower.Should().Be(-1);
        Interval.Cos(new(0.5, 1)).Upper.Should().BeLessThan(0.88);
    }

    [Fact]
    public void Tanh_is_held_by_neighbours()
    {
        EachAt(Ordinary, Interval.Tanh, Tanh, steps: 2, absolute: 4e-323);
        EachAt(Gen.Double[-400, 400], Interval.Tanh, Tanh, steps: 2, iterations: 50);
        EachOver(Ordinary, Interval.Tanh, Tanh);
    }

    [Fact]
    public void Sigmoid_and_softplus_are_held()
    {
        EachAt(Gen.OneOf(Ordinary, Gen.Double[-700, 700]), Interval.Sigmoid, Sigmoid, steps: 16);
        EachOver(Gen.Double[-700, 700], Interval.Sigmoid, Sigmoid);
        EachAt(
            Gen.OneOf(Ordinary, Gen.Double[-700, 700]), Interval.Softplus, x => Exact.Log(1 + Exact.Exp(x)),
            steps: 4, absolute: 1e-15, iterations: 80);
    }

    [Fact]
    public void The_doubles_functions_lie_within_a_few_units_of_the_enclosures() =>
        Gen.Double[-30, 30].Sample(x =>
        {
            foreach (var (number, interval) in new[]
            {
                (Real.Exp(x), Interval.Exp(x)), (Real.Sin(x), Interval.Sin(x)), (Real.Cos(x), Interval.Cos(x)), (Real.Tanh(x), Interval.Tanh(x)),
                (Real.Sigmoid(x), Interval.Sigmoid(x)), (Real.Softplus(x), Interval.Softplus(x)), (Real.Log(Math.Abs(x)), Interval.Log(Math.Abs(x))),
                (Real.Pow(x, 5), Interval.Pow(x, 5)), (Real.Pow(x, -3), Interval.Pow(x, -3)), (Real.Sqrt(Math.Abs(x)), Interval.Sqrt(Math.Abs(x))),
            })
                number.Value.Should().BeApproximately(interval.Midpoint, 4e-15 * Math.Abs(interval.Midpoint) + interval.Radius);
        }, iter: 500, threads: 1);
}
