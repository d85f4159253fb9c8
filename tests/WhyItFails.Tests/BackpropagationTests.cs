using MathNet.Numerics.LinearAlgebra;

namespace WhyItFails.Tests;

public sealed class BackpropagationTests
{
    [Theory]
    [InlineData(2, 3, 2, 4)]
    [InlineData(5, 4, 3, 7)]
    [InlineData(64, 32, 10, 50)]
    public void The_forward_pass_agrees_with_plain_loops(int inputs, int hidden, int outputs, int count)
    {
        var network = SmallNetwork.Random(inputs, hidden, outputs, seed: 1);
        var examples = SmallNetwork.Examples(inputs, outputs, count, seed: 2);
        var pass = new Backpropagation(network, count);

        pass.Loss(examples).Should().BeApproximately(ScalarNetwork.Loss(network, examples), 1e-12);

        for (var n = 0; n < count; n++)
        {
            var expected = ScalarNetwork.Probabilities(network, a => examples.Images[a, n]);
            for (var k = 0; k < outputs; k++)
                pass.Probabilities[k, n].Should().BeApproximately(expected[k], 1e-13);
        }
    }

    [Theory]
    [InlineData(2, 3, 2, 4)]
    [InlineData(5, 4, 3, 7)]
    [InlineData(3, 1, 4, 5)]
    public void The_gradient_agrees_with_central_differences_of_the_loss(int inputs, int hidden, int outputs, int count)
    {
        var network = SmallNetwork.Random(inputs, hidden, outputs, seed: 3);
        var examples = SmallNetwork.Examples(inputs, outputs, count, seed: 4);
        var pass = new Backpropagation(network, count);
        var differences = SmallNetwork.CentralDifferences(network, () => Vector<double>.Build.Dense(1, ScalarNetwork.Loss(network, examples)));

        pass.Gradient(examples);

        (pass.ToVector() - differences.Row(0)).AbsoluteMaximum().Should().BeLessThan(1e-9);
        pass.ToVector().AbsoluteMaximum().Should().BeGreaterThan(0.01);
    }

    [Fact]
    public void The_gradient_has_the_shapes_of_the_parameters_and_keeps_its_storage()
    {
        var network = SmallNetwork.Random(5, 4, 3, seed: 5);
        var examples = SmallNetwork.Examples(5, 3, 6, seed: 6);
        var pass = new Backpropagation(network, 6);
        var storage = (pass.DW1, pass.DB1, pass.DW2, pass.DB2);

        pass.Gradient(examples);
        pass.Gradient(examples);

        (pass.DW1, pass.DB1, pass.DW2, pass.DB2).Should().Be(storage);
        (pass.DW1.RowCount, pass.DW1.ColumnCount, pass.DB1.Count).Should().Be((4, 5, 4));
        (pass.DW2.RowCount, pass.DW2.ColumnCount, pass.DB2.Count).Should().Be((3, 4, 3));
    }

    [Fact]
    public void At_all_zero_weights_only_the_output_bias_has_a_gradient()
    {
        var network = new Network(5, 4, 3);
        var pass = new Backpropagation(network, 8);

        pass.Gradient(SmallNetwork.Examples(5, 3, 8, seed: 7)).Should().BeApproximately(Math.Log(3), 1e-15);

        pass.DW1.Enumerate().Should().OnlyContain(value => value == 0);
        pass.DB1.Should().OnlyContain(value => value == 0);
        pass.DW2.Enumerate().Should().OnlyContain(value => value == 0);
        pass.DB2.L2Norm().Should().BeGreaterThan(0.01);
    }

    [Fact]
    public void Large_outputs_do_not_overflow()
    {
        var network = new Network(1, 1, 2);
        network.B2[0] = 1000;
        var examples = new Examples(Matrix<double>.Build.Dense(1, 1), [1]);
        var pass = new Backpropagation(network, 1);

        pass.Gradient(examples).Should().Be(1000);
        pass.DB2.Should().Equal(1, -1);
    }

    [Fact]
    public void The_accuracy_is_the_share_of_labels_that_are_most_probable()
    {
        var network = new Network(1, 1, 2);
        network.B2[1] = 1;
        var examples = new Examples(Matrix<double>.Build.Dense(1, 4), [1, 0, 1, 1]);

        new Backpropagation(network, 4).Accuracy(examples).Should().Be(0.75);
    }

    [Fact]
    public void Another_number_of_examples_is_refused() =>
        new Backpropagation(new Network(2, 3, 2), 4).Invoking(pass => pass.Gradient(SmallNetwork.Examples(2, 2, 5, seed: 8)))
            .Should().Throw<ArgumentException>().WithMessage("*5 examples*pass over 4*");
}
