using Optimizers.Diagnostics;

namespace Optimizers.Tests.Diagnostics.Trying;

/// <summary>The statistics of the trials in blocks, against printed tables and against chance.</summary>
public sealed class BlockDesignTests
{
    [Theory]
    [InlineData(5, 2.02, 2.44, 2.68, 2.85, 2.98)]
    [InlineData(10, 1.81, 2.15, 2.34, 2.47, 2.56)]
    [InlineData(20, 1.72, 2.03, 2.19, 2.30, 2.39)]
    [InlineData(100_000, 1.645, 1.92, 2.06, 2.16, 2.23)]
    public void The_probability_is_that_of_Dunnetts_table(int freedom, params double[] critical)
    {
        // One-sided, 5 %, Dunnett 1955, Table 1a. Two decimals of t are 0.0006 of the probability.
        for (var k = 1; k <= critical.Length; k++)
            Dunnett.PValue(critical[k - 1], k, freedom).Should().BeApproximately(0.05, 0.0008, "{0} treatments, {1} degrees of freedom", k, freedom);
    }

    [Fact]
    public void What_the_arms_of_a_block_share_is_in_no_difference()
    {
        double[][] responses = [[1, 2, 3, 4], [0.5, 1.6, 2.4, 3.5]];
        var design = new BlockDesign(responses);
        var shifted = new BlockDesign([[1, 12, 3, -4], [0.5, 11.6, 2.4, -4.5]]);

        design.Gain(1, over: 0).Should().BeApproximately(0.5, 1e-12);
        shifted.Gain(1, over: 0).Should().BeApproximately(0.5, 1e-12);
        shifted.StandardError.Should().BeApproximately(design.StandardError, 1e-12);
        // Of two arms it is the paired t: the differences are 0.5, 0.4, 0.6 and 0.5, of variance 0.02/3.
        design.StandardError.Should().BeApproximately(Math.Sqrt(0.02 / 3 / 4), 1e-12);
        design.GainsMore(1, 0, compared: 1).Should().BeTrue();
        design.GainsLess(1, 0, compared: 1, than: 0.8).Should().BeTrue();
    }

    [Theory]
    [InlineData(3, 4)]
    [InlineData(4, 4)]
    public void Arms_that_do_nothing_are_found_to_do_something_in_five_of_a_hundred_experiments(int arms, int blocks)
    {
        var (random, found, experiments) = (new Random(1), 0, 4000);
        for (var k = 0; k < experiments; k++)
        {
            var ofBlock = Enumerable.Range(0, blocks).Select(_ => 3 * MathNet.Numerics.Distributions.Normal.Sample(random, 0, 1)).ToArray();
            var design = new BlockDesign([.. Enumerable.Range(0, arms).Select(_ =>
                ofBlock.Select(effect => effect + MathNet.Numerics.Distributions.Normal.Sample(random, 0, 1)).ToArray())]);
            found += Enumerable.Range(1, arms - 1).Any(arm => design.GainsMore(arm, 0, arms - 1)) ? 1 : 0;
        }

        // 5 %, within four standard errors.
        (found / (double)experiments).Should().BeApproximately(0.05, 0.014);
    }
}
