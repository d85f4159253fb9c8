using Optimizers.Diagnostics;

namespace Optimizers.Tests.Diagnostics;

/// <summary>Which parameters the guard keeps.</summary>
public class GuardSnapshotTests
{
    [Fact]
    public void A_batch_as_good_as_the_snapshot_makes_a_new_one_where_the_smoothed_loss_is_better()
    {
        double[] theta = [1];
        var guard = new TrainingGuard(new Sgd(0.1));
        foreach (var loss in (double[])[1, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5])
            guard.Step(loss, [(theta, (double[])[0])]);
        guard.SnapshotLoss.Should().Be(1, "nothing is judged before ten losses");

        guard.Step(1, [(theta, (double[])[0])]);

        guard.SnapshotLoss.Should().BeLessThan(0.8);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_gradient_beside_a_loss_that_is_not_finite_moves_nothing(double loss)
    {
        double[] theta = [1];
        var guard = new TrainingGuard(new Sgd(0.1));
        guard.Step(1, [(theta, (double[])[1])]);
        theta.Should().Equal(0.9);

        guard.Step(loss, [(theta, (double[])[1])]).Should().BeFalse();

        theta.Should().Equal(0.9);
        guard.Optimizer.Iteration.Should().Be(1);
    }
}
