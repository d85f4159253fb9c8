using MathNet.Numerics.LinearAlgebra;
using Optimizers.Curvature;

namespace Optimizers.Tests.Curvature.Operators;

public sealed class BlockOperatorTests
{
    private static readonly TinyNetwork Network = new(softmax: true, seed: 1);

    private static SymmetricOperator Hessian => new HessianOperator(Network.Objective, Network.Theta.AsArray());

    [Theory]
    [InlineData("w1")]
    [InlineData("b1")]
    [InlineData("w2")]
    [InlineData("b2")]
    [InlineData("w1", "b1")]
    [InlineData("w2", "b2")]
    [InlineData("b2", "w1")]
    [InlineData("w1", "b1", "w2", "b2")]
    public void A_layer_of_a_network_has_the_block_of_its_Hessian(params string[] names)
    {
        var full = Network.Hessian();
        int[] places = [.. names.SelectMany(name => Enumerable.Range(0, full.RowCount).ToArray()[TinyNetwork.Layout.RangeOf(name)])];

        var block = Hessian.Block(TinyNetwork.Layout, names);

        block.Dimension.Should().Be(places.Length);
        Dense.Of(block).ShouldBe(Matrix<double>.Build.Dense(places.Length, places.Length, (i, j) => full[places[i], places[j]]), 1e-15);
    }

    [Fact]
    public void Coordinates_come_in_the_order_that_was_asked_for()
    {
        var full = Network.Hessian();
        int[] places = [20, 3, 4, 5, 2, 0, 30];

        Dense.Of(Hessian.Block(places)).ShouldBe(
            Matrix<double>.Build.Dense(places.Length, places.Length, (i, j) => full[places[i], places[j]]), 1e-15);
    }

    [Fact]
    public void Without_a_product_a_block_is_within_the_error_that_it_states()
    {
        var hessian = new HessianOperator(Network.WithoutProduct, Network.Theta.AsArray());
        var block = hessian.Block(TinyNetwork.Layout, "w1");
        var v = Dense.RandomVector(block.Dimension, seed: 2);
        var exact = Network.Hessian().SubMatrix(TinyNetwork.W1, block.Dimension, TinyNetwork.W1, block.Dimension) * v;

        var error = (block.Multiply(v) - exact).L2Norm() / v.L2Norm();

        block.IsExact.Should().BeFalse();
        error.Should().BePositive().And.BeLessThanOrEqualTo(block.ProductError);
        block.ProductError.Should().BeLessThan(1e-6);
        hessian.Evaluations.Gradients.Should().BePositive();
        hessian.Evaluations.Products.Should().Be(0);
    }

    [Fact]
    public void A_block_of_nothing_has_no_dimension()
    {
        Hessian.Block(3..3).Dimension.Should().Be(0);
        Hessian.Block([]).Dimension.Should().Be(0);
        Hessian.Block(TinyNetwork.Layout).Multiply(Vector<double>.Build.Dense(0)).Count.Should().Be(0);
    }

    [Fact]
    public void What_is_not_there_is_refused()
    {
        FluentActions.Invoking(() => Hessian.Block(30..40)).Should().Throw<ArgumentOutOfRangeException>();
        Refusal.Of<ArgumentException>(() => Hessian.Block([0, 31]), "coordinates", "31", "30");
        Refusal.Of<ArgumentException>(() => Hessian.Block([-1]), "coordinates", "-1");
        Refusal.Of<ArgumentException>(() => Hessian.Block([4, 5, 4]), "coordinates", "4", "twice");
        Refusal.Of<ArgumentException>(() => Hessian.Block(TinyNetwork.Layout, "w3"), "name", "w3", "w1");
        Refusal.Of<ArgumentException>(() => Hessian.Block(TinyNetwork.Layout, "w1", "w1"), "names", "w1", "twice");
        Refusal.Of<ArgumentException>(() => Hessian.Block(ParameterLayout.Empty.Add("w", 7), "w"), "layout", "7", "31");
    }
}
