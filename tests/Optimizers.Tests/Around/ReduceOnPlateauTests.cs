namespace Optimizers.Tests.Around;

/// <summary>A learning rate that falls when a metric has stopped falling.</summary>
public sealed class ReduceOnPlateauTests
{
    /// <summary>torch.optim.lr_scheduler.ReduceLROnPlateau, transcribed from its documentation and its step().</summary>
    [Theory]
    [InlineData(2, 0, 1e-4, false)]
    [InlineData(0, 2, 0.05, false)]
    [InlineData(3, 1, 1e-4, true)]
    public void It_lowers_the_rate_when_PyTorch_does(int patience, int cooldown, double threshold, bool maximizes)
    {
        var optimizer = new Sgd(0.1);
        var plateau = new ReduceOnPlateau(optimizer, 0.5, patience, threshold, cooldown, maximizes: maximizes);
        var random = new Random(5);
        var (best, bad, resting, rate) = (maximizes ? double.MinValue : double.MaxValue, 0, 0, 0.1);
        for (var epoch = 0; epoch < 60; epoch++)
        {
            var metric = (maximizes ? -1 : 1) * ((1.0 / (1 + epoch)) + (0.2 * random.NextDouble())) + 2;
            if (maximizes ? metric > best * (1 + threshold) : metric < best * (1 - threshold))
                (best, bad) = (metric, 0);
            else
                bad++;
            if (resting > 0)
                (resting, bad) = (resting - 1, 0);
            if (bad > patience)
                (rate, resting, bad) = (rate * 0.5, cooldown, 0);
            plateau.Report(metric);
            optimizer.LearningRate.At(epoch).Should().BeApproximately(Math.Max(rate, 1e-7), 1e-15, "epoch {0}", epoch);
        }

        rate.Should().BeLessThan(0.1, "the case lowers it");
    }

    [Fact]
    public void A_schedule_is_scaled_and_a_new_one_keeps_the_scale()
    {
        var optimizer = new Adam(Schedule.CosineDecay(100, from: 0.1));
        var plateau = new ReduceOnPlateau(optimizer, patience: 0);
        plateau.Report(1).Should().BeFalse();
        plateau.Report(1).Should().BeTrue();
        optimizer.LearningRate.At(50).Should().Be(Schedule.CosineDecay(100, from: 0.1).At(50) * 0.1);
        plateau.LearningRate = 0.3;
        optimizer.LearningRate.At(0).Should().Be(0.3 * 0.1);
    }

    [Fact]
    public void What_it_knows_is_part_of_the_state()
    {
        var (first, optimizer) = (new ReduceOnPlateau(new Sgd(0.1), patience: 2), new Sgd(0.1));
        foreach (var metric in new[] { 1, 0.9, 1, 1, 1, 1, 1 })
            first.Report(metric);
        var second = new ReduceOnPlateau(optimizer, patience: 2);
        second.Restore(first.Snapshot());
        second.Scale.Should().Be(0.1);
        optimizer.LearningRate.At(0).Should().Be(0.1 * 0.1);
        second.Report(1).Should().Be(first.Report(1));
        second.Scale.Should().Be(first.Scale);
        second.Reset();
        optimizer.LearningRate.At(0).Should().Be(0.1);
    }

    [Fact]
    public void NaN_is_no_progress_and_the_scale_has_a_floor()
    {
        var plateau = new ReduceOnPlateau(new Sgd(1), patience: 0, smallestScale: 0.05);
        plateau.Report(3);
        plateau.Report(double.NaN).Should().BeTrue();
        plateau.Report(double.NaN).Should().BeTrue();
        plateau.Report(double.NaN).Should().BeFalse("it is as low as it goes");
        plateau.Scale.Should().Be(0.05);
    }
}
