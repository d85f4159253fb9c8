using MathNet.Numerics.Distributions;
using Optimizers.Arithmetic;
using Optimizers.Tests.Rules;

namespace Optimizers.Tests.Arithmetic;

/// <summary>Numbers of the normal distribution, each by its place.</summary>
public sealed class NormalEntriesTests
{
    [Fact]
    public void The_quantile_is_that_of_the_normal_distribution_from_end_to_end()
    {
        for (var exponent = -300.0; exponent < -0.31; exponent += 0.37)
        {
            var p = Math.Pow(10, exponent);
            var expected = Normal.InvCDF(0, 1, p);
            NormalEntries.Quantile(p).Should().BeApproximately(expected, 1e-14 * Math.Abs(expected));
        }

        for (var p = 0.001; p < 1; p += 0.001)
            NormalEntries.Quantile(p).Should().BeApproximately(Normal.InvCDF(0, 1, p), 1e-14 * Math.Max(0.1, Math.Abs(Normal.InvCDF(0, 1, p))));
    }

    [Fact]
    public void A_number_is_a_function_of_seed_parameter_stream_step_and_index_alone()
    {
        var whole = new double[1000];
        new NormalEntries(7, 2, 1, 5).Fill<double>(whole, 0);
        var part = new double[100];
        new NormalEntries(7, 2, 1, 5).Fill<double>(part, 431);
        part.Should().Equal(whole[431..531]);
        for (var i = 0; i < whole.Length; i++)
            whole[i].Should().BeApproximately(NoisyPaper.Draw(7, 2, 1, 5, i), 1e-14 * Math.Max(1, Math.Abs(whole[i])));
    }

    /// <summary>Mean, variance, skewness and kurtosis within 5 deviations, and no correlation with neighbours in any direction.</summary>
    [Fact]
    public void The_numbers_are_normal_and_apart_from_their_neighbours()
    {
        const int Count = 200_000;
        var here = Draw(1, 0, 0, 0);
        foreach (var other in new[] { Draw(2, 0, 0, 0), Draw(1, 1, 0, 0), Draw(1, 0, 1, 0), Draw(1, 0, 0, 1), [.. here[1..], 0] })
            Math.Abs(here.Zip(other, (x, y) => x * y).Average()).Should().BeLessThan(5 / Math.Sqrt(Count));
        Math.Abs(here.Average()).Should().BeLessThan(5 / Math.Sqrt(Count));
        Math.Abs(here.Average(x => x * x) - 1).Should().BeLessThan(5 * Math.Sqrt(2.0 / Count));
        Math.Abs(here.Average(x => x * x * x)).Should().BeLessThan(5 * Math.Sqrt(15.0 / Count));
        Math.Abs(here.Average(x => x * x * x * x) - 3).Should().BeLessThan(5 * Math.Sqrt(96.0 / Count));

        static double[] Draw(int seed, int position, int stream, long step)
        {
            var numbers = new double[Count];
            new NormalEntries(seed, position, stream, step).Fill<double>(numbers, 0);
            return numbers;
        }
    }
}
