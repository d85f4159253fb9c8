using MathNet.Numerics.LinearAlgebra;

namespace WhyItFails.Tests;

public sealed class ExactHessianTests
{
    [Theory]
    [InlineData(2, 3, 2, 4)]
    [InlineData(5, 4, 3, 7)]
    [InlineData(3, 1, 4, 5)]
    [InlineData(6, 2, 5, 1)]
    public void It_agrees_with_central_differences_of_the_gradient(int inputs, int hidden, int outputs, int count)
    {
        var network = SmallNetwork.Random(inputs, hidden, outputs, seed: 1);
        var examples = SmallNetwork.Examples(inputs, outputs, Math.Max(count, 1), seed: 2);
        var pass = new Backpropagation(network, count);
        var differences = SmallNetwork.CentralDifferences(network, () =>
        {
            pass.Gradient(examples);
            return pass.ToVector();
        });

        var hessian = ExactHessian.Compute(network, examples);

        (hessian - differences).Enumerate().Max(Math.Abs).Should().BeLessThan(1e-9);
        var first = hidden * (inputs + 1);
        var second = network.ParameterCount - first;
        foreach (var block in (Matrix<double>[])[
            hessian.SubMatrix(0, first, 0, first), hessian.SubMatrix(0, first, first, second), hessian.SubMatrix(first, second, first, second)])
            block.Enumerate().Max(Math.Abs).Should().BeGreaterThan(0.001);
    }

    [Fact]
    public void It_is_symmetric_to_the_bit_on_the_digits()
    {
        var hessian = ExactHessian.Compute(Network.Random(64, 32, 10, seed: 3), Subset(Digits.Load(seed: 3).Train, 100));

        hessian.RowCount.Should().Be(2410);
        hessian.Equals(hessian.Transpose()).Should().BeTrue();
    }

    [Fact]
    public void On_the_digits_it_agrees_with_the_gradients_change_along_a_direction()
    {
        var network = Network.Random(64, 32, 10, seed: 4);
        var examples = Digits.Load(seed: 4).Test;
        var pass = new Backpropagation(network, examples.Count);
        var theta = network.ToVector();
        var random = new Random(5);
        var direction = Vector<double>.Build.Dense(theta.Count, _ => random.NextDouble() - 0.5).Normalize(2);
        Vector<double> GradientAt(double alpha)
        {
            network.Assign(theta + alpha * direction);
            pass.Gradient(examples);
            return pass.ToVector();
        }
        var change = (GradientAt(1e-4) - GradientAt(-1e-4)) / 2e-4;
        network.Assign(theta);

        var product = ExactHessian.Compute(network, examples) * direction;

        (product - change).L2Norm().Should().BeLessThan(1e-7 * change.L2Norm());
    }

    /// <summary>
    /// At zero weights h = 0 and W₂ = 0 leave of the Hessian: the mean of δₖxₐ between W₁[i,a] and W₂[k,i] of the same hidden unit i, of δₖ between
    /// b₁[i] and W₂[k,i], and diag p − ppᵀ between the output biases.
    /// </summary>
    [Fact]
    public void At_all_zero_weights_it_has_its_analytic_structure()
    {
        const int inputs = 4, hidden = 3, outputs = 3, count = 9;
        var network = new Network(inputs, hidden, outputs);
        network.B2.SetValues([0.3, -0.2, 0.1]);
        var examples = SmallNetwork.Examples(inputs, outputs, count, seed: 6);
        var p = ScalarNetwork.Probabilities(network, _ => 0);
        double Delta(int k, int n) => p[k] - (examples.Labels[n] == k ? 1 : 0);
        var expected = Matrix<double>.Build.Dense(network.ParameterCount, network.ParameterCount);
        for (var i = 0; i < hidden; i++)
            for (var k = 0; k < outputs; k++)
                for (var a = 0; a <= inputs; a++)
                {
                    var (first, second) = (i + hidden * a, hidden * (inputs + 1) + k + outputs * i);
                    for (var n = 0; n < count; n++)
                        expected[first, second] += Delta(k, n) * (a < inputs ? examples.Images[a, n] : 1) / count;
                    expected[second, first] = expected[first, second];
                }
        var bias = hidden * (inputs + 1) + outputs * hidden;
        for (var k = 0; k < outputs; k++)
            for (var l = 0; l < outputs; l++)
                expected[bias + k, bias + l] = (k == l ? p[k] : 0) - p[k] * p[l];

        var hessian = ExactHessian.Compute(network, examples);

        (hessian - expected).Enumerate().Max(Math.Abs).Should().BeLessThan(1e-15);
        hessian.Enumerate().Zip(expected.Enumerate()).Where(pair => pair.Second == 0).Should().OnlyContain(pair => pair.First == 0);
    }

    private static Examples Subset(Examples examples, int count) =>
        new(examples.Images.SubMatrix(0, examples.Images.RowCount, 0, count), examples.Labels[..count]);
}
