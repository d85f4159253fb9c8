using CsCheck;
using Optimizers.Arithmetic;
using static Optimizers.Tests.Schedules.DoubleDoubleTests;

namespace Optimizers.Tests.Schedules;

public class PortableMathTests
{
    private static readonly double TwoToMinus64 = Math.ScaleB(1, -64);
    private static readonly double TwoToMinus80 = Math.ScaleB(1, -80);

    [Fact]
    public void Exp_is_right_to_64_bits() =>
        Gen.OneOf(Gen.Double[-700, 700], Gen.Double[-1, 1], Gen.Double[-1e-9, 1e-9]).Sample(
            x => Exact.RelativeError(ValueOf(PortableMath.Exp(x)), Exact.Exp(x)).Should().BeLessThan(TwoToMinus64), iter: 1000);

    [Fact]
    public void Exp_uses_the_low_part_of_its_argument() =>
        Gen.Select(Gen.Double[-700, 700], Gen.Double[-0.5, 0.5]).Sample((high, low) =>
        {
            var x = DoubleDouble.Sum(high, low * Math.ScaleB(high, -53));
            Exact.RelativeError(ValueOf(PortableMath.Exp(x)), Exact.Exp(ValueOf(x))).Should().BeLessThan(TwoToMinus64);
        }, iter: 500);

    [Fact]
    public void Exp_underflows_gradually_and_then_to_zero()
    {
        ((double)PortableMath.Exp(0.0)).Should().Be(1);
        ((double)PortableMath.Exp(-745.0)).Should().Be(double.Epsilon);
        ((double)PortableMath.Exp(-746.0)).Should().Be(0);
        ((double)PortableMath.Exp(-1e300)).Should().Be(0);
        ((double)PortableMath.Exp(-720.0)).Should().BeApproximately(Math.Exp(-720), double.Epsilon);
    }

    [Fact]
    public void Log_is_right_to_80_bits_near_one_too() =>
        Gen.OneOf(
            Gen.Double[1e-300, 1e-290], Gen.Double[1e-3, 2], Gen.Double[1e200, 1e300],
            Gen.Select(Gen.Int[-50, -2], Gen.Double[-1, 1], (exponent, t) => 1 + t * Math.ScaleB(1, exponent))).Sample(
            x => Exact.RelativeError(ValueOf(PortableMath.Log(x)), Exact.Log(x)).Should().BeLessThan(TwoToMinus80), iter: 500);

    [Fact]
    public void Log_of_a_quotient_uses_both_its_parts() =>
        Gen.Long[1, 1L << 40].SelectMany(whole => Gen.Long[1, whole].Select(part => (part, whole))).Sample(t =>
        {
            var quotient = (DoubleDouble)t.part / t.whole;
            Exact.RelativeError(ValueOf(PortableMath.Log(quotient)), Exact.Log(ValueOf(quotient))).Should().BeLessThan(TwoToMinus80);
        }, iter: 300);

    [Fact]
    public void Log_of_one_and_of_the_smallest_double_are_right()
    {
        PortableMath.Log(1.0).Should().Be(new DoubleDouble(0, 0));
        Exact.RelativeError(ValueOf(PortableMath.Log(double.Epsilon)), Exact.Log(double.Epsilon)).Should().BeLessThan(TwoToMinus80);
    }

    [Fact]
    public void Power_is_right_to_64_bits() =>
        Gen.Select(Gen.Double[1e-3, 10], Gen.OneOf(Gen.Double[1e-3, 100], Gen.Int[1, 100].Select(n => (double)n))).Sample(
            (x, y) => Exact.RelativeError(ValueOf(PortableMath.Power(x, y)), Exact.Power(x, y)).Should().BeLessThan(TwoToMinus64), iter: 500);

    [Fact]
    public void Power_gives_exactly_representable_results_exactly()
    {
        ((double)PortableMath.Power(0.0, 0.9)).Should().Be(0);
        ((double)PortableMath.Power(1.0, 0.9)).Should().Be(1);
        ((double)PortableMath.Power(0.25, 0.5)).Should().Be(0.5);
        ((double)PortableMath.Power(3.0, 5)).Should().Be(243);
        ((double)PortableMath.Power(0.5, 1000)).Should().Be(Math.ScaleB(1, -1000));
    }

    [Fact]
    public void RaisedCosine_is_right_to_64_bits_to_the_very_end() =>
        Gen.Long[1, 1L << 40].SelectMany(length =>
                Gen.OneOf(Gen.Long[0, length], Gen.Long[0, Math.Min(3, length)], Gen.Long[Math.Max(0, length - 3), length - 1])
                    .Select(elapsed => (elapsed, length)))
            .Sample(t =>
            {
                var exact = (1 + Exact.Cos(Exact.Pi * t.elapsed / t.length)) / 2;
                if (t.elapsed < t.length)
                    Exact.RelativeError(ValueOf(PortableMath.RaisedCosine(t.elapsed, t.length)), exact).Should().BeLessThan(TwoToMinus64);
            }, iter: 1000);

    [Fact]
    public void RaisedCosine_is_exact_at_its_ends_and_in_the_middle()
    {
        ((double)PortableMath.RaisedCosine(0, 7)).Should().Be(1);
        ((double)PortableMath.RaisedCosine(7, 7)).Should().Be(0);
        ((double)PortableMath.RaisedCosine(4, 8)).Should().Be(0.5);
        ((double)PortableMath.RaisedCosine(2, 6)).Should().Be(0.75);
        ((double)PortableMath.RaisedCosine(4, 6)).Should().Be(0.25);
        ((double)PortableMath.RaisedCosine(long.MaxValue, (Int128)long.MaxValue * 3)).Should().Be(0.75);
    }

    [Fact]
    public void The_platform_s_library_agrees_to_its_own_accuracy() =>
        Gen.Select(Gen.Double[0.01, 20], Gen.Double[0.1, 20], Gen.Int[0, 1000]).Sample((x, y, i) =>
        {
            ((double)PortableMath.Exp(-x)).Should().BeApproximately(Math.Exp(-x), 4e-16 * Math.Exp(-x));
            ((double)PortableMath.Log(x)).Should().BeApproximately(Math.Log(x), 4e-16 * Math.Abs(Math.Log(x)));
            ((double)PortableMath.Power(x, y)).Should().BeApproximately(Math.Pow(x, y), 4e-16 * Math.Pow(x, y));
            ((double)PortableMath.RaisedCosine(i, 1000)).Should().BeApproximately((1 + Math.Cos(Math.PI * i / 1000)) / 2, 4e-16);
        });
}
