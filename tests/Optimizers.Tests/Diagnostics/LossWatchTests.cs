using Optimizers.Diagnostics;

namespace Optimizers.Tests.Diagnostics;

/// <summary>What the guard takes for the start and the noise of the losses.</summary>
public sealed class LossWatchTests
{
    [Fact]
    public void Four_deviations_of_the_first_losses_lie_above_the_start_before_anything_has_exploded()
    {
        var watch = new LossWatch(new());
        double[] losses = [1, 2, 1.1, 2.3, 1.2, 2.6, 1.3, 2.9, 1.4, 3.2];
        foreach (var loss in losses)
            watch.Add(loss);

        // The median of the losses after the first is 2, that of their nine differences 1.3; |z| of two normal numbers has the median 0.6745·√2·σ.
        watch.FirstLoss.Should().Be(2);
        var best = Math.Min(2, watch.Smoothed);
        watch.Threshold.Should().BeApproximately(Math.Max(2, 4 * best) + (4 * 1.3 / (0.6745 * Math.Sqrt(2))), 1e-3);
    }

    /// <summary>
    /// Where all losses are positive they scatter by factors: four deviations below the median are exp(log 2.05 − 4·1.4826·0.130) = 0.95, and not
    /// 2.05 − 4·1.4826·0.25 = 0.57. A first loss of 0 has no logarithm.
    /// </summary>
    [Theory]
    [InlineData(0.75, 0.75, new[] { 1.7, 2.3, 1.8, 2.2, 1.7, 2.4, 1.75, 2.25, 2.05 })]
    [InlineData(0.96, 2.05, new[] { 1.7, 2.3, 1.8, 2.2, 1.7, 2.4, 1.75, 2.25, 2.05 })]
    [InlineData(0.0, 2.2, new[] { 1.5, 3, 2, 2.6, 1.2, 3.5, 1.7, 2.2, 4 })]
    public void A_first_loss_within_four_deviations_of_the_later_ones_is_as_good_as_they_are(double first, double start, double[] later)
    {
        var watch = new LossWatch(new());
        foreach (var loss in (double[])[first, .. later])
            watch.Add(loss);
        watch.FirstLoss.Should().Be(start);
    }

    [Fact]
    public void Steps_without_progress_are_counted_while_the_loss_stands_still_and_not_while_it_falls()
    {
        var watch = new LossWatch(new());
        for (var i = 0; i < 60; i++)
            watch.Add(Math.Pow(0.9, i));
        watch.StepsWithoutProgress.Should().Be(0);

        watch.Reset();
        for (var i = 0; i < 60; i++)
            watch.Add(1);
        watch.StepsWithoutProgress.Should().Be(60 - LossWatch.Settling + 1);
    }

    /// <summary>Three of the last five losses are above all that was before; early in a run with a horizon that must last.</summary>
    [Theory]
    [InlineData(30, 1000, 3)]
    [InlineData(12, 1000, 7)]
    [InlineData(12, null, 3)]
    public void An_explosion_is_waited_for_early_in_a_run_that_has_a_horizon(int calm, int? horizon, int told)
    {
        var watch = new LossWatch(new() { Horizon = horizon });
        for (var i = 0; i < calm; i++)
            watch.Add(1 + (0.01 * (i % 3))).Should().BeNull();

        for (var i = 1; i < told; i++)
            watch.Add(1000).Should().BeNull();
        watch.Add(1000).Should().Be(BreakKind.Exploded);
    }
}
