using MathNet.Numerics.LinearAlgebra;
using Optimizers.Curvature;
using Optimizers.Diagnostics;

namespace Optimizers.Tests.Diagnostics.Probes;

public sealed class RateTrialsTests
{
    /// <summary>Gradient descent on ½(θ₁² + 10θ₂²) from (1, 1), watched.</summary>
    private static TrainingMonitor Watched(Schedule rate, int steps, double loss = double.NaN)
    {
        var (monitor, theta, optimizer) = (new TrainingMonitor(), Vector<double>.Build.Dense([1.0, 1.0]), new Sgd(rate));
        optimizer.Watch(monitor);
        for (var k = 0; k < steps; k++)
        {
            if (!double.IsNaN(loss))
                monitor.RecordLoss(loss + k);
            optimizer.Step(theta, Vector<double>.Build.Dense([theta[0], 10 * theta[1]]));
        }

        return monitor;
    }

    private static TrialReport Run(Objective objective, TrainingMonitor monitor, double rate) => RateTrials.Run(
        schedule => new(new Sgd(schedule), objective, null, [1, 1], []), rate, monitor.History, monitor.FirstNonFinite, default);

    private static double LossAfter(int steps, Func<int, double> rate)
    {
        var (x, y) = (1.0, 1.0);
        for (var k = 0; k < steps; k++)
            (x, y) = (x * (1 - rate(k)), y * (1 - (10 * rate(k))));
        return 0.5 * ((x * x) + (10 * y * y));
    }

    [Fact]
    public void A_trial_is_gradient_descent_at_a_constant_rate_and_the_replay_at_the_recorded_ones()
    {
        var objective = Known.DiagonalWithoutProduct(1, 10);
        var schedule = Schedule.LinearDecay(100, from: 0.004);

        var report = Run(objective, Watched(schedule, 50), 0.004);

        report.Trials.Should().BeInAscendingOrder(Comparer<RateTrial>.Create((one, other) => one.Factor.CompareTo(other.Factor)));
        foreach (var trial in report.Trials.Where(trial => double.IsFinite(trial.Loss)))
            trial.Loss.Should().BeApproximately(LossAfter(RateTrials.Steps, _ => 0.004 * trial.Factor), 1e-9 * trial.Loss);
        report.ReplaySteps.Should().Be(50);
        report.ReplayLoss.Should().BeApproximately(LossAfter(50, k => schedule.At(k)), 1e-12);
        objective.Evaluations.ShouldBeWithin(RateTrials.Price(objective, null, 2));
    }

    [Fact]
    public void The_best_trial_is_at_the_rate_that_the_curvatures_bear()
    {
        // 2/λmax = 0.2; the best of all rates for both curvatures is 2/11.
        var report = Run(Known.DiagonalWithoutProduct(1, 10), Watched(0.001, 20), 0.001);

        report.Best.Factor.Should().Be(100);
        report.NearestGoodFactor.Should().Be(100);
        report.BestOf(isLarger: true)!.Value.Should().Be(report.Best);
        report.BestOf(isLarger: false)!.Value.Factor.Should().Be(1.0 / 3);
        report.LossAtRate.Should().BeApproximately(LossAfter(80, _ => 0.001), 1e-12);
    }

    [Fact]
    public void Trials_go_on_outward_until_three_in_a_row_are_worse()
    {
        var report = Run(Known.DiagonalWithoutProduct(1, 10), Watched(0.1, 20), 0.1);

        report.Trials.Select(trial => trial.Factor).Should().Equal(0.1 / 3, 0.1, 1.0 / 3, 1, 3, 10, 30);
        report.NearestGoodFactor.Should().Be(1);
    }

    [Fact]
    public void Rates_at_which_the_numbers_run_out_are_infinite_and_the_search_goes_on_to_those_that_hold()
    {
        var report = Run(Known.DiagonalWithoutProduct(1, 1e8), Watched(100, 20), 100);

        report.LossAtRate.Should().Be(double.PositiveInfinity);
        report.BestOf(isLarger: true).Should().BeNull();
        double.IsFinite(report.BestOf(isLarger: false)?.Loss ?? double.PositiveInfinity)
            .Should().Be(report.Trials.Any(trial => double.IsFinite(trial.Loss)));
    }

    [Fact]
    public void A_loop_that_is_worse_off_than_its_own_steps_shows_a_discrepancy()
    {
        // Behind 20 steps the loop records the losses 112 to 119: their median is 115.5.
        var report = Run(Known.DiagonalWithoutProduct(1, 10), Watched(0.01, 20, loss: 100), 0.01);

        report.RecordedLoss.Should().Be(115.5);
        report.Discrepancy.Should().BeApproximately(115.5 / LossAfter(20, _ => 0.01), 1e-9);
        Run(Known.DiagonalWithoutProduct(1, 10), Watched(0.01, 20), 0.01).Discrepancy.Should().Be(double.NaN, "nothing was recorded");
    }

    [Fact]
    public void A_good_factor_is_found_among_losses_below_zero_and_at_zero()
    {
        TrialReport Of(params RateTrial[] trials) => new(0.1, 80, trials, 80, 0, 0);

        Of(new(0.1, -1), new(1, -1.95), new(10, -2)).NearestGoodFactor.Should().Be(1);
        Of(new(0.1, 1), new(1, 0.5), new(10, 0)).NearestGoodFactor.Should().Be(10);
        Of(new RateTrial(1, double.PositiveInfinity)).NearestGoodFactor.Should().Be(double.NaN);
    }

    [Fact]
    public void Cancelled_they_say_so()
    {
        var monitor = Watched(0.1, 3);
        var run = () => RateTrials.Run(
            schedule => new(new Sgd(schedule), Known.Diagonal(1, 10), null, [1, 1], []), 0.1, monitor.History, null, new(canceled: true));

        run.Should().Throw<OperationCanceledException>();
    }
}
