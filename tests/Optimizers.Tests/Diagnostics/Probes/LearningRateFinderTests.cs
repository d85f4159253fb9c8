using MathNet.Numerics.LinearAlgebra;
using Optimizers.Curvature;
using Optimizers.Diagnostics;

namespace Optimizers.Tests.Diagnostics.Probes;

/// <summary>The range test as a call of its own.</summary>
public class LearningRateFinderTests
{
    [Fact]
    public void A_quadratic_is_given_a_rate_at_which_descent_converges_and_the_reason()
    {
        // λ = 1 and 10: descent is stable below 0.2, and hardly moves below 0.001.
        var range = LearningRateFinder.Run(CaseOf(Known.DiagonalWithoutProduct(1, 10), [1, 1]));

        range.Suggested.Should().BeInRange(0.001, 0.2);
        range.Suggested.Should().Be(Math.Min(range.Best, range.Diverging / 10));
        range.Because.Should().Contain("falls most steeply at the rate").And.Contain("it diverges");
        (range.Rates[0], range.Rates[^1], range.Rates.Count).Should().Be((1e-7, 10.0, 100));
    }

    [Fact]
    public void Where_the_loss_never_falls_no_rate_is_found()
    {
        var range = LearningRateFinder.Run(CaseOf(Objective.Create(p => p * p, p => -2 * p), [1, 1]));

        range.Suggested.Should().Be(double.NaN);
        range.Because.Should().StartWith("No rate was found: from 1e-7 to 10 the loss never fell");
    }

    [Fact]
    public void The_same_seed_gives_the_same_curve_and_another_seed_another_start()
    {
        var objective = Known.DiagonalWithoutProduct(1, 10);
        var drawn = CaseOf(objective, [9, 9]) with
        {
            NewStart = seed => Vector<double>.Build.DenseOfArray([new Random(seed).NextDouble(), 1]),
        };

        LearningRateFinder.Run(drawn, seed: 3).Losses.Should().Equal(LearningRateFinder.Run(drawn, seed: 3).Losses);
        LearningRateFinder.Run(drawn, seed: 3).StartLoss.Should().NotBe(LearningRateFinder.Run(drawn, seed: 4).StartLoss);
    }

    [Fact]
    public void The_parameters_and_the_optimizer_of_the_loop_are_what_they_were()
    {
        var (w, b) = (Matrix<double>.Build.Dense(1, 2, [0.25, -0.5]), Vector<double>.Build.Dense(1, 0.125));
        var x = Matrix<double>.Build.Dense(2, 40, (row, n) => Math.Sin((row + 1) * n));
        var optimizer = new Adam(0.01);
        var trainingCase = new TrainingCase(new TrainingMonitor())
        {
            Data = new(x, x.ColumnSums()),
            BatchSize = 8,
            Loss = Losses.SquaredError,
            NewOptimizer = rate => new Adam(rate),
            Model = Model.InPlace([("w", w), ("b", b)], (inputs, _) => (w * inputs).Map(each => each + b[0], Zeros.Include)),
        };
        var range = LearningRateFinder.Run(trainingCase, steps: 60);

        range.Suggested.Should().BeInRange(1e-4, 1);
        (w[0, 0], w[0, 1], b[0], optimizer.Iteration).Should().Be((0.25, -0.5, 0.125, 0));

        using var source = new CancellationTokenSource();
        var reports = new List<double>();
        FluentActions.Invoking(() => LearningRateFinder.Run(trainingCase, progress: new Reports(share =>
        {
            reports.Add(share);
            if (share > 0.2)
                source.Cancel();
        }), cancellationToken: source.Token)).Should().Throw<OperationCanceledException>();
        reports.Should().BeInAscendingOrder().And.HaveCountGreaterThan(10);
        (w[0, 0], w[0, 1], b[0]).Should().Be((0.25, -0.5, 0.125));
    }

    [Fact]
    public void What_is_missing_is_said()
    {
        var plain = new TrainingCase(new TrainingMonitor());
        var objective = Known.DiagonalWithoutProduct(1, 10);

        Refused(plain).Should().Contain("TrainingCase.NewOptimizer");
        Refused(plain with { NewOptimizer = rate => new Sgd(rate) }).Should().Contain("TrainingCase.Objective");
        Refused(plain with { NewOptimizer = rate => new Sgd(rate), Objective = objective }).Should().Contain("TrainingCase.NewStart");
        FluentActions.Invoking(() => LearningRateFinder.Run(plain, lowest: 0)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => LearningRateFinder.Run(plain, lowest: 1, highest: 1)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => LearningRateFinder.Run(plain, steps: 9)).Should().Throw<ArgumentOutOfRangeException>();
    }

    private static string Refused(TrainingCase trainingCase) =>
        FluentActions.Invoking(() => LearningRateFinder.Run(trainingCase)).Should().Throw<ArgumentException>().Which.Message;

    private static TrainingCase CaseOf(Objective objective, double[] theta) => new(new TrainingMonitor())
    {
        Objective = objective,
        Start = Vector<double>.Build.DenseOfArray(theta),
        NewOptimizer = rate => new Sgd(rate),
    };

    private sealed class Reports(Action<double> take) : IProgress<double>
    {
        public void Report(double value) => take(value);
    }
}
