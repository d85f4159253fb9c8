using CsCheck;
using MathNet.Numerics.LinearAlgebra;
using Optimizers.Curvature;
using Optimizers.Tests.Curvature.Operators;
using Measure = Optimizers.Curvature.Sharpness;

namespace Optimizers.Tests.Curvature.Sharpness;

public sealed class AscentTests
{
    private static Objective Quadratic(Matrix<double> h, Vector<double> minimum, double least = 0) => Objective.Create(
        p => least + (0.5 * ((p - minimum) * (h * (p - minimum)))), p => h * (p - minimum), (_, v) => h * v);

    [Fact]
    public void On_a_quadratic_the_ascent_is_its_closed_form() => Gen.Select(Gen.Int[1, 12], Gen.Int[0, 1_000_000], Gen.Double[-3, 1]).Sample(
        (n, seed, digits) =>
        {
            var (h, theta, rho) = (Dense.RandomSymmetric(n, seed), Dense.RandomVector(n, seed + 1), Math.Pow(10, digits));
            var objective = Quadratic(h, Dense.RandomVector(n, seed + 2));
            var g = h * (theta - Dense.RandomVector(n, seed + 2));
            var expected = (rho * g.L2Norm()) + (0.5 * rho * rho * (g * (h * g)) / (g * g));

            var value = Measure.Ascend(objective, theta.AsArray(), rho);

            value.Value.Should().BeApproximately(expected, 1e-12 * (1 + rho * rho));
            value.Lower.Should().BeInRange(Math.Max(0, value.Value - (1e-12 * (1 + rho * rho))), Math.Max(0, value.Value));
            value.Upper.Should().Be(double.PositiveInfinity);
            value.Cost.Should().Be(new EvaluationCounts(2, 1, 0, 0));
        },
        iter: 200);

    [Fact]
    public void On_a_quadratic_the_adaptive_ascent_is_its_closed_form() => Gen.Select(Gen.Int[1, 12], Gen.Int[0, 1_000_000], Gen.Bool).Sample(
        (n, seed, withOffset) =>
        {
            var (h, theta, rho, eta) = (Dense.RandomSymmetric(n, seed), Dense.RandomVector(n, seed + 1), 0.3, withOffset ? 0.2 : 0);
            var g = h * (theta - Dense.RandomVector(n, seed + 2));
            var t = theta.Map(x => Math.Abs(x) + eta);
            var epsilon = rho * t.PointwisePower(2).PointwiseMultiply(g) / t.PointwiseMultiply(g).L2Norm();

            var value = Measure.AscendAdaptively(Quadratic(h, Dense.RandomVector(n, seed + 2)), theta.AsArray(), rho, eta);

            value.Value.Should().BeApproximately((g * epsilon) + (0.5 * (epsilon * (h * epsilon))), 1e-12);
            epsilon.PointwiseDivide(t).L2Norm().Should().BeApproximately(rho, 1e-12);
        },
        iter: 200);

    /// <summary>L = (w₁w₂x − y)² stays the same when w₁ is scaled by c and w₂ by 1/c.</summary>
    [Theory]
    [InlineData(3)]
    [InlineData(0.01)]
    public void The_adaptive_ascent_is_invariant_to_scale_and_the_plain_one_is_not(double c)
    {
        var objective = Objective.Create(
            p => Math.Pow((p[0] * p[1] * 1.5) - 2, 2),
            p => Vector<double>.Build.Dense([2 * ((p[0] * p[1] * 1.5) - 2) * p[1] * 1.5, 2 * ((p[0] * p[1] * 1.5) - 2) * p[0] * 1.5]));
        double[] theta = [0.8, 1.3], scaled = [0.8 * c, 1.3 / c];

        var adaptive = Measure.AscendAdaptively(objective, theta, 0.1).Value;
        Measure.AscendAdaptively(objective, scaled, 0.1).Value.Should().BeApproximately(adaptive, 1e-13);
        var plain = Measure.Ascend(objective, theta, 0.1).Value;
        Math.Abs(Measure.Ascend(objective, scaled, 0.1).Value - plain).Should().BeGreaterThan(0.1 * plain);
    }

