using MathNet.Numerics.LinearAlgebra;

namespace WhyItFails.Tests;

public sealed class NetworkObjectiveTests
{
    [Fact]
    public void The_product_is_the_exact_Hessian_times_the_vector()
    {
        var network = SmallNetwork.Random(5, 4, 3, seed: 1);
        var examples = SmallNetwork.Examples(5, 3, 11, seed: 2);
        var objective = new NetworkObjective(network, examples);
        var hessian = ExactHessian.Compute(network, examples);
        var random = new Random(3);
        for (var i = 0; i < 3; i++)
        {
            var v = Vector<double>.Build.Dense(network.ParameterCount, _ => random.NextDouble() - 0.5);
            var product = new double[v.Count];

            objective.Product(network.ToVector().AsArray(), v.AsArray(), product);

            (Vector<double>.Build.Dense(product) - hessian * v).L2Norm().Should().BeLessThan(1e-14 * hessian.FrobeniusNorm());
        }
    }

    [Fact]
    public void Loss_gradient_and_Hessian_are_those_of_the_parameters_that_are_asked_for()
    {
        var (one, other) = (SmallNetwork.Random(4, 3, 3, seed: 4), SmallNetwork.Random(4, 3, 3, seed: 5));
        var examples = SmallNetwork.Examples(4, 3, 9, seed: 6);
        var objective = new NetworkObjective(one, examples);
        var gradient = new double[one.ParameterCount];
        foreach (var network in new[] { one, other, one })
        {
            var pass = new Backpropagation(network, examples.Count);
            var loss = pass.Gradient(examples);
            var theta = network.ToVector().AsArray();

            objective.Loss(theta).Should().Be(loss);
            objective.Gradient(theta, gradient);
            gradient.Should().Equal(pass.ToVector());
            objective.Hessian(theta, out var error).Equals(ExactHessian.Compute(network, examples)).Should().BeTrue();
            error.Should().Be(0);
        }
    }

    [Fact]
    public void The_layout_names_every_parameter()
    {
        var layout = NetworkObjective.LayoutOf(new Network(3, 2, 4));
        layout.Length.Should().Be(new Network(3, 2, 4).ParameterCount);
        layout.Describe(layout.IndexOf("W\u2082", 3, 1)).Should().Be("W\u2082[3,1]");
    }
}
