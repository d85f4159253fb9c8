using MathNet.Numerics.LinearAlgebra;
using Optimizers.Curvature;
using Optimizers.Diagnostics;

namespace Optimizers.Tests.Diagnostics.Probes;

public sealed class RangeTestTests
{
    private static RateRange Run(Objective objective, double[] theta, double rate, MiniBatchObjective? batches = null, params (int, int)[] shapes) =>
        RangeTest.Run(
            schedule => new Sgd(schedule), objective, batches, theta, [.. shapes.Select(shape => ("w", shape.Item1, shape.Item2))], rate, default);

    [Fact]
    public void The_losses_are_those_of_gradient_descent_at_the_rising_rates()
    {
        var objective = Known.DiagonalWithoutProduct(1, 10);
        double[] theta = [1, 1];

        var range = Run(objective, theta, rate: 0.01);

        range.Rates.Should().HaveCount(RangeTest.Steps).And.BeInAscendingOrder();
        var growth = Math.Pow(range.Rates[^1] / range.Rates[0], 1.0 / (RangeTest.Steps - 1));
        range.Rates.Zip(range.Rates.Skip(1)).Should().OnlyContain(pair => Math.Abs((pair.Second / pair.First / growth) - 1) < 1e-12);
        (range.Rates[0], range.Rates[^1]).Should().Be((0.01 * Math.Pow(1000, -1), 0.01 * Math.Pow(1000, 1)));
        var (x, y) = (1.0, 1.0);
        for (var k = 0; k < RangeTest.Steps; k++)
        {
            (x, y) = (x * (1 - range.Rates[k]), y * (1 - (10 * range.Rates[k])));
            range.Losses[k].Should().BeApproximately(0.5 * ((x * x) + (10 * y * y)), 1e-9 * range.Losses[k]);
        }

        range.StartLoss.Should().Be(5.5);
        theta.Should().Equal(1, 1);
        objective.Evaluations.ShouldBeWithin(RangeTest.Price(objective, null, 2));
    }

    [Fact]
    public void It_diverges_a_little_above_the_stable_rate_and_falls_below_it()
    {
        // 2/λmax = 0.2; the rates rise by a factor of 1.34 a step, and what has fallen must first rise again.
        var range = Run(Known.DiagonalWithoutProduct(1, 10), [1, 1], rate: 0.01);

        range.Diverging.Should().BeInRange(0.2, 2);
        range.Best.Should().BeInRange(0.005, 0.2);
    }

    [Fact]
    public void A_loss_that_never_falls_has_no_best_rate()
    {
        var range = Run(Objective.Create(p => p * p, p => -2 * p), [1, 1], rate: 0.1);

        range.Best.Should().Be(double.NaN);
        range.Diverging.Should().BeLessThan(1);
    }

    [Fact]
    public void After_the_first_loss_that_is_not_finite_all_are_infinite()
    {
        var range = Run(Objective.Create(p => p[0] > 0.5 ? p[0] : double.NaN, p => Vector<double>.Build.Dense(1, 1)), [1], rate: 0.01);

        var first = range.Losses.TakeWhile(double.IsFinite).Count();
        first.Should().BeInRange(10, 40);
        range.Losses.Skip(first).Should().AllSatisfy(loss => loss.Should().Be(double.PositiveInfinity));
        range.Diverging.Should().Be(range.Rates[first]);
    }

    [Fact]
    public void A_gradient_whose_square_overflows_ends_it()
    {
        var range = RangeTest.Run(
            schedule => new Adam(schedule), Objective.Create(p => p[0], p => p.Map(_ => 1e200)), null, [1], [], 0.01, default);

        range.Losses.Should().AllSatisfy(loss => loss.Should().Be(double.PositiveInfinity));
        (range.Best, range.Diverging).Should().Be((double.NaN, range.Rates[0]));
    }

    [Fact]
    public void A_peak_that_is_passed_is_neither_a_fall_nor_the_end()
    {
        double[] rates = [1, 2, 4, 8, 16, 32];
        double[] losses = [9, 7, 100, 6, 5, 30];

        RangeTest.Best(rates, losses, start: 10).Should().Be(2);
        RangeTest.Diverging(rates, losses, start: 10).Should().Be(32);
        RangeTest.Diverging(rates, [9, 7, 100, 6, 5, 9], start: 10).Should().Be(double.PositiveInfinity);
    }

    [Fact]
    public void Batches_take_their_turns_and_the_loss_is_that_of_all()
    {
        var (left, right) = (Known.Bowl(Vector<double>.Build.Dense([1.0])), Known.Bowl(Vector<double>.Build.Dense([-1.0])));
        var (batches, objective) = (new MiniBatchObjective([left, right]), Known.Bowl(Vector<double>.Build.Dense([0.0])));

        var range = Run(objective, [3], rate: 0.01, batches);

        (left.Evaluations.Gradients, right.Evaluations.Gradients).Should().Be((24, 24));
        var x = 3.0;
        for (var k = 0; k < 10; k++)
        {
            x -= range.Rates[k] * (x - (k % 2 == 0 ? 1 : -1));
            range.Losses[k].Should().BeApproximately(0.5 * x * x, 1e-12);
        }

        (objective.Evaluations + batches.Evaluations).ShouldBeWithin(RangeTest.Price(objective, batches, 1));
    }

    [Fact]
    public void Parameters_keep_their_shapes()
    {
        var objective = Known.DiagonalWithoutProduct(1, 2, 3, 4, 5, 6, 7, 8);
        double[] theta = [1, 2, 3, 4, 5, 6, 7, 8];

        var whole = Run(objective, theta, rate: 1e-3);
        var split = Run(objective, theta, rate: 1e-3, null, (2, 3), (2, 1));

        split.Losses.Should().Equal(whole.Losses);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(double.NaN)]
    public void A_rate_that_is_no_rate_is_refused(double rate)
    {
        var run = () => Run(Known.Diagonal(1), [1], rate);

        run.Should().Throw<ArgumentOutOfRangeException>().Which.ParamName.Should().Be("rate");
    }

    [Fact]
    public void Cancelled_it_says_so()
    {
        var run = () => RangeTest.Run(schedule => new Sgd(schedule), Known.Diagonal(1), null, [1], [], 0.1, new(canceled: true));

        run.Should().Throw<OperationCanceledException>();
    }
}