    [Fact]
    public void At_a_minimum_the_ascent_has_no_direction_and_says_so()
    {
        var theta = Dense.RandomVector(4, seed: 1);
        var objective = Quadratic(Matrix<double>.Build.DenseIdentity(4), theta);

        var value = Measure.Ascend(objective, theta.AsArray());

        (value.Value, value.Lower, value.Upper).Should().Be((0, 0, double.PositiveInfinity));
        value.Evidence.Should().Contain("no direction");
        Measure.AscendAdaptively(objective, new double[4]).Evidence.Should().Contain("scaled gradient is 0");
    }

    [Fact]
    public void Gradients_of_any_length_give_a_step_of_the_radius()
    {
        foreach (var slope in (double[])[1e-250, 1e250])
        {
            var visited = new List<double>();
            var objective = Objective.Create(
                p =>
                {
                    visited.Add((p - 1).L2Norm());
                    return slope * p.Sum();
                },
                p => Vector<double>.Build.Dense(p.Count, slope));

            Measure.Ascend(objective, [1, 1, 1], 0.25).Value.Should().BeApproximately(0.25 * Math.Sqrt(3) * slope, 1e-14 * slope);

            visited[^1].Should().BeApproximately(0.25, 1e-15);
        }
    }

    /// <summary>The maximum of a convex quadratic over a box is at one of its 2ⁿ corners.</summary>
    [Fact]
    public void On_a_convex_quadratic_the_box_finds_the_highest_corner() => Gen.Select(Gen.Int[1, 7], Gen.Int[0, 1_000_000]).Sample(
        (n, seed) =>
        {
            var root = Dense.Random(n, n, seed);
            var (h, theta, minimum) = (root.TransposeThisAndMultiply(root), Dense.RandomVector(n, seed + 1), Dense.RandomVector(n, seed + 2));
            const double size = 0.3;
            var loss = (Vector<double> p) => 0.5 * ((p - minimum) * (h * (p - minimum)));
            var highest = Enumerable.Range(0, 1 << n).Max(corner => loss(
                theta + Vector<double>.Build.Dense(n, i => (((corner >> i) & 1) == 0 ? -1 : 1) * size * (Math.Abs(theta[i]) + 1))));

            var value = Measure.MaximizeOverBox(
                Quadratic(h, minimum), theta.AsArray(), new() { BoxSize = size, BoxStarts = 60, Seed = seed });

            var expected = 100 * (highest - loss(theta)) / (1 + loss(theta));
            value.Value.Should().BeApproximately(expected, 1e-10 * expected);
        },
        iter: 60);

    [Fact]
    public void At_the_minimum_itself_random_corners_begin_the_ascent()
    {
        double[] theta = [1, -2, 0];
        var h = Matrix<double>.Build.DenseOfDiagonalArray([1.0, 10, 100]);
        var corner = Vector<double>.Build.Dense([2e-3, 3e-3, 1e-3]);

        var value = Measure.MaximizeOverBox(Quadratic(h, Vector<double>.Build.Dense(theta), least: 3), theta);

        value.Value.Should().BeApproximately(100 * 0.5 * (corner * (h * corner)) / 4, 1e-10);
        value.Lower.Should().BeInRange(0.99 * value.Value, value.Value);
        Measure.MaximizeOverBox(Quadratic(h, Vector<double>.Build.Dense(theta)), theta, new() { BoxStarts = 1 }).Value.Should().Be(0);
    }

    [Fact]
    public void Inside_the_box_a_maximum_that_is_no_corner_is_found()
    {
        var h = -Matrix<double>.Build.DenseIdentity(3);
        double[] theta = [0, 0, 0], maximum = [0.03, -0.02, 0.01];

        var value = Measure.MaximizeOverBox(
            Quadratic(h, Vector<double>.Build.Dense(maximum)), theta, new() { BoxSize = 0.1, BoxIterations = 500 });

        var before = -0.5 * 0.0014;
        value.Value.Should().BeApproximately(100 * 0.0007 / (1 + before), 1e-4 * 0.07);
    }

