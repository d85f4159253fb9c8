using Optimizers.Curvature;
using Optimizers.Diagnostics;

namespace Optimizers.Tests.Diagnostics.Probes;

public class DepthReportTests
{
    private static readonly ParameterLayout Layout = ParameterLayout.Empty
        .Add("w1", 2, 2).Add("b1", 2).Add("w2", 2, 2).Add("b2", 2).Add("w3", 2, 2).Add("b3", 2);

    private static double[] Gradient(params double[] perPart) =>
        [.. Layout.Names.SelectMany((name, k) => Enumerable.Repeat(perPart[k], Layout.RangeOf(name).GetOffsetAndLength(Layout.Length).Length))];

    [Fact]
    public void A_gradient_that_shrinks_tenfold_a_layer_towards_the_input_grows_backward_by_a_tenth()
    {
        var report = DepthReport.Of(DepthReport.PartsOf(Layout), Gradient(3, 0, 3, 0, 3, 0), Gradient(0.01, 7, 0.1, 0, 1, 9));

        report.BackwardGrowth.Should().BeApproximately(0.1, 1e-12);
        report.First.Should().BeApproximately(0.02, 1e-15);
        report.Last.Should().Be(2);
        report.Largest.Should().Be(2);
        report.Layers[0].Should().Be(new DepthLayer("w1", 4, true, 0.01, 3, 0.02, 3 * Math.Sqrt(2)));
        report.Layers[1].IsMatrix.Should().BeFalse();
        report.WithoutGradient.Select(layer => layer.Parameter).Should().Equal("b2");
    }

    [Fact]
    public void A_gradient_too_small_to_square_is_still_a_gradient()
    {
        var report = DepthReport.Of(DepthReport.PartsOf(Layout), Gradient(1, 1, 1, 1, 1, 1), Gradient(1e-300, 1, 1e-200, 1, 1e-100, 1));

        report.First.Should().BeApproximately(2e-300, 1e-310);
        report.BackwardGrowth.Should().BeApproximately(1e-100, 1e-110);
    }

    [Fact]
    public void Growth_is_not_told_of_two_matrices_or_with_a_gradient_of_zero()
    {
        var two = ParameterLayout.Empty.Add("w1", 2, 2).Add("w2", 2, 2).Add("b", 4);

        DepthReport.Of(DepthReport.PartsOf(two), new double[12], [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]).BackwardGrowth.Should().Be(double.NaN);
        DepthReport.Of(DepthReport.PartsOf(Layout), Gradient(1, 1, 1, 1, 1, 1), Gradient(0, 1, 1, 1, 1, 1)).BackwardGrowth.Should().Be(double.NaN);
    }

    [Fact]
    public void The_parameters_of_a_monitor_lie_side_by_side()
    {
        ParameterTrace[] traces = [new("w", 3, 2, 0, 1, []), new("b", 3, 1, 0, 1, [])];

        var report = DepthReport.Of(DepthReport.PartsOf(traces), new double[9], [0, 0, 0, 0, 0, 0, 3, 4, 0]);

        report.Layers.Select(layer => (layer.Parameter, layer.Length, layer.IsMatrix, layer.GradientNorm))
            .Should().Equal(("w", 6, true, 0), ("b", 3, false, 5));
    }
}
