using Optimizers.Diagnostics;

namespace Optimizers.Tests.Diagnostics;

/// <summary>How far a training is, how fast, and how long it will take.</summary>
public sealed class StepProgressTests
{
    [Fact]
    public void The_pace_is_that_of_the_last_seconds_and_the_time_left_follows_from_it()
    {
        var time = new Clock();
        var (optimizer, progress) = (new Sgd(0.1), new StepProgress(1000, time));
        optimizer.Watch(progress);
        progress.ToString().Should().Be("0 of 1000 steps (0 %)");
        Run(optimizer, time, steps: 1, seconds: 1);
        (progress.Done, progress.StepsPerSecond, progress.TimeLeft).Should().Be((1L, double.NaN, null));

        Run(optimizer, time, steps: 99, seconds: 1);
        progress.StepsPerSecond.Should().BeApproximately(1, 1e-9);
        progress.TimeLeft.Should().BeCloseTo(TimeSpan.FromSeconds(900), TimeSpan.FromMilliseconds(1));
        progress.ToString().Should().Be("100 of 1000 steps (10 %), 1 a second, 15 min left");

        Run(optimizer, time, steps: 150, seconds: 0.1);
        progress.StepsPerSecond.Should().BeApproximately(10, 1e-9, "the slow steps are more than ten seconds ago");
        progress.ToString().Should().Be("250 of 1000 steps (25 %), 10 a second, 75 s left");
        progress.Elapsed.Should().BeCloseTo(TimeSpan.FromSeconds(115), TimeSpan.FromMilliseconds(1));
    }

    [Fact]
    public void A_resumed_training_counts_its_earlier_steps_and_not_their_time()
    {
        var (time, first, second) = (new Clock(), new Sgd(0.1), new Sgd(0.1));
        Run(first, time, steps: 400, seconds: 1);
        second.Restore(first.Snapshot());
        var progress = new StepProgress(800, time);
        second.Watch(progress);
        Run(second, time, steps: 3, seconds: 60);
        progress.ToString().Should().Be("403 of 800 steps (50 %), 1 a minute, 6 h 37 min left");
        second.Reset();
        Run(second, time, steps: 1, seconds: 1);
        progress.ToString().Should().Be("1 of 800 steps (0 %)", "a training that was set back begins anew");
    }

    [Fact]
    public void A_training_of_no_steps_is_refused() =>
        FluentActions.Invoking(() => new StepProgress(0)).Should().Throw<ArgumentOutOfRangeException>();

    private static void Run(Sgd optimizer, Clock time, int steps, double seconds)
    {
        double[] theta = [1], gradient = [0.1];
        for (var i = 0; i < steps; i++)
        {
            time.Now += (long)(seconds * TimeSpan.TicksPerSecond);
            optimizer.Step([(theta, gradient)]);
        }
    }

    private sealed class Clock : TimeProvider
    {
        public long Now { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now;
    }
}
