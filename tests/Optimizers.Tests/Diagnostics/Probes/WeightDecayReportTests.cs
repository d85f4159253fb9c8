using Optimizers.Diagnostics;

namespace Optimizers.Tests.Diagnostics.Probes;

public class WeightDecayReportTests
{
    [Fact]
    public void At_the_minimum_of_loss_and_penalty_the_gradient_balances_the_decay()
    {
        // L = ½‖θ − a‖², penalty ½λ‖θ‖²: θ = a/(1 + λ), ∇L = −λθ.
        double[] a = [3, -4];
        const double Decay = 0.25;
        double[] theta = [a[0] / (1 + Decay), a[1] / (1 + Decay)];
        double[] gradient = [theta[0] - a[0], theta[1] - a[1]];
        var loss = 0.5 * ((gradient[0] * gradient[0]) + (gradient[1] * gradient[1]));

        var report = WeightDecayReport.Of(Decay, theta, gradient, loss);

        report.Cosine.Should().BeApproximately(-1, 1e-12);
        report.Ratio.Should().BeApproximately(1, 1e-12);
        report.PenaltyShare.Should().BeApproximately(1 / Decay, 1e-12); // ½λ‖θ‖²/(½λ²‖θ‖²)
    }
}
