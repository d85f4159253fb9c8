using Optimizers.Curvature;
using Optimizers.Diagnostics;
using Optimizers.Tests.Curvature.Operators;

namespace Optimizers.Tests.Diagnostics.Probes;

public sealed class CurvatureProbeTests
{
    [Fact]
    public void It_finds_both_ends_of_a_known_spectrum_and_the_curvature_along_the_gradient()
    {
        var objective = Known.Diagonal(-2, 0.5, 1, 8);

        var report = CurvatureProbe.Run(objective, [1, 2, 3, 4], seed: 1, default);

        report.Smallest.Should().BeApproximately(-2, 1e-9);
        report.Largest.Should().BeApproximately(8, 1e-9);
        report.SmallestAtLeast.Should().BeInRange(-2.01, -2);
        report.LargestAtMost.Should().BeInRange(8, 8.01);
        report.StableRate.Should().BeApproximately(0.25, 1e-9);
        report.Loss.Should().Be(0.5 * (-2 + (0.5 * 4) + 9 + (8 * 16)));
        report.GradientNorm.Should().BeApproximately(Math.Sqrt(4 + 1 + 9 + 1024), 1e-12);
        report.CurvatureAlongGradient.Should().BeApproximately(((-2 * 4) + 0.5 + 9 + (8 * 1024.0)) / 1038, 1e-12);
        report.Certificate.Should().Contain("probable");
        objective.Evaluations.ShouldBeWithin(CurvatureProbe.Price(objective, 4));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_ends_of_a_wide_spectrum_lie_within_their_bounds(bool hasProduct)
    {
        double[] eigenvalues = [.. Enumerable.Range(0, 200).Select(i => -1 + (0.01 * i)), 50];
        var objective = hasProduct ? Known.Diagonal(eigenvalues) : Known.DiagonalWithoutProduct(eigenvalues);
        var theta = Enumerable.Repeat(1.0, eigenvalues.Length).ToArray();

        var report = CurvatureProbe.Run(objective, theta, seed: 1, default);

        report.SmallestAtLeast.Should().BeLessThanOrEqualTo(-1);
        report.LargestAtMost.Should().BeGreaterThanOrEqualTo(50 - 1e-6);
        report.Largest.Should().BeApproximately(50, 0.01);
        report.Smallest.Should().BeApproximately(-1, 0.2);
        objective.Evaluations.ShouldBeWithin(CurvatureProbe.Price(objective, theta.Length));
        report.Certificate.Should().Contain(hasProduct ? "probable" : "estimated");
    }

    [Fact]
    public void The_price_covers_a_Hessian_and_losses_alone()
    {
        var network = new TinyNetwork(softmax: true, seed: 1);
        foreach (var objective in new[]
        {
            Objective.Create(network.Loss),
            Objective.Create(network.Loss, hessian: _ => network.Hessian()),
            network.WithoutProduct,
        })
        {
            CurvatureProbe.Run(objective, network.Theta.ToArray(), seed: 1, default);

            objective.Evaluations.ShouldBeWithin(CurvatureProbe.Price(objective, network.Theta.Count));
        }
    }

    [Fact]
    public void Without_a_gradient_there_is_no_curvature_along_it() =>
        CurvatureProbe.Run(Known.Diagonal(1, 2), [0, 0], seed: 1, default).CurvatureAlongGradient.Should().Be(double.NaN);

    [Fact]
    public void Cancelled_it_says_so()
    {
        var run = () => CurvatureProbe.Run(Known.Diagonal(1, 2), [1, 1], seed: 1, new(canceled: true));

        run.Should().Throw<OperationCanceledException>();
    }
}
