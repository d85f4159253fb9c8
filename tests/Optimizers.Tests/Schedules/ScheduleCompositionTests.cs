namespace Optimizers.Tests.Schedules;

/// <summary>What is made of schedules, their ends, and what they refuse.</summary>
public sealed class ScheduleCompositionTests
{
    [Fact]
    public void A_rise_over_the_whole_range_of_the_doubles_and_a_decay_beyond_it_have_ends()
    {
        Schedule.ExponentialWarmUp(10, to: 1e300, from: 1e-300).At(9).Should().Be(1e300);
        Schedule.ExponentialWarmUp(10, to: 1e-300, from: 1e300).At(9).Should().Be(1e-300);
        Schedule.ExponentialWarmUp(2, to: 1e300, from: 1e-300).At(0).Should().BeApproximately(1, 1e-15);
        Schedule.InverseTimeDecay(1, 1e300).At(long.MaxValue).Should().Be(0);
        Schedule.InverseTimeDecay(1, 1e300).At(1).Should().Be(1e-300);
    }

    [Fact]
    public void A_training_asks_for_the_factor_of_an_iteration_once()
    {
        var asked = new List<long>();
        var schedule = Schedule.Multiplicative(0.1, i =>
        {
            asked.Add(i);
            return 0.99;
        });
        asked.Clear(); // What is tried when it is made.

        for (var i = 0; i < 100; i++)
            schedule.At(i);

        asked.Should().OnlyHaveUniqueItems();
        schedule.At(3).Should().BeApproximately(0.1 * Math.Pow(0.99, 3), 1e-15, "an earlier one is made anew");
    }

    /// <summary>torch.optim.lr_scheduler.MultiplicativeLR: lr(i) = lr(i − 1)·f(i).</summary>
    [Fact]
    public void A_multiplicative_schedule_is_the_product_of_its_factors_in_whatever_order_it_is_asked()
    {
        static double Factor(long i) => i % 3 == 0 ? 0.9 : 1.01;
        var expected = new double[200];
        expected[0] = 0.1;
        for (var i = 1; i < expected.Length; i++)
            expected[i] = expected[i - 1] * Factor(i);
        var schedule = Schedule.Multiplicative(0.1, Factor);
        foreach (var i in new[] { 5, 199, 3, 3, 150, 0, 151 })
            schedule.At(i).Should().Be(expected[i]);
    }

    [Fact]
    public void A_schedule_that_is_set_in_the_middle_of_a_run_begins_where_it_is_told()
    {
        var optimizer = new Sgd(0.1);
        double[] theta = [1];
        for (var i = 0; i < 10; i++)
            optimizer.Step(theta, [0.0]);
        Schedule.CosineDecay(10, from: 0.1).At(optimizer.Iteration).Should().Be(0, "a schedule is asked for the iteration of the whole run");
        optimizer.LearningRate = Schedule.CosineDecay(10, from: 0.1).StartingAt(optimizer.Iteration);
        optimizer.LearningRate.At(10).Should().Be(0.1);
        optimizer.LearningRate.At(20).Should().Be(0);
        optimizer.LearningRate.At(3).Should().Be(0.1, "a training may be rolled back to before it");
    }

    [Fact]
    public void A_product_has_the_length_of_the_longer_one_and_a_constant_has_none()
    {
        (Schedule.LinearDecay(10, 1) * Schedule.CosineDecay(20, 1)).Length.Should().Be(20);
        (Schedule.LinearDecay(10, 1) * Schedule.Constant(3)).Length.Should().Be(10);
        (Schedule.LinearDecay(10, 1) + Schedule.ExponentialDecay(1, 0.5)).Length.Should().BeNull();
        (Schedule.Constant(2) * Schedule.Constant(3)).IsConstant.Should().BeTrue();
    }

    /// <summary>
    /// torch.optim.lr_scheduler.OneCycleLR(max_lr = 0.1, total_steps = 10): pct_start = 0.3, its peak at step 0.3·10 − 1 = 2, its last step 9. The
    /// rate and the momentum stand opposite each other.
    /// </summary>
    [Fact]
    public void One_cycle_has_its_peak_and_its_ends_where_PyTorch_has_them()
    {
        var (rate, momentum) = (Schedule.OneCycle(10, peak: 0.1), Schedule.OneCycleMomentum(10));
        (rate.At(0), rate.At(2), rate.At(9)).Should().Be((0.1 / 25, 0.1, 0.1 / 25 / 1e4));
        (momentum.At(0), momentum.At(2), momentum.At(9)).Should().Be((0.95, 0.85, 0.95));
        rate.At(1).Should().BeApproximately((0.004 + 0.1) / 2, 1e-16);
        momentum.ToString().Should().Contain("CosineDecay(2, from: 0.95, to: 0.85)").And.Contain("CosineRise(7, to: 0.95, from: 0.85)");
    }

