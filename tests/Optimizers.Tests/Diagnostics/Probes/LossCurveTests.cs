using Optimizers.Diagnostics;

namespace Optimizers.Tests.Diagnostics.Probes;

public class LossCurveTests
{
    [Fact]
    public void A_straight_line_is_told_by_its_own_numbers()
    {
        var curve = LossCurve.Of(Steps.WithLosses(1000, i => 2 - (0.001 * i)), null)!;

        curve.Points.Should().Be(1000);
        curve.First.Should().BeApproximately(1.95, 0.001);
        curve.Last.Should().BeApproximately(1.05, 0.001);
        curve.Lowest.Should().BeApproximately(1.025, 0.001);
        curve.LowestAt.Should().Be(1);
        curve.Highest.Should().Be(2);
        curve.Roughness.Should().BeApproximately(0.001, 1e-12);
        curve.RelativeSlope.Should().BeApproximately(-0.5 / 1.05, 0.001);
        curve.SlopeError.Should().BeLessThan(0.01);
        curve.IsFalling.Should().BeTrue();
        curve.IsFinite.Should().BeTrue();
    }

    [Fact]
    public void Noise_around_a_constant_is_flat_and_not_falling()
    {
        for (var seed = 0; seed < 50; seed++)
        {
            var random = new Random(seed);
            var curve = LossCurve.Of(Steps.WithLosses(400, _ => 1 + (0.3 * (random.NextDouble() - 0.5))), null)!;

            curve.FlatSince.Should().BeGreaterThan(0.5);
            curve.Roughness.Should().BeInRange(0.05, 0.12); // E: 0.3·(1 − √½) = 0.088.
            Math.Abs(curve.RelativeSlope).Should().BeLessThan((4.5 * curve.SlopeError) + 0.005);
            curve.RiseFromLowest.Should().BeInRange(1, 1.2);
        }
    }

    [Fact]
    public void Noise_on_a_falling_curve_does_not_hide_the_fall()
    {
        var random = new Random(1);
        var curve = LossCurve.Of(Steps.WithLosses(1000, i => (2 * Math.Exp(-i / 400.0)) + (0.3 * random.NextDouble())), null)!;

        curve.IsFalling.Should().BeTrue();
        curve.FlatSince.Should().BeLessThan(0.45, "the noise hides the last part of the fall alone");
    }

    [Fact]
    public void A_plateau_behind_a_fall_is_flat_since_the_fall()
    {
        var curve = LossCurve.Of(Steps.WithLosses(1000, i => i < 400 ? 2.3 - (0.004 * i) : 0.7 - (1e-7 * i)), null)!;

        curve.FlatSince.Should().BeApproximately(0.6, 0.051);
        curve.IsFalling.Should().BeFalse();
    }

    [Fact]
    public void A_curve_that_went_up_again_has_its_lowest_place()
    {
        var curve = LossCurve.Of(Steps.WithLosses(1000, i => 1 + Math.Abs(i - 500) / 100.0), null)!;

        curve.LowestAt.Should().BeInRange(0.5, 0.55);
        curve.RiseFromLowest.Should().BeGreaterThan(4);
        curve.RelativeSlope.Should().BePositive();
    }

    [Fact]
    public void Losses_that_are_not_finite_are_told_and_left_out()
    {
        var steps = Steps.WithLosses(100, i => i < 60 ? 1 : i < 80 ? double.PositiveInfinity : double.NaN);

        var curve = LossCurve.Of(steps, new NonFiniteEvent(60, "loss", null, -1, double.PositiveInfinity))!;

        curve.IsFinite.Should().BeFalse();
        curve.Points.Should().Be(60);
        curve.Highest.Should().Be(1);
        curve.RelativeSlope.Should().Be(0);
    }

    [Fact]
    public void A_loss_that_no_step_followed_still_counts_as_not_finite() =>
        LossCurve.Of(Steps.WithLosses(40, _ => 1), new NonFiniteEvent(40, "loss", null, -1, double.NaN))!.IsFinite.Should().BeFalse();

    [Fact]
    public void Steps_without_a_loss_do_not_count_and_nineteen_are_too_few()
    {
        LossCurve.Of(Steps.WithLosses(57, i => i % 3 == 0 ? 1 : double.NaN), null).Should().BeNull();
        var curve = LossCurve.Of(Steps.WithLosses(60, i => i % 3 == 0 ? 1 : double.NaN), null)!;
        curve.Points.Should().Be(20);
        curve.IsFinite.Should().BeTrue();
    }

    [Fact]
    public void A_gradient_that_was_not_finite_does_not_make_steps_without_a_loss_bad() =>
        LossCurve.Of(Steps.WithLosses(100, i => i < 30 ? 1 : double.NaN),
            new NonFiniteEvent(20, "gradient", "w", 0, double.NaN))!.IsFinite.Should().BeTrue();
}
