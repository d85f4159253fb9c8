using Optimizers.Diagnostics;

namespace Optimizers.Tests.Diagnostics.Probes;

public sealed class StepProbeTests
{
    [Fact]
    public void The_step_is_set_against_the_gradients_before_and_after_it()
    {
        // L = ½(θ₁² + θ₂²), from (1, 0): a gradient of the loop of (2, 2), a step of (−3, 0) over the bottom.
        var objective = Known.Diagonal(1, 1);

        var report = StepProbe.Run(objective, new(7, [1, 0], [2, 2], [-3, 0], null), [-2, 0], new(2, 12, 3, 16, 0.1, 1, 1));

        report.GradientCosine.Should().BeApproximately(Math.Sqrt(0.5), 1e-15);
        report.GradientRatio.Should().BeApproximately(Math.Sqrt(8), 1e-15);
        report.ExpectedRatio.Should().BeApproximately(Math.Sqrt(3), 1e-15);
        report.UpdateCosine.Should().Be(1);
        report.NextCosine.Should().Be(-1);
        objective.Evaluations.Should().Be(StepProbe.Price(objective, 2));
    }

    [Fact]
    public void What_has_no_length_has_no_cosine()
    {
        var report = StepProbe.Run(Known.Diagonal(1, 1), new(7, [0, 0], [0, 0], [0, 0], null), [0, 0], null);

        report.Should().Be(new StepReport(double.NaN, double.NaN, double.NaN, double.NaN, double.NaN));
    }

    [Fact]
    public void Noise_that_hides_the_gradient_lets_expect_any_ratio() => StepProbe.Run(
        Known.Diagonal(1), new(7, [1], [1], [1], null), [1], new(-1, 12, 3, 16, 0.1, 1, 1)).ExpectedRatio.Should().Be(double.PositiveInfinity);
}
