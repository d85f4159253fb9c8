using MathNet.Numerics.LinearAlgebra;
using Optimizers.Curvature;

namespace Optimizers.Tests.Curvature.Minimizers;

public sealed class SaddleFreeMinimizerTests
{
    private static readonly VectorBuilder<double> V = Vector<double>.Build;

    // x² − y² + y⁴/4: a saddle at 0, minima −1 at y = ±√2.
    private static readonly Func<Vector<double>, double> Loss = p => (p[0] * p[0]) - (p[1] * p[1]) + (Math.Pow(p[1], 4) / 4);
    private static readonly Func<Vector<double>, Vector<double>> Slope = p => V.Dense([2 * p[0], (-2 * p[1]) + Math.Pow(p[1], 3)]);

    [Fact]
    public void A_step_divides_by_the_absolute_curvatures()
    {
        var objective = Objective.Create(Loss, Slope, (p, v) => V.Dense([2 * v[0], (-2 + (3 * p[1] * p[1])) * v[1]]));
        var first = new SaddleFreeMinimizer { MaxIterations = 1 }.Minimize(objective, V.Dense([0.25, 0.5]));
        // The curvatures at y = 0.5 are 2 and −1.25, the gradient (0.5, −0.875).
        first.Point.Should().Equal(V.Dense([0, 0.5 + (0.875 / 1.25)]), (a, b) => Math.Abs(a - b) < 1e-12);
    }

    [Theory]
    [InlineData(1, 1e-6)]
    [InlineData(1, -0.3)]
    [InlineData(0, -1e-7)]
    public void A_saddle_that_draws_Newtons_method_is_left(double x, double y)
    {
        var result = new SaddleFreeMinimizer().Minimize(Objective.Create(Loss, Slope), V.Dense([x, y]));
        (result.Outcome, Math.Round(result.Loss, 12), Math.Sign(result.Point[1])).Should()
            .Be((MinimizerOutcome.GradientConverged, -1.0, Math.Sign(y)), "{0}", result);
        result.Iterations.Should().BeLessThan(40);
    }

    [Fact]
    public void No_change_of_scale_of_the_loss_changes_the_way()
    {
        var start = V.Dense([0.7, 0.2]);
        var one = new SaddleFreeMinimizer { MaxIterations = 5, GradientTolerance = 0 }.Minimize(Objective.Create(Loss, Slope), start);
        var other = new SaddleFreeMinimizer { MaxIterations = 5, GradientTolerance = 0 }
            .Minimize(Objective.Create(p => 1024 * Loss(p), p => 1024 * Slope(p)), start);
        (one.Point - other.Point).AbsoluteMaximum().Should().BeLessThan(1e-6);
    }
}
