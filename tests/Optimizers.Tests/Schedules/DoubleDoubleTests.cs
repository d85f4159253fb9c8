using CsCheck;
using Optimizers.Arithmetic;

namespace Optimizers.Tests.Schedules;

public class DoubleDoubleTests
{
    private static readonly double Bound = Math.ScaleB(1, -103);
    private static readonly Gen<double> Double = Gen.Select(Gen.Double[-2, 2], Gen.Int[-150, 150], Math.ScaleB);

    private static readonly Gen<DoubleDouble> Number = Gen.Select(Double, Gen.Double[-1, 1],
        (high, low) => DoubleDouble.Sum(high, low * Math.ScaleB(high, -53)));

    [Fact]
    public void The_sum_and_the_product_of_two_doubles_are_exact() =>
        Gen.Select(Double, Double).Sample((a, b) =>
        {
            (ValueOf(DoubleDouble.Sum(a, b)) == (Exact)a + b).Should().BeTrue();
            (ValueOf(DoubleDouble.Product(a, b)) == (Exact)a * b).Should().BeTrue();
        });

    [Fact]
    public void Every_operation_is_right_to_103_bits() =>
        Gen.Select(Number, Number).Sample((a, b) =>
        {
            Exact.RelativeError(ValueOf(a + b), ValueOf(a) + ValueOf(b)).Should().BeLessThan(Bound);
            Exact.RelativeError(ValueOf(a - b), ValueOf(a) - ValueOf(b)).Should().BeLessThan(Bound);
            Exact.RelativeError(ValueOf(a * b), ValueOf(a) * ValueOf(b)).Should().BeLessThan(2 * Bound);
            if (b.High == 0)
                return;
            Exact.RelativeError(ValueOf(a / b), ValueOf(a) / ValueOf(b)).Should().BeLessThan(4 * Bound);
            var square = b.High < 0 ? -b : b;
            Exact.RelativeError(ValueOf(DoubleDouble.Sqrt(square)), Exact.Sqrt(ValueOf(square))).Should().BeLessThan(2 * Bound);
        });

    [Fact]
    public void A_difference_that_nearly_cancels_keeps_its_digits() =>
        Gen.Select(Number, Gen.Int[-100, -1]).Sample((a, exponent) =>
        {
            var b = a * (1.0 + DoubleDouble.ScaleB(1.0, exponent));
            Exact.RelativeError(ValueOf(b - a), ValueOf(b) - ValueOf(a)).Should().BeLessThan(Bound);
        });

    [Fact]
    public void Low_is_what_rounding_lost() =>
        Gen.Select(Number, Number).Sample((a, b) =>
        {
            foreach (var value in new[] { a + b, a * b, a - b })
                (value.High + value.Low).Should().Be(value.High);
        });

    [Fact]
    public void A_long_converts_exactly() =>
        Gen.OneOf(Gen.Long, Gen.OneOf([.. new[] { 0L, 1L, -1L, long.MaxValue, long.MinValue, long.MaxValue - 1, (1L << 53) + 1 }.Select(Gen.Const)]))
            .Sample(value => (ValueOf(value) == value).Should().BeTrue());

    [Fact]
    public void An_Int128_of_up_to_95_bits_converts_exactly() =>
        Gen.Select(Gen.Long[0, long.MaxValue], Gen.UInt).Sample((upper, lower) =>
        {
            var value = (Int128)upper << 32 | lower;
            (ValueOf((DoubleDouble)value) == (System.Numerics.BigInteger)value).Should().BeTrue();
        });

    [Fact]
    public void The_square_root_of_zero_is_zero() => DoubleDouble.Sqrt(0.0).Should().Be(new DoubleDouble(0, 0));

    internal static Exact ValueOf(DoubleDouble value) => (Exact)value.High + value.Low;
}
