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
}
