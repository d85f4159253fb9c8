using Optimizers.Diagnostics;

namespace Optimizers.Tests.Diagnostics.Probes;

public sealed class SharpnessProbeTests
{
    /// <summary>ε = ρT²g/‖Tg‖ (Kwon et al. 2021, eq. 8 with p = 2), on ½Σ λθ² in closed form.</summary>
    [Fact]
    public void On_a_quadratic_it_is_the_rise_along_the_scaled_gradient()
    {
        var objective = Known.Diagonal(2, 4);

        var report = SharpnessProbe.Run(objective, [3, 0.5]);

        var (g1, g2) = (6.0, 2.0);
        var norm = Math.Sqrt((9 * g1 * g1) + (0.25 * g2 * g2));
        var (x, y) = (3 + (0.5 * 9 * g1 / norm), 0.5 + (0.5 * 0.25 * g2 / norm));
        report.Loss.Should().Be(9.5);
        report.Radius.Should().Be(0.5);
        report.Adaptive.Should().BeApproximately((x * x) + (2 * y * y) - 9.5, 1e-12);
        objective.Evaluations.ShouldBeWithin(SharpnessProbe.Price(objective, 2));
    }
}
