using Optimizers.Testbed.Problems;
using Optimizers.Testbed.Running;

namespace Optimizers.Tests.Testbed;

/// <summary>What the testbed trains, and what it hands to an optimizer, is right: else its figures would say nothing.</summary>
public sealed class ProblemTests
{
    public static TheoryData<string> Names { get; } = [.. Problem.All.Where(problem => problem.IsThere).Select(problem => problem.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_gradient_of_each_parameter_is_that_of_the_loss(string name)
    {
        var random = new Random(7);
        var training = Start(name, seed: 5);
        foreach (var block in training.Blocks)
        {
            for (var i = 0; i < block.Values.Length; i++)
                block.Values[i] += 0.1f * (random.NextSingle() - 0.5f);
        }

        training.Gradients();
        var gradients = training.Blocks.Select(block => block.Gradient.ToArray()).ToList();
        foreach (var (block, gradient) in training.Blocks.Zip(gradients))
        {
            // Uphill, but not straight: another direction for each element.
            var direction = Array.ConvertAll(gradient, each => each * random.NextSingle());
            var norm = (float)Math.Sqrt(direction.Sum(each => (double)each * each));
            var expected = gradient.Zip(direction, (g, d) => (double)g * d / norm).Sum();
            var start = block.Values.ToArray();
            var measured = (Loss(2e-3f) - Loss(-2e-3f)) / 4e-3;

            measured.Should().BeApproximately(expected, 0.02 * expected + 1e-3, "that is the slope along the block of {0}", block.Values.Length);
            start.CopyTo(block.Values, 0);

            double Loss(float length)
            {
                for (var i = 0; i < start.Length; i++)
                    block.Values[i] = start[i] + (length * direction[i] / norm);
                return training.Gradients();
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_measure_leaves_the_batch_as_it_was(string name)
    {
        var training = Start(name, seed: 2);
        var loss = training.Gradients();
        var gradient = training.Blocks[0].Gradient.ToArray();

        training.Measure();

        training.Gradients().Should().Be(loss);
        training.Blocks[0].Gradient.Should().Equal(gradient);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_seed_gives_one_training(string name)
    {
        Trace(3).Should().Equal(Trace(3)).And.NotEqual(Trace(4));

        List<double> Trace(int seed)
        {
            List<double> trace = [];
            Trial.Run(Of(name) with { Limit = 3, Every = 1 }, new Adam(0.01), seed, CancellationToken.None, (_, measure) => trace.Add(measure));
            return trace;
        }
    }

    [Fact]
    public void The_estimate_of_the_diagonal_is_that_of_the_Hessian_in_the_mean()
    {
        const int draws = 500;
        var training = Start("Rosenbrock", seed: 1);
        Parameter[] parameters = [.. training.Blocks.Select(block => block.Parameter)];
        var theta = training.Blocks[0].Values.ToArray();
        var inputs = new Inputs(training, parameters, new AdaHessian(), seed: 1);
        training.Gradients();
        var gradient = training.Blocks[0].Gradient.ToArray();
        var mean = new double[theta.Length];
        for (var draw = 0; draw < draws; draw++)
        {
            var estimate = inputs.At(draw, 0).HessianDiagonal![0].Gradients<float>();
            for (var i = 0; i < mean.Length; i++)
                mean[i] += estimate[i] / draws;
        }

        training.Blocks[0].Values.Should().Equal(theta);
        training.Blocks[0].Gradient.Should().Equal(gradient);
        for (var i = 1; i < mean.Length - 1; i++)
        {
            // The elements beside the diagonal are −400θ: their signs are drawn, and five times their deviation is left to them.
            var noise = 5 * 400 * Math.Sqrt(((theta[i] * theta[i]) + (theta[i - 1] * theta[i - 1])) / draws);
            mean[i].Should().BeApproximately((1200 * theta[i] * theta[i]) - (400 * theta[i + 1]) + 202, noise + 5);
        }
    }

    [Fact]
    public void The_second_gradient_is_of_this_batch_at_the_point_before()
    {
        var training = Start("noisy quadratic", seed: 1);
        var optimizer = new ExactMars();
        Parameter[] parameters = [.. training.Blocks.Select(block => block.Parameter)];
        var inputs = new Inputs(training, parameters, optimizer, seed: 1);
        var before = training.Blocks[0].Values.ToArray();
        optimizer.Step(parameters, inputs.At(0, training.Gradients()));
        var here = training.Blocks[0].Values.ToArray();
        training.Draw();
        var loss = training.Gradients();

        var second = inputs.At(1, loss).SecondGradient![0].Gradients<float>().ToArray();

        training.Blocks[0].Values.Should().Equal(here);
        before.CopyTo(training.Blocks[0].Values, 0);
        training.Gradients();
        second.Should().Equal(training.Blocks[0].Gradient).And.NotEqual(new float[second.Length]);
    }

    private static Training Start(string name, int seed)
    {
        var training = Of(name).Start(seed);
        training.Draw();
        return training;
    }

    private static Problem Of(string name) => Problem.All.Single(problem => problem.Name == name);
}
