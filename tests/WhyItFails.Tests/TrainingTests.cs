namespace WhyItFails.Tests;

public sealed class TrainingTests
{
    private static readonly Digits Digits = Digits.Load(seed: 0);

    [Fact]
    public void Every_contender_reaches_the_goal_from_a_random_start_and_gives_the_same_curve_again()
    {
        TrainingRun? run = null;
        foreach (var contender in Contender.All)
        {
            run = Train(contender, new Reports());

            run.ReachedAfter.Should().BeInRange(10, 500, contender.Name);
            run.ReachedIn.Should().BePositive();
            run.Accuracy.Should().BeGreaterThan(Training.Goal);
            run.Loss.Should().Be(run.Curve[^1].Loss).And.BeLessThan(0.05);
            run.Curve[0].Loss.Should().BeInRange(2, 3);
            run.Curve.Select(point => point.Iteration).Should().BeInAscendingOrder().And.StartWith(0).And.EndWith(Training.Iterations);
        }

        Train(Contender.All[^1], new Reports()).Curve.Should().Equal(run!.Curve);
    }

    [Fact]
    public void Progress_is_told_up_to_the_end()
    {
        var reports = new Reports();

        Train(Contender.All[0], reports);

        reports.Values.Should().BeInAscendingOrder().And.OnlyHaveUniqueItems().And.EndWith(1);
    }

    [Fact]
    public void A_cancelled_run_throws_and_takes_no_step()
    {
        var network = Network.Random(Digits.Pixels, 4, Digits.Classes, seed: 1);
        var before = network.ToVector();

        FluentActions.Invoking(() => Training.Run(
                "", network, Digits, Contender.All[0].NewOptimizer(), seed: 0, new Reports(), new CancellationToken(canceled: true)))
            .Should().Throw<OperationCanceledException>();

        network.ToVector().Should().Equal(before);
    }

    [Fact]
    public void The_learning_rate_rises_to_its_peak_and_falls_to_nearly_zero()
    {
        var schedule = Training.WarmUpAndCosineDecay(2);

        schedule.At(0).Should().BeInRange(0, 0.1);
        schedule.At(100).Should().Be(2);
        schedule.At(800).Should().BeApproximately(1, 1e-12);
        schedule.At(Training.Iterations - 1).Should().BeInRange(0, 1e-5);
        schedule.Length.Should().Be(Training.Iterations);
    }

    private static TrainingRun Train(Contender contender, IProgress<double> progress) => Training.Run(
        contender.Name,
        Network.Random(Digits.Pixels, 32, Digits.Classes, seed: 0),
        Digits,
        contender.NewOptimizer(),
        seed: 0,
        progress,
        CancellationToken.None);

    private sealed class Reports : IProgress<double>
    {
        public List<double> Values { get; } = [];

        public void Report(double value) => Values.Add(value);
    }
}
