using Optimizers.Curvature;
using Optimizers.Diagnostics;

namespace Optimizers.Tests.Diagnostics.Probes;

public sealed class LineScanProbeTests
{
    [Fact]
    public void The_losses_are_those_of_the_line()
    {
        var objective = Known.Diagonal(2, 4);

        var scan = LineScanProbe.Run(objective, "a line", [1, 1], [-1, 0.5], LineScanProbe.UpdateSteps, default)!;

        scan.Length.Should().BeApproximately(Math.Sqrt(1.25), 1e-15);
        scan.Points.Should().AllSatisfy(
            point => point.Loss.Should().BeApproximately(Math.Pow(1 - point.T, 2) + (2 * Math.Pow(1 + (0.5 * point.T), 2)), 1e-12));
        scan.Points.Select(point => point.T).Should().BeInAscendingOrder().And.Contain([0.0, 1.0]);
        scan.LossAtZero.Should().Be(3);
        objective.Evaluations.Should().Be(ProbePrice.Losses(objective, LineScanProbe.UpdateSteps.Length));
    }

    [Fact]
    public void Along_the_gradient_of_a_bowl_the_best_step_is_to_its_bottom()
    {
        var objective = Known.Diagonal(2, 2);

        var scan = LineScanProbe.AlongGradient(objective, [3, 4], length: 0.625, default)!;

        scan.Length.Should().BeApproximately(0.625, 1e-15);
        scan.Best.T.Should().Be(8, "8 times 0.625 is the distance of 5");
        scan.Best.Loss.Should().BeApproximately(0, 1e-20);
        scan.LossAtOne.Should().BeApproximately(Math.Pow(5 - 0.625, 2), 1e-12);
        (scan.Points[1].T, scan.Points[^1].T, scan.Points.Count).Should().Be((1.0 / 64, 4096, 20));
        objective.Evaluations.Should().Be(new EvaluationCounts(20, 1, 0, 0));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(double.NaN)]
    public void Without_an_update_the_first_step_is_a_thousandth_of_theta(double length) =>
        LineScanProbe.AlongGradient(Known.Diagonal(2, 2), [3, 4], length, default)!.Length.Should().BeApproximately(6e-3, 1e-15);

    [Fact]
    public void A_loss_that_is_not_finite_on_the_way_is_infinite()
    {
        var objective = Objective.Create(p => Math.Log(1 - p[0]));

        var scan = LineScanProbe.Run(objective, "a line", [0], [0.5], [0, 1, 2, 4], default)!;

        scan.Points.Select(point => point.Loss).Should().Equal(0, Math.Log(0.5), double.PositiveInfinity, double.PositiveInfinity);
    }

    [Fact]
    public void There_is_no_line_of_length_0_or_without_a_finite_end()
    {
        LineScanProbe.Run(Known.Diagonal(1), "a line", [1], [0], [0, 1], default).Should().BeNull();
        LineScanProbe.Run(Known.Diagonal(1), "a line", [1], [double.NaN], [0, 1], default).Should().BeNull();
        LineScanProbe.AlongGradient(Known.Diagonal(1), [0], 1, default).Should().BeNull();
    }

    [Fact]
    public void There_is_no_line_from_where_the_loss_is_not_finite()
    {
        var run = () => LineScanProbe.Run(Objective.Create(_ => double.NaN), "a line", [1], [1], [0, 1], default);

        run.Should().Throw<InvalidOperationException>();
    }

    [Fact]
    public void Cancelled_it_says_so()
    {
        var run = () => LineScanProbe.Run(Known.Diagonal(1), "a line", [1], [1], [0, 1], new(canceled: true));

        run.Should().Throw<OperationCanceledException>();
    }
}
