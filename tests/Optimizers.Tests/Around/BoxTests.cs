namespace Optimizers.Tests.Around;

/// <summary>Parameters that are kept in a box.</summary>
public class BoxTests
{
    [Fact]
    public void Parameters_that_may_not_be_negative_stop_at_zero_and_are_free_above()
    {
        double[] theta = [0.25, 0.5, 0, 1e9];

        new Sgd(1).NonNegative().Step(theta, [0.5, 0.125, -0.0625, -1]);

        theta.Should().Equal(0, 0.375, 0.0625, 1e9 + 1);
    }

    [Fact]
    public void Parameters_in_a_box_stop_at_its_ends()
    {
        double[] theta = [0, 0, 0];

        new Sgd(1).InBox(-0.25, 0.5).Step(theta, [1.0, -1, 0.125]);

        theta.Should().Equal(-0.25, 0.5, -0.125);
    }
}
