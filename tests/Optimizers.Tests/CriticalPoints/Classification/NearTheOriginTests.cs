using MathNet.Numerics.LinearAlgebra;
using Optimizers.Curvature;

namespace Optimizers.Tests.Curvature.Classification;

/// <summary>Critical points at 0, which minimizers come near and do not reach.</summary>
public sealed class NearTheOriginTests
{
    private static readonly VectorBuilder<double> V = Vector<double>.Build;

    [Theory]
    [InlineData(0)]
    [InlineData(1e-60)]
    [InlineData(1e-12)]
    [InlineData(1e-9)]
    public void A_minimum_at_zero_is_one_from_as_near_as_minimizers_end(double distance)
    {
        var bowl = Objective.Create(p => 0.5 * p.DotProduct(p), p => p);
        CriticalPoint.Classify(bowl, V.Dense([distance, 0])).Kind.Should().Be(CriticalPointKind.LocalMinimum);
    }

    [Fact]
    public void A_point_at_half_the_scale_of_parameters_that_are_not_zero_is_none()
    {
        var bowl = Objective.Create(p => 0.5 * p.DotProduct(p), p => p);
        CriticalPoint.Classify(bowl, V.Dense([1e-6, 0])).Kind.Should().Be(CriticalPointKind.NotCritical);
    }

    [Fact]
    public void Where_Lbfgs_ends_near_zero_there_is_a_minimum()
    {
        var objective = Objective.Create(
            p => p.Sum(x => (0.5 * x * x) + (0.25 * x * x * x * x)), p => p.Map(x => x + (x * x * x)));
        var end = new Lbfgs().Minimize(objective, V.Dense([1.0, 2]));
        CriticalPoint.Classify(objective, end.Point).Kind.Should().Be(CriticalPointKind.LocalMinimum, "{0}", end.Point);
    }

    [Fact]
    public void Where_saddle_free_steps_end_at_the_saddle_at_zero_there_is_a_saddle()
    {
        var objective = Objective.Create(
            p => (0.25 * Math.Pow(p[0], 4)) - (0.5 * p[0] * p[0]) + (0.5 * p[1] * p[1]),
            p => V.Dense([Math.Pow(p[0], 3) - p[0], p[1]]));
        var end = new SaddleFreeMinimizer().Minimize(objective, V.Dense([0.0, 1]));
        CriticalPoint.Classify(objective, end.Point).Kind.Should().Be(CriticalPointKind.Saddle, "{0}", end.Point);
    }
}
