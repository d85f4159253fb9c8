using MathNet.Numerics.LinearAlgebra;
using Optimizers.Curvature;
using Optimizers.Tests.Curvature.Objectives;

namespace Optimizers.Tests.Curvature.Classification;

public class SmoothPieceTests
{
    private static readonly VectorBuilder<double> V = Vector<double>.Build;

    [Fact]
    public void The_radius_that_the_objective_tells_is_in_the_result_and_said()
    {
        var network = new ReluNetwork(3, 4, 20, seed: 1);
        var theta = V.Dense(network.Theta);
        var objective = Objective.Create(network.Loss, network.Gradient, smoothRadius: t => network.Margin(t) / Math.Sqrt(3));

        var point = CriticalPoint.Classify(objective, theta);
        point.SmoothRadius.Should().Be(network.Margin(theta) / Math.Sqrt(3));
        point.ToString().Should().Contain("smooth").And.Contain("by the objective's word");
        CriticalPoint.Classify(objective, theta, new CriticalPointOptions { DenseLimit = 0 }).SmoothRadius.Should().Be(point.SmoothRadius);
    }

    [Fact]
    public void A_point_on_a_kink_is_said_to_be_one_and_a_smooth_loss_says_nothing()
    {
        Classify(_ => 0).ToString().Should().Contain("θ lies on a kink");
        Classify(_ => double.PositiveInfinity).ToString().Should().NotContain("smooth");
        Classify(null).SmoothRadius.Should().BeNull();
        ((Action)(() => Classify(_ => double.NaN))).Should().Throw<InvalidOperationException>().WithMessage("*NaN*negative*");

        static CriticalPoint Classify(Func<Vector<double>, double>? smoothRadius) => CriticalPoint.Classify(
            Objective.Create(t => t.DotProduct(t), t => 2 * t, smoothRadius: smoothRadius), V.Dense(2));
    }

    [Fact]
    public void A_kink_that_the_differences_of_this_classification_saw_is_in_its_result_and_no_other()
    {
        const double Kink = 3e-6;
        var objective = Objective.Create(
            p => Math.Abs(p[0] - Kink) + (p[0] * p[0] * p[1]) + (p[1] * p[1]),
            p => V.Dense([Math.Sign(p[0] - Kink) + (2 * p[0] * p[1]), (p[0] * p[0]) + (2 * p[1])]));

        var near = CriticalPoint.Classify(objective, V.Dense([0, 0.1]));
        near.KinkDistance.Should().BeInRange(Kink, 100 * Kink);
        near.ToString().Should().Contain("a kink was seen within");
        var far = CriticalPoint.Classify(objective, V.Dense([1, 0.1]));
        far.KinkDistance.Should().Be(double.PositiveInfinity);
        near.KinkDistance.Should().BeInRange(Kink, 100 * Kink, "a result does not change after it was made");
    }
}
