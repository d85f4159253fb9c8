using MathNet.Numerics.LinearAlgebra;
using Optimizers.Curvature;

namespace Optimizers.Tests.Curvature.Operators;

public sealed class HessianOperatorTests
{
    private static readonly TinyNetwork Network = new(softmax: true, seed: 12);

    [Fact]
    public void It_is_the_Hessian_and_counts_what_its_products_cost()
    {
        var objective = Network.Objective;
        _ = objective.Loss(Network.Theta.AsArray());
        var hessian = new HessianOperator(objective, Network.Theta.AsArray());

        Dense.Of(hessian).ShouldBe(Network.Hessian(), 0);

        hessian.Evaluations.Should().Be(new EvaluationCounts(0, 0, Network.Theta.Count, 0));
        (hessian.IsExact, hessian.ProductError).Should().Be((true, 0));
    }

    [Fact]
    public void The_nearest_kink_that_any_product_saw_is_kept()
    {
        var objective = Objective.Create(
            p => Math.Abs(p[0] - 3e-6) + (p[0] * p[0] * p[1]) + (p[1] * p[1]),
            p => Vector<double>.Build.Dense([Math.Sign(p[0] - 3e-6) + (2 * p[0] * p[1]), (p[0] * p[0]) + (2 * p[1])]));
        var hessian = new HessianOperator(objective, [0.0, 0.1]);
        hessian.Multiply(Vector<double>.Build.Dense([0.0, 1]));
        hessian.KinkDistance.Should().Be(double.PositiveInfinity);
        for (var axis = 0; axis < 2; axis++)
        {
            hessian.Multiply(Vector<double>.Build.Dense(2, k => k == axis ? 1 : 0));
            hessian.KinkDistance.Should().BeInRange(3e-6, 3e-4);
        }
    }

    [Fact]
    public void By_differences_it_is_within_the_error_that_it_states_for_vectors_of_any_length()
    {
        var hessian = new HessianOperator(Network.WithoutProduct, Network.Theta.AsArray());
        var exact = Network.Hessian();
        foreach (var length in (double[])[1, 1e-200, 1e150])
        {
            var v = Dense.RandomVector(exact.RowCount, seed: 1).Normalize(2) * length;

            var off = ((hessian.Multiply(v) / length) - (exact * (v / length))).L2Norm();

            off.Should().BeLessThanOrEqualTo(hessian.ProductError);
        }

        hessian.ProductError.Should().BeInRange(1e-14, 1e-6);
        hessian.IsExact.Should().BeFalse();
        hessian.Multiply(Vector<double>.Build.Dense(exact.RowCount)).AbsoluteMaximum().Should().Be(0);
        hessian.ProductError.Should().BeLessThan(1e-6, "a vector of zeros has no error");
    }

    [Fact]
    public void Theta_is_copied_and_must_be_finite()
    {
        var theta = Network.Theta.ToArray();
        var hessian = new HessianOperator(Network.Objective, theta);
        Array.Clear(theta);

        Dense.Of(hessian).ShouldBe(Network.Hessian(), 0);
        Refusal.Of<ArgumentException>(() => _ = new HessianOperator(Network.Objective, [0, double.NaN]), "theta", "Entry 1", "NaN");
        Refusal.Of<ArgumentNullException>(() => _ = new HessianOperator(null!, []), "objective");
    }

    [Fact]
    public void In_single_precision_a_product_of_the_caller_is_not_exact_and_says_by_how_much()
    {
        var h = Network.Hessian();
        var objective = Objective.Create(
            p => (float)(0.5 * (p * (h * p))), p => (h * p).Map(Single), (_, v) => (h * v).Map(Single), options: new() { SinglePrecision = true });
        var hessian = new HessianOperator(objective, Network.Theta.AsArray());
        var v = Dense.RandomVector(h.RowCount, seed: 3);

        var off = (hessian.Multiply(v) - (h * v)).L2Norm() / v.L2Norm();

        hessian.IsExact.Should().BeFalse();
        off.Should().BePositive().And.BeLessThanOrEqualTo(hessian.ProductError);
        hessian.ProductError.Should().BeLessThan(1e-4 * (h * v).L2Norm() / v.L2Norm());
        SymmetryTest.Run(hessian).IsSymmetric.Should().BeTrue();

        static double Single(double x) => (float)x;
    }
}
