using CsCheck;
using MathNet.Numerics.LinearAlgebra;
using Optimizers.Curvature;

namespace Optimizers.Tests.Curvature.Operators;

public sealed class SymmetryTestTests
{
    [Fact]
    public void Symmetric_matrices_of_every_size_and_scale_pass() =>
        Gen.Select(Gen.Int[0, 40], Gen.Int[0, 1_000_000], Gen.Double[-250, 250]).Sample(
            (n, seed, digits) => SymmetryTest.Run(
                SymmetricOperator.FromMatrix(Math.Pow(10, digits) * Dense.RandomSymmetric(n, seed)), seed: seed).IsSymmetric.Should().BeTrue(),
            iter: 300);

    [Fact]
    public void One_entry_that_is_off_by_a_billionth_is_found_at_every_scale() =>
        Gen.Select(Gen.Int[2, 40], Gen.Int[0, 1_000_000], Gen.Double[-250, 250]).Sample(
            (n, seed, digits) =>
            {
                var a = Dense.RandomSymmetric(n, seed);
                a[n - 1, 0] += 1e-6;

                SymmetryTest.Run(SymmetricOperator.FromMatrix(Math.Pow(10, digits) * a), seed: seed).IsSymmetric.Should().BeFalse();
            },
            iter: 300);

    [Fact]
    public void Graded_matrices_pass()
    {
        var scale = Vector<double>.Build.Dense(30, i => Math.Pow(10, -i / 2.0));

        SymmetryTest.Run(SymmetricOperator.FromMatrix(Dense.RandomSymmetric(30, 1)).Scale(scale)).IsSymmetric.Should().BeTrue();
    }

    [Fact]
    public void Products_by_differences_pass_within_their_error_and_a_wrong_gradient_does_not()
    {
        var network = new TinyNetwork(softmax: true, seed: 7);
        var wrong = Objective.Create(network.Loss, p =>
        {
            var sum = Vector<double>.Build.Dense(p.Count);
            for (var k = 0; k < TinyNetwork.Examples; k++)
                sum += network.GradientOfExample(p, k) / TinyNetwork.Examples;
            sum[3] *= 1.01;
            return sum;
        });

        var right = SymmetryTest.Run(new HessianOperator(network.WithoutProduct, network.Theta.AsArray()));
        right.IsSymmetric.Should().BeTrue();
        right.ProductErrorPart.Should().BePositive();
        right.Asymmetry.Should().BePositive("products by differences are never quite symmetric");
        SymmetryTest.Run(new HessianOperator(wrong, network.Theta.AsArray())).IsSymmetric.Should().BeFalse();
    }

    [Fact]
    public void The_numbers_are_those_of_the_vectors()
    {
        var a = Dense.Random(6, 6, seed: 8);
        var seen = new List<Vector<double>>();
        var test = SymmetryTest.Run(SymmetricOperator.Create(6, x =>
        {
            seen.Add(x.Clone());
            return a * x;
        }), pairs: 1, seed: 5);

        seen.Should().HaveCount(2);
        var (v, u) = (seen[0], seen[1]);
        test.First.Should().BeApproximately(u * (a * v), 1e-14);
        test.Second.Should().BeApproximately(v * (a * u), 1e-14);
        test.Asymmetry.Should().BeApproximately(Math.Abs(u * ((a - a.Transpose()) * v)), 1e-14);
        test.Bound.Should().BeApproximately(
            SymmetryTest.DefaultRounding(6) * ((u.L2Norm() * (a * v).L2Norm()) + (v.L2Norm() * (a * u).L2Norm())), 1e-24);
        test.Pairs.Should().Be(1);
    }

    [Fact]
    public void The_worst_pair_is_shown_and_each_takes_two_products()
    {
        var a = SymmetricOperator.FromMatrix(Dense.Random(5, 5, seed: 9));

        var test = SymmetryTest.Run(a, pairs: 4, seed: 1);

        a.Products.Should().Be(8);
        test.Pairs.Should().Be(4);
        test.Asymmetry.Should().BeGreaterThanOrEqualTo(SymmetryTest.Run(a, pairs: 1, seed: 1).Asymmetry);
    }

    [Fact]
    public void The_pair_that_comes_nearest_to_its_bound_or_exceeds_it_most_is_shown()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var a = SymmetricOperator.FromMatrix(Dense.Random(5, 5, seed));
            var alone = Enumerable.Range(0, 4).Select(pair => SymmetryTest.Run(a, pairs: 1, seed + (2 * pair), rounding: 0.2)).ToArray();

            var shown = SymmetryTest.Run(a, pairs: 4, seed, rounding: 0.2);

            (shown.Asymmetry - shown.Bound).Should().Be(alone.Max(each => each.Asymmetry - each.Bound));
        }
    }

    [Fact]
    public void What_rests_on_symmetry_gets_an_exception_with_the_numbers()
    {
        var a = SymmetricOperator.FromMatrix(Matrix<double>.Build.DenseOfArray(new double[,] { { 1, 2 }, { 3, 4 } }));

        Refusal.Of<ArgumentException>(() => SymmetryTest.ThrowIfNotSymmetric(a), "symmetricOperator", "not symmetric", "uᵀAv = ", "vᵀAu = ");
        SymmetryTest.ThrowIfNotSymmetric(a.Add(SymmetricOperator.FromMatrix(
            Matrix<double>.Build.DenseOfArray(new double[,] { { 0, 1 }, { 0, 0 } })))).IsSymmetric.Should().BeTrue();
    }

    [Fact]
    public void Single_precision_passes_with_the_rounding_that_it_has()
    {
        var a = Dense.RandomSymmetric(20, seed: 10);
        var single = SymmetricOperator.Create(20, v => (a * v).Map(x => (double)(float)x));

        SymmetryTest.Run(single, rounding: 1e-12).IsSymmetric.Should().BeFalse();
        SymmetryTest.Run(single, rounding: 1e-5).IsSymmetric.Should().BeTrue();
        SymmetryTest.Run(single).IsSymmetric.Should().BeTrue("every entry of a product is a float");
        SymmetryTest.Run(SymmetricOperator.Create(20, v => (a * v).Map(x => x + (1e-7 * v[0])))).IsSymmetric.Should().BeFalse();
    }

    [Fact]
    public void Bad_input_is_refused_and_cancellation_is_heard()
    {
        var a = SymmetricOperator.FromMatrix(Dense.RandomSymmetric(3, seed: 11));
        Refusal.Of<ArgumentOutOfRangeException>(() => SymmetryTest.Run(a, pairs: 0), "pairs", "0");
        Refusal.Of<ArgumentOutOfRangeException>(() => SymmetryTest.Run(a, rounding: 1), "rounding", "1");
        Refusal.Of<ArgumentNullException>(() => SymmetryTest.Run(null!), "symmetricOperator");
        FluentActions.Invoking(() => SymmetryTest.Run(a, cancellation: new(true))).Should().Throw<OperationCanceledException>();
        a.Products.Should().Be(0);
    }
}