    [Fact]
    public void In_a_subspace_the_box_has_the_half_widths_of_its_own_coordinates()
    {
        const int n = 12, p = 3, seed = 4;
        var theta = Dense.RandomVector(n, seed: 5);
        var slope = Dense.RandomVector(n, seed: 6);
        var linear = Objective.Create(x => 5 + (slope * x), _ => slope);
        var a = Matrix<double>.Build.DenseOfColumnArrays(
            Enumerable.Range(0, p).Select(j => Column(OrthonormalBasis.Random(n, p, seed), j)));
        (a.TransposeThisAndMultiply(a) - Matrix<double>.Build.DenseIdentity(p)).Enumerate().Max(Math.Abs).Should().BeLessThan(1e-15);
        var (coordinates, along) = (a.TransposeThisAndMultiply(theta), a.TransposeThisAndMultiply(slope));
        var rise = Enumerable.Range(0, p).Sum(j => 0.01 * (Math.Abs(coordinates[j]) + 1) * Math.Abs(along[j]));

        var value = Measure.MaximizeOverBox(linear, theta.AsArray(), new() { BoxSize = 0.01, BoxSubspace = p, Seed = seed });

        value.Value.Should().BeApproximately(100 * rise / (6 + (slope * theta)), 1e-10);
        Measure.MaximizeOverBox(linear, theta.AsArray(), new() { BoxSize = 0.01, BoxSubspace = 99 }).Value.Should().Be(
            Measure.MaximizeOverBox(linear, theta.AsArray(), new() { BoxSize = 0.01 }).Value);

        static double[] Column(OrthonormalBasis basis, int j)
        {
            var column = new double[n];
            basis.AddCombination(1, TinyNetwork.Unit(p, j).AsArray(), column);
            return column;
        }
    }

    [Fact]
    public void Where_the_loss_is_below_minus_one_Keskars_measure_has_no_meaning()
    {
        var value = Measure.MaximizeOverBox(Quadratic(Matrix<double>.Build.DenseIdentity(2), Vector<double>.Build.Dense(2), least: -1), [0, 0]);

        value.Value.Should().Be(double.NaN);
        value.Evidence.Should().Contain("not positive");
    }

    [Fact]
    public void The_same_seed_gives_the_same_bits_and_theta_stays()
    {
        var network = new TinyNetwork(softmax: true, seed: 7);
        var theta = network.Theta.ToArray();
        SharpnessValue Box(int seed) => Measure.MaximizeOverBox(network.Objective, theta, new() { Seed = seed, BoxIterations = 1 });

        Box(3).Value.Should().Be(Box(3).Value);
        theta.Should().Equal(network.Theta);
    }

    [Fact]
    public void Bad_input_is_refused_and_cancellation_is_heard()
    {
        var objective = Quadratic(Matrix<double>.Build.DenseIdentity(2), Vector<double>.Build.Dense(2));
        Refusal.Of<ArgumentNullException>(() => Measure.Ascend(null!, [1, 1]), "objective");
        Refusal.Of<ArgumentException>(() => Measure.Ascend(objective, [1, double.NaN]), "theta", "Entry 1", "NaN");
        Refusal.Of<ArgumentOutOfRangeException>(() => Measure.Ascend(objective, [1, 1], 0), "radius", "0");
        Refusal.Of<ArgumentOutOfRangeException>(() => Measure.AscendAdaptively(objective, [1, 1], offset: -1), "offset", "-1");
        Refusal.Of<ArgumentOutOfRangeException>(() => _ = new SharpnessOptions { BoxSize = 0 }, "BoxSize", "0");
        Refusal.Of<ArgumentOutOfRangeException>(() => _ = new SharpnessOptions { BoxStarts = 0 }, "BoxStarts", "0");
        Refusal.Of<ArgumentOutOfRangeException>(() => _ = new SharpnessOptions { BoxSubspace = 0 }, "BoxSubspace", "0");
        Refusal.Of<ArgumentOutOfRangeException>(() => _ = new SharpnessOptions { TraceProducts = 3 }, "TraceProducts", "3");
        FluentActions.Invoking(() => Measure.MaximizeOverBox(objective, [1, 1], new() { CancellationToken = new(true) }))
            .Should().Throw<OperationCanceledException>();
    }
}
