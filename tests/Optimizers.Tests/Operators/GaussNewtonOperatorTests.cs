using MathNet.Numerics.LinearAlgebra;
using Optimizers.Curvature;

namespace Optimizers.Tests.Curvature.Operators;

public sealed class GaussNewtonOperatorTests
{
    private const int Rows = TinyNetwork.Examples * TinyNetwork.Outputs;

    private static SymmetricOperator Of(TinyNetwork network, bool withOutputHessian)
    {
        var m = network.OutputHessian();
        return SymmetricOperator.GaussNewton(
            network.Theta.Count, Rows, network.JacobianProduct, network.TransposedProduct,
            withOutputHessian ? u => m * u : null, TinyNetwork.Examples);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void It_is_the_dense_mean_of_JᵀMJ(bool softmax)
    {
        var network = new TinyNetwork(softmax, seed: 2);
        var j = Matrix<double>.Build.DenseOfColumnVectors(
            Enumerable.Range(0, network.Theta.Count).Select(i => network.JacobianProduct(TinyNetwork.Unit(network.Theta.Count, i))));

        var g = Of(network, softmax);

        Dense.Of(g).ShouldBe(j.Transpose() * network.OutputHessian() * j / TinyNetwork.Examples);
        (g.IsExact, g.ProductError).Should().Be((true, 0));
    }

    /// <summary>The outputs are linear in the last layer, where the network has no curvature of its own.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void On_the_last_layer_it_is_the_Hessian_and_elsewhere_it_is_not(bool softmax)
    {
        var network = new TinyNetwork(softmax, seed: 3);
        var hessian = new HessianOperator(network.Objective, network.Theta.AsArray());

        var difference = Dense.Of(Of(network, softmax)) - Dense.Of(hessian);

        var (start, length) = (TinyNetwork.W2, network.Theta.Count - TinyNetwork.W2);
        difference.SubMatrix(start, length, start, length).ShouldBe(Matrix<double>.Build.Dense(length, length), 1e-15);
        difference.SubMatrix(0, start, 0, start).Enumerate().Max(Math.Abs).Should().BeGreaterThan(0.01);
    }

    [Fact]
    public void It_has_no_negative_curvature_where_the_Hessian_has()
    {
        var network = new TinyNetwork(softmax: true, seed: 4);

        Spectrum.Jacobi(network.Hessian())[0].Should().BeLessThan(-1e-3);
        Spectrum.Jacobi(Dense.Of(Of(network, withOutputHessian: true)))[0].Should().BeGreaterThan(-1e-15);
    }

    [Fact]
    public void A_transposed_product_that_is_not_the_adjoint_fails_the_symmetry_test()
    {
        var network = new TinyNetwork(softmax: false, seed: 5);
        var wrong = SymmetricOperator.GaussNewton(network.Theta.Count, Rows, network.JacobianProduct, u =>
        {
            var result = network.TransposedProduct(u);
            result[7] *= 1.001;
            return result;
        });

        SymmetryTest.Run(Of(network, withOutputHessian: false)).IsSymmetric.Should().BeTrue();
        SymmetryTest.Run(wrong).IsSymmetric.Should().BeFalse();
    }

    [Fact]
    public void Products_of_the_wrong_length_are_told_by_name()
    {
        static Vector<double> Long(int n) => Vector<double>.Build.Dense(n);
        var v = Long(3);
        void Fails(SymmetricOperator g, string name) => FluentActions.Invoking(() => g.Multiply(v)).Should().Throw<InvalidOperationException>()
            .Which.Message.Should().Contain(name).And.Contain("must have");
        Fails(SymmetricOperator.GaussNewton(3, 5, _ => Long(4), _ => Long(3)), "Jv has 4");
        Fails(SymmetricOperator.GaussNewton(3, 5, _ => Long(5), _ => Long(4)), "Jᵀu has 4");
        Fails(SymmetricOperator.GaussNewton(3, 5, _ => Long(5), _ => Long(3), _ => Long(6)), "Mu has 6");
        Fails(SymmetricOperator.GaussNewton(3, 5, _ => null!, _ => Long(3)), "Jv has no");
        Refusal.Of<ArgumentOutOfRangeException>(() => _ = SymmetricOperator.GaussNewton(3, 5, Same, Same, examples: 0), "examples", "0");
        Refusal.Of<ArgumentOutOfRangeException>(() => _ = SymmetricOperator.GaussNewton(3, -5, Same, Same), "outputs", "-5");
        Refusal.Of<ArgumentNullException>(() => _ = SymmetricOperator.GaussNewton(3, 5, null!, Same), "jacobianProduct");

        static Vector<double> Same(Vector<double> x) => x;
    }
}
