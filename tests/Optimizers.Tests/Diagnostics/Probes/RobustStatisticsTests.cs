using Optimizers.Diagnostics;

namespace Optimizers.Tests.Diagnostics.Probes;

public class RobustStatisticsTests
{
    [Fact]
    public void The_median_is_the_middle_or_the_mean_of_the_two_middle_ones()
    {
        RobustStatistics.Median([3, 1, 1e9]).Should().Be(3);
        RobustStatistics.Median([4, 1, 2, 1e9]).Should().Be(3);
        RobustStatistics.Median([]).Should().Be(double.NaN);
    }

    [Fact]
    public void Quantiles_are_those_of_NumPy()
    {
        double[] x = [1, 2, 4, 8, 16];

        RobustStatistics.Quantile(x, 0.25).Should().Be(2);
        RobustStatistics.Quantile(x, 0.9).Should().BeApproximately(12.8, 1e-12); // numpy.quantile(x, 0.9)
        RobustStatistics.Quantile(x, 0).Should().Be(1);
        RobustStatistics.Quantile(x, 1).Should().Be(16);
    }

    [Fact]
    public void Blocks_cover_all_numbers_in_order()
    {
        RobustStatistics.BlockMedians([1, 2, 3, 4, 5, 6, 7], 3).Should().Equal(1.5, 3.5, 6);
        RobustStatistics.BlockMedians([5, 7], 8).Should().Equal(5, 7);
    }

    [Fact]
    public void The_slope_of_Theil_and_Sen_ignores_a_quarter_of_wild_points()
    {
        var line = Enumerable.Range(0, 40).Select(i => 7 - (0.25 * i)).ToArray();
        for (var i = 0; i < 40; i += 4)
            line[i] = 1000 * (i - 13);

        RobustStatistics.TheilSenSlope([7, 6.5, 6]).Should().Be(-0.5);
        RobustStatistics.TheilSenSlope(line).Should().BeApproximately(-0.25, 0.2);
    }

    [Fact]
    public void A_line_by_least_squares_has_the_slope_and_the_error_of_the_textbook()
    {
        // y = 1, 3, 2, 5 at x = 0..3: slope 1.1, residual sum of squares 2.7, Σ(x − x̄)² = 5.
        var (slope, error) = RobustStatistics.Line([1, 3, 2, 5]);

        slope.Should().BeApproximately(1.1, 1e-12);
        error.Should().BeApproximately(Math.Sqrt(2.7 / 2 / 5), 1e-12);
    }
}
