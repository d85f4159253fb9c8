using Optimizers.Arithmetic;
using Optimizers.LinearAlgebra;

namespace Optimizers.Tests.Arithmetic;

public class NormalNumbersTests
{
    [Fact]
    public void The_distribution_is_the_standard_normal_one()
    {
        // Kolmogorov and Smirnov: with 200,000 numbers a distance above 0.0044 has probability 10⁻³; the seed is fixed.
        const int N = 200_000;
        var x = Numbers(N, 1);

        x.Average().Should().BeApproximately(0, 4 / Math.Sqrt(N));
        x.Average(a => a * a).Should().BeApproximately(1, 4 * Math.Sqrt(2.0 / N));
        x.Average(a => a * a * a * a).Should().BeApproximately(3, 4 * Math.Sqrt(96.0 / N));
        Array.Sort(x);
        var distance = Enumerable.Range(0, N).Max(i =>
        {
            var f = MathNet.Numerics.Distributions.Normal.CDF(0, 1, x[i]);
            return Math.Max(Math.Abs(f - ((double)i / N)), Math.Abs(f - ((i + 1.0) / N)));
        });
        distance.Should().BeLessThan(0.0044);
    }

    [Fact]
    public void Neighbours_blocks_and_streams_are_uncorrelated()
    {
        const int N = 140_000;
        var x = Numbers(N, 1);
        var other = Numbers(N, 2);
        var limit = 4.5 / Math.Sqrt(60_000);
        Correlation(x.AsSpan(0, 60_000), x.AsSpan(1, 60_000)).Should().BeApproximately(0, limit);
        Correlation(x.AsSpan(0, 60_000), x.AsSpan(65_536, 60_000)).Should().BeApproximately(0, limit);
        Correlation(x.AsSpan(0, 60_000), other.AsSpan(0, 60_000)).Should().BeApproximately(0, limit);

        static double Correlation(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
        {
            var sum = 0.0;
            for (var i = 0; i < a.Length; i++)
                sum += a[i] * b[i];
            return sum / a.Length;
        }
    }

    [Fact]
    public void The_numbers_of_a_seed_never_change()
    {
        Numbers(4, 0).Should().Equal(Numbers(4, 0));
        Numbers(5, 0)[..4].Should().Equal(Numbers(4, 0), "a vector's length does not change its entries");
        Numbers(4, 0).Should().NotEqual(Numbers(4, 1));
        Numbers(3, 0).Select(BitConverter.DoubleToInt64Bits).Should().Equal(
            4609499211519571256, 4590033171977219894, -4615938539208561137);
    }

    [Fact]
    public void The_logarithm_is_right_to_two_units_of_the_last_place()
    {
        var random = new Random(1);
        for (var i = 0; i < 20_000; i++)
        {
            var x = i % 2 == 0 ? random.NextDouble() + 1e-300 : Math.ScaleB(1 + random.NextDouble(), random.Next(-900, 900));
            var expected = (double)PortableMath.Log(x);
            Math.Abs(NormalNumbers.Log(x) - expected).Should()
                .BeLessThanOrEqualTo(4 * Math.BitIncrement(Math.Abs(expected)) - 4 * Math.Abs(expected) + 2e-16 * Math.Abs(expected));
        }
    }

    [Fact]
    public void Signs_are_fair()
    {
        var x = new double[100_000];
        NormalNumbers.FillSigns(x, 3, 1);
        x.Should().OnlyContain(a => a == 1 || a == -1);
        x.Sum().Should().BeInRange(-1300, 1300);
    }

    private static double[] Numbers(int length, int stream)
    {
        var x = new double[length];
        new VectorWork(1).FillNormal(x, 0, stream);
        return x;
    }
}
