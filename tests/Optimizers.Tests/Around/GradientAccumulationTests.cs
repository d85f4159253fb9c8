using Optimizers.Tests.Rules;

namespace Optimizers.Tests.Around;

/// <summary>One step in k calls.</summary>
public sealed class GradientAccumulationTests
{
    [Fact]
    public void Four_calls_are_one_step_by_the_mean_of_their_gradients()
    {
        var (optimizer, expected) = (new GradientAccumulation(new Adam(0.05), 4), new Adam(0.05));
        double[] theta = [1, -2, 3], other = [1, -2, 3];
        for (var step = 0; step < 5; step++)
        {
            var mean = new double[3];
            for (var k = 0; k < 4; k++)
            {
                var gradient = Trajectory.Gradient(3, (4 * step) + k);
                optimizer.Step(theta, gradient);
                gradient.Should().Equal(Trajectory.Gradient(3, (4 * step) + k), "the caller's gradients are only read");
                for (var j = 0; j < 3; j++)
                    mean[j] += gradient[j];
            }

            expected.Step(other, mean.Select(x => x / 4).ToArray());
            theta.Should().Equal(other);
            optimizer.Iteration.Should().Be(step + 1);
        }
    }

    [Fact]
    public void A_parameter_that_was_frozen_in_a_step_leaves_the_callers_gradient_alone_ever_after()
    {
        var optimizer = new GradientAccumulation(new Sgd(1), 2);
        double[] theta = [1], gradient = [8], free = [1];
        for (var call = 0; call < 6; call++)
        {
            gradient[0] = 8 + call;
            optimizer.Step([new Parameter(theta, gradient) { Frozen = call < 2 }, (free, (double[])[1])]);
            gradient[0].Should().Be(8 + call, "in call {0}", call);
        }

        theta[0].Should().Be(1 - 10.5 - 12.5);
        free[0].Should().Be(-2);
    }

    /// <summary>All gradients of a model in one array, as many backward passes leave them.</summary>
    [Fact]
    public void Gradients_that_are_pieces_of_one_array_are_summed()
    {
        var optimizer = new GradientAccumulation(new Sgd(1), 2);
        double[] first = [0, 0], second = [0], gradients = [9, 1, 2, 3];
        for (var call = 0; call < 2; call++)
        {
            optimizer.Step([new(first, gradients.AsMemory(1, 2)), new(second, gradients.AsMemory(3))]);
            gradients[3] = 5;
        }

        first.Should().Equal(-1, -2);
        second.Should().Equal(-4);
    }

    [Fact]
    public void Every_element_type_is_summed()
    {
        var optimizer = new GradientAccumulation(new Sgd(1), 2);
        float[] single = [1], singleGradient = [0.5f];
        Half[] half = [(Half)1], halfGradient = [(Half)0.5];
        ushort[] brain = [0x3F80], brainGradient = [0x3F00];
        for (var i = 0; i < 2; i++)
            optimizer.Step([(single, singleGradient), Parameter.OfHalf(half, halfGradient), Parameter.OfBFloat16(brain, brainGradient)]);
        single[0].Should().Be(0.5f);
        half[0].Should().Be((Half)0.5);
        brain[0].Should().Be(0x3F00);
    }

    [Fact]
    public void A_gradient_that_is_not_finite_is_refused_by_its_own_call_and_loses_nothing()
    {
        var optimizer = new GradientAccumulation(new Sgd(0.5), 2);
        double[] theta = [1];
        optimizer.Step(theta, [1.0]);
        optimizer.Invoking(o => o.Step(theta, [double.NaN])).Should().Throw<NonFiniteGradientException>();
        optimizer.Count.Should().Be(1);
        optimizer.Step(theta, [3.0]);
        theta[0].Should().Be(1 - (0.5 * 2));
    }

    [Fact]
    public void A_restored_state_goes_on_in_the_middle_of_a_sum()
    {
        var (optimizer, other) = (new GradientAccumulation(new Adam(0.1), 3), new GradientAccumulation(new Adam(0.1), 3));
        double[] theta = [1, 2];
        for (var i = 0; i < 4; i++)
            optimizer.Step(theta, Trajectory.Gradient(2, i));
        var copy = theta.ToArray();
        other.Restore(optimizer.Snapshot());
        for (var i = 4; i < 9; i++)
        {
            optimizer.Step(theta, Trajectory.Gradient(2, i));
            other.Step(copy, Trajectory.Gradient(2, i));
        }

        copy.Should().Equal(theta);
    }

    [Fact]
    public void Other_parameters_in_the_middle_of_a_sum_are_refused()
    {
        var optimizer = new GradientAccumulation(new Sgd(0.1), 2);
        optimizer.Step([1.0, 2.0], [0.1, 0.2]);
        optimizer.Invoking(o => o.Step([1.0], [0.1])).Should().Throw<ArgumentException>().WithMessage("*calls before*");
        FluentActions.Invoking(() => new GradientAccumulation(new Sgd(0.1), 0)).Should().Throw<ArgumentOutOfRangeException>();
    }
}
