using Optimizers.Diagnostics;

namespace Optimizers.Tests.Diagnostics.Probes;

public class MotionReportTests
{
    [Fact]
    public void Medians_are_over_the_last_steps_and_extremes_over_the_run()
    {
        StepRecord[] history = [.. Enumerable.Range(0, 100).Select(
            i => Steps.Step(i, gradientNorm: i == 50 ? 1000 : 100 - i, parameterNorm: 1 + i, updateNorm: i == 0 ? 9 : 1))];

        var motion = MotionReport.Of(history, history[^11..], 100, 3)!;

        motion.Steps.Should().Be(100);
        motion.RefusedSteps.Should().Be(3);
        motion.GradientNorm.Should().Be(6);
        motion.FirstGradientNorm.Should().Be(92.5);
        motion.LargestGradientNorm.Should().Be(1000);
        motion.GradientSpread.Should().BeApproximately(10.0 / 6, 1e-12);
        motion.ParameterNorm.Should().Be(100);
        motion.FirstParameterNorm.Should().Be(1);
        motion.RelativeUpdate.Should().BeApproximately(1.0 / 95, 1e-12);
        motion.LargestRelativeUpdate.Should().Be(0.5, "the first step does not count");
        motion.LossSpread.Should().Be(double.NaN, "no loss was recorded");
    }

    [Fact]
    public void Nothing_is_told_without_a_step() => MotionReport.Of([], [], 0, 0).Should().BeNull();

    [Fact]
    public void A_first_step_without_cosines_tells_the_rest()
    {
        StepRecord[] one = [Steps.Step(0, gradientCosine: double.NaN, updateCosine: double.NaN, parameterNorm: 0)];

        var motion = MotionReport.Of(one, one, 1, 0)!;

        motion.GradientCosine.Should().Be(double.NaN);
        motion.DescentCosine.Should().Be(1);
        motion.RelativeUpdate.Should().Be(double.PositiveInfinity);
        motion.LargestRelativeUpdate.Should().Be(double.NaN);
        motion.PathRatio.Should().Be(1);
    }

    [Theory]
    [InlineData(1.0, 1.0)]
    [InlineData(0.0, 0.1)] // 1/√100
    [InlineData(-1.0, 0.0)]
    public void The_path_of_a_line_of_noise_and_of_a_zigzag_has_its_closed_form(double cosine, double ratio)
    {
        StepRecord[] steps = [.. Enumerable.Range(0, 100).Select(i => Steps.Step(i, updateCosine: i == 0 ? double.NaN : cosine))];

        MotionReport.PathRatioOf(steps).Should().BeApproximately(ratio, 1e-9);
    }

    [Fact]
    public void The_path_of_two_steps_is_the_law_of_cosines()
    {
        StepRecord[] steps = [Steps.Step(0, updateNorm: 3, updateCosine: double.NaN), Steps.Step(1, updateNorm: 4, updateCosine: 0.25)];

        MotionReport.PathRatioOf(steps).Should().BeApproximately(Math.Sqrt(9 + 16 + 6) / 7, 1e-12);
    }

    [Fact]
    public void Independent_losses_have_no_autocorrelation_and_losses_in_an_order_a_high_one()
    {
        var random = new Random(1);
        var independent = Enumerable.Range(0, 256).Select(i => 2 - (0.002 * i) + (0.4 * random.NextDouble())).ToArray();
        var ordered = Enumerable.Range(0, 256).Select(i => 1 + (i / 8 * 7 % 10 * 0.1) + (0.1 * random.NextDouble())).ToArray();

        MotionReport.Autocorrelation(independent).Should().BeInRange(-0.25, 0.15);
        MotionReport.Autocorrelation(ordered).Should().BeGreaterThan(0.7);
        MotionReport.Autocorrelation([.. Enumerable.Repeat(1.0, 100)]).Should().Be(double.NaN);
        MotionReport.Autocorrelation(independent[..19]).Should().Be(double.NaN);
    }

    [Fact]
    public void The_spread_of_losses_is_the_interquartile_range_over_the_median()
    {
        var steps = Steps.WithLosses(101, i => 1 + (0.01 * i));

        MotionReport.Of(steps, steps, 101, 0)!.LossSpread.Should().BeApproximately(0.5 / 1.5, 1e-12);
    }
}