    [Fact]
    public void A_schedule_that_begins_too_late_to_end_has_no_length()
    {
        var schedule = Schedule.LinearDecay(10, from: 1);
        var latest = long.MaxValue - schedule.Length!.Value;
        schedule.StartingAt(latest).Length.Should().Be(long.MaxValue);
        schedule.StartingAt(latest + 1).Length.Should().BeNull();
    }

    [Fact]
    public void What_no_schedule_can_be_made_of_is_refused()
    {
        Refused(() => Schedule.OneCycle(3, 0.1), "*length is 3*at least 4*");
        Refused(() => Schedule.OneCycle(10, 0.1, rise: 9), "*rise is 9*from 2 to 8*");
        Refused(() => Schedule.OneCycle(10, 0.1, startDivisor: 0.5), "*startDivisor is 0.5*at least 1*");
        Refused(() => Schedule.Cyclic(0.1, 0.2, rise: 0), "*rise is 0*at least 1*");
        Refused(() => Schedule.PiecewiseLinear(), "*at least one point*");
        Refused(() => Schedule.PiecewiseLinear(new SchedulePoint(1, 0.1)), "*points is 1*0 at the first point*");
        Refused(() => Schedule.PiecewiseLinear(new(0, 0.1), new(0, 0.2)), "*points is 0*above 0*");
        Refused(() => Schedule.PiecewiseLinear(new SchedulePoint(0, double.NaN)), "*points is NaN*finite*");
        Refused(() => Schedule.Constant(1).Repeat(0), "*every is 0*at least 1*");
        Refused(() => Schedule.Constant(1).StartingAt(-1), "*begin is -1*at least 0*");
        Refused(() => AdEMAMix.Beta3WarmUp(10, to: 0.9, from: 0.95), "*from is 0.95*at most to*");

        foreach (var rise in (Func<long, double, double, Schedule>[])
            [
                (length, to, from) => Schedule.LinearRise(length, to, from),
                (length, to, from) => Schedule.CosineRise(length, to, from),
                (length, to, from) => Schedule.PolynomialRise(length, to, from, power: 2),
            ])
        {
            Refused(() => rise(0, 1, 0), "*length is 0*at least 1*");
            Refused(() => rise(1, double.NaN, 0), "*to is NaN*finite*");
            Refused(() => rise(1, 1, double.PositiveInfinity), "*from is Infinity*finite*");
            rise(1, 1, 0.5).Sample(2).Select(point => point.Value).Should().Equal(0.5, 1);
        }

        Refused(() => Schedule.PolynomialRise(1, 1, power: 0), "*power is 0*above 0*");
        Refused(() => Schedule.WarmUpStableDecay(0, 1, 1, 1), "*length is 0*at least 1*");
        Refused(() => Schedule.WarmUpStableDecay(1, 0, 1, 1), "*stable is 0*at least 1*");
        Refused(() => Schedule.WarmUpStableDecay(1, 1, 0, 1), "*length is 0*at least 1*");
        Refused(() => Schedule.OneCycle(10, 0), "*peak is 0*above 0*");
        Refused(() => Schedule.OneCycle(10, 0.1, endDivisor: 0.5), "*endDivisor is 0.5*at least 1*");
        Refused(() => Schedule.OneCycleMomentum(10, high: double.NaN), "*high is NaN*finite*");
        Refused(() => Schedule.OneCycleMomentum(10, low: double.NaN), "*low is NaN*finite*");
        Refused(() => Schedule.Cyclic(double.NaN, 0.2, rise: 1), "*from is NaN*finite*");
        Refused(() => Schedule.Cyclic(0.1, double.NaN, rise: 1), "*peak is NaN*finite*");
        Refused(() => Schedule.Cyclic(0.1, 0.2, rise: 1, fall: -1), "*fall is -1*at least 0*");
        Refused(() => Schedule.Cyclic(0.1, 0.2, rise: 1, cycleFactor: 0), "*cycleFactor is 0*in (0, 1]*");
        Refused(() => Schedule.Cyclic(0.1, 0.2, rise: 1, factor: 0), "*factor is 0*in (0, 1]*");

        static void Refused(Action make, string message) => make.Should().Throw<ArgumentOutOfRangeException>().WithMessage(message);
    }
}
