using Optimizers.Tests.Papers;
using Optimizers.Tests.Rules;

namespace Optimizers.Tests.Around;

/// <summary>Averages of the parameters beside an optimizer.</summary>
public sealed class AveragedOptimizerTests
{
    [Fact]
    public void The_corrected_exponential_average_is_the_weighted_mean_of_what_the_steps_have_reached()
    {
        var iterates = Iterates(AveragedOptimizer.Exponential(new Adam(0.05), 0.9), 40, out var average);
        var weights = iterates.Select((_, t) => 0.1 * Math.Pow(0.9, iterates.Count - 1 - t)).ToArray();
        average.Should().BeApproximately(iterates.Zip(weights, (x, w) => x * w).Sum() / weights.Sum(), 1e-14);
    }

    [Fact]
    public void The_uncorrected_exponential_average_begins_at_the_first_theta()
    {
        var iterates = Iterates(AveragedOptimizer.Exponential(new Adam(0.05), 0.9, biasCorrection: false), 40, out var average);
        average.Should().BeApproximately(iterates.Aggregate(1.0, (a, x) => (0.9 * a) + (0.1 * x)), 1e-14);
    }

    [Fact]
    public void The_equal_average_is_the_mean_of_every_fifth_theta_from_a_step_on()
    {
        var iterates = Iterates(AveragedOptimizer.Equal(new Adam(0.05), start: 10, every: 5), 40, out var average);
        average.Should().BeApproximately(new[] { 15, 20, 25, 30, 35, 40 }.Average(t => iterates[t - 1]), 1e-14);
    }

    /// <summary>DoG with its own average, against the transcription of the paper.</summary>
    [Fact]
    public void The_average_of_DoG_is_the_paper_s()
    {
        var (optimizer, paper) = (AveragedOptimizer.PolynomialDecay(new Dog(relativeStart: 1e-2)), new DogPaper(relativeStart: 1e-2));
        double[] theta = [1, -2, 3];
        double[][] expected = [[1, -2, 3]];
        for (var step = 0; step < 50; step++)
        {
            var gradient = Trajectory.Gradient(3, step);
            optimizer.Step(theta, gradient);
            paper.Step(expected, [(3, 1)], [gradient]);
        }

        using (optimizer.AtEvaluationPoint((theta, theta.ToArray())))
        {
            for (var j = 0; j < 3; j++)
                theta[j].Should().BeApproximately(paper.Average[0][j], 1e-12);
        }
    }

    [Fact]
    public void The_scope_brings_theta_back_bit_for_bit_also_by_an_exception_and_in_half_precision()
    {
        var optimizer = AveragedOptimizer.Equal(new Sgd(0.1));
        Half[] theta = [(Half)1.5, (Half)(-2)], gradient = [(Half)0.7, (Half)3];
        for (var i = 0; i < 3; i++)
            optimizer.Step([Parameter.OfHalf(theta, gradient)]);
        var before = theta.ToArray();
        var fails = () =>
        {
            using (optimizer.AtEvaluationPoint(Parameter.OfHalf(theta, gradient)))
            {
                theta.Should().NotEqual(before);
                optimizer.Invoking(o => o.Step([Parameter.OfHalf(theta, gradient)])).Should().Throw<InvalidOperationException>();
                throw new TimeoutException();
            }
        };
        fails.Should().Throw<TimeoutException>();
        theta.Should().Equal(before);
    }

    [Fact]
    public void A_mean_of_floats_does_not_stop_after_twenty_million_of_them()
    {
        // θ moves from 1 to 0 at once; a mean that rounds each time would stay where its changes are below half an ulp.
        var optimizer = AveragedOptimizer.Equal(new Sgd(0));
        float[] theta = [1], gradient = [0];
        for (var i = 0; i < 1_000; i++)
            optimizer.Step(theta, gradient);
        var state = optimizer.Snapshot();
        state.Scalars["count"] = 20_000_000;
        optimizer.Restore(state);
        theta[0] = 0;
        for (var i = 0; i < 20_000; i++)
            optimizer.Step(theta, gradient);
        using (optimizer.AtEvaluationPoint((theta, gradient)))
            theta[0].Should().BeApproximately(20_000_000f / 20_020_000f, 1e-7f);
    }

    [Fact]
    public void Other_parameters_and_an_optimizer_that_has_stepped_are_refused()
    {
        var optimizer = AveragedOptimizer.Equal(new Sgd(0.1));
        optimizer.Step([1.0, 2.0], [0.1, 0.2]);
        optimizer.Invoking(o => o.AtEvaluationPoint((new double[3], new double[3]))).Should().Throw<ArgumentException>().WithMessage("*shapes*");
        FluentActions.Invoking(() => AveragedOptimizer.Equal(optimizer)).Should().Throw<ArgumentException>().WithMessage("*has taken 1 steps*");
        FluentActions.Invoking(() => AveragedOptimizer.Exponential(new Sgd(0.1), 1)).Should().Throw<ArgumentOutOfRangeException>();
    }

    private static List<double> Iterates(AveragedOptimizer optimizer, int steps, out double average)
    {
        double[] theta = [1];
        var iterates = new List<double>();
        for (var step = 0; step < steps; step++)
        {
            optimizer.Step(theta, Trajectory.Gradient(1, step));
            iterates.Add(theta[0]);
        }

        using (optimizer.AtEvaluationPoint((theta, new double[1])))
            average = theta[0];
        theta[0].Should().Be(iterates[^1]);
        return iterates;
    }
}
