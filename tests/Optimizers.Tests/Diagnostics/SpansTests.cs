using System.Globalization;
using Optimizers.Diagnostics;
using Optimizers.Tests.Rules;

namespace Optimizers.Tests.Diagnostics;

/// <summary>The diagnosis's own work on vectors, against plain loops.</summary>
public sealed class SpansTests
{
    [Fact]
    public void Sums_of_squares_have_the_bits_of_eight_partial_sums_added_in_pairs()
    {
        for (var length = 0; length < 70; length++)
        {
            var values = Trajectory.Gradient(length, 3, seed: 1);
            var floats = Trajectory.ToFloat(values);
            Spans.SumOfSquares(values).Should().Be(InPairs(values));
            Spans.SumOfSquares(floats).Should().Be(InPairs(Array.ConvertAll(floats, each => (double)each)));
            Spans.Norm(values).Should().BeApproximately(Math.Sqrt(values.Sum(each => each * each)), 1e-14 * (1 + length));
        }
    }

    [Theory]
    [InlineData(1e200, 1.4142135623730951e200)]
    [InlineData(1e-200, 1.4142135623730951e-200)]
    [InlineData(0, 0)]
    [InlineData(double.PositiveInfinity, double.PositiveInfinity)]
    [InlineData(double.NaN, double.NaN)]
    public void A_norm_is_told_where_squares_leave_the_range_of_doubles(double value, double norm)
    {
        var found = Spans.Norm([value, value]);
        if (double.IsFinite(norm))
            found.Should().BeApproximately(norm, 1e-15 * norm);
        else
            found.Should().Be(norm);
    }

    [Fact]
    public void One_element_that_is_not_finite_is_found_wherever_it_stands()
    {
        foreach (var bad in new[] { double.NaN, double.PositiveInfinity, double.NegativeInfinity })
        {
            for (var length = 1; length < 20; length++)
            {
                var (doubles, floats) = (new double[length], new float[length]);
                Spans.AreFinite<double>(doubles).Should().BeTrue();
                Spans.AreFinite<float>(floats).Should().BeTrue();
                for (var place = 0; place < length; place++)
                {
                    (doubles[place], floats[place]) = (bad, (float)bad);
                    Spans.AreFinite<double>(doubles).Should().BeFalse();
                    Spans.AreFinite<float>(floats).Should().BeFalse();
                    (doubles[place], floats[place]) = (double.MaxValue, float.MaxValue);
                    Spans.AreFinite<double>(doubles).Should().BeTrue();
                }
            }
        }
    }

    [Theory]
    [InlineData(1f, 0x3F80)]
    [InlineData(1.00390625f, 0x3F80)] // Half a step above 1: to the even one.
    [InlineData(1.01171875f, 0x3F82)] // One and a half steps above 1: to the even one.
    [InlineData(-2f, 0xC000)]
    [InlineData(float.PositiveInfinity, 0x7F80)]
    [InlineData(3.4e38f, 0x7F80)]
    public void Bfloat16_is_rounded_to_the_nearest_ties_to_even(float value, int bits) =>
        BFloat16.Round(value).Should().Be((ushort)bits);

    [Fact]
    public void Every_bfloat16_survives_a_float()
    {
        for (var bits = 0; bits <= ushort.MaxValue; bits++)
        {
            var value = BFloat16.Widen((ushort)bits);
            if (float.IsNaN(value))
                float.IsNaN(BFloat16.Widen(BFloat16.Round(value))).Should().BeTrue();
            else if (BFloat16.Round(value) != bits)
                Assert.Fail(string.Create(CultureInfo.InvariantCulture, $"{bits:X4} became {BFloat16.Round(value):X4}"));
        }
    }

    [Fact]
    public void Random_entries_are_those_of_SplitMix64()
    {
        // The first three of the reference implementation (Vigna, splitmix64.c) from the state 1234567.
        ulong[] reference = [6457827717110365317, 3203168211198807973, 9817491932198370423];
        RandomVector.Uniform(3, 1234567).Should().Equal(reference.Select(each => (((each >> 11) + 0.5) / (1UL << 52)) - 1));
    }

    private static double InPairs(double[] values)
    {
        var p = new double[8];
        for (var i = 0; i < values.Length; i++)
            p[i % 8] += values[i] * values[i];
        return ((p[0] + p[4]) + (p[2] + p[6])) + ((p[1] + p[5]) + (p[3] + p[7]));
    }
}
