using MathNet.Numerics.LinearAlgebra;
using Optimizers.Curvature;
using Xunit.Abstractions;

namespace Optimizers.Tests.Curvature.Objectives;

/// <summary>Derivatives made by differences are right, and their estimated errors cover the true ones.</summary>
public class DifferenceTests(ITestOutputHelper output)
{
    private const int Seeds = 60;
    private static readonly VectorBuilder<double> V = Vector<double>.Build;

    public static TheoryData<string> Problems =>
        ["Rosenbrock", "Himmelblau", "Monkey saddle", "Quadratic", "Network", "Far from zero", "Exponentials"];

    private sealed record Problem(
        Func<Vector<double>, double> Loss, Func<Vector<double>, Vector<double>> Gradient,
        Func<Vector<double>, Matrix<double>> Hessian, double[] Theta)
    {
        public static Problem Of(string name, int seed)
        {
            var random = new Random(seed);
            double Next(double size) => size * (2 * random.NextDouble() - 1);
            double[] Some(int n, double size) => [.. Enumerable.Range(0, n).Select(_ => Next(size))];
            Problem Known(TestFunction f, double size) => new(f.Loss, f.Gradient, f.Hessian, Some(2, size));
            switch (name)
            {
                case "Rosenbrock":
                    return Known(TestFunction.Rosenbrock, 2);
                case "Himmelblau":
                    return Known(TestFunction.Himmelblau, 4);
                case "Monkey saddle":
                    return Known(TestFunction.MonkeySaddle, 1e-3);
                case "Quadratic":
                    var a = Spectrum.Rotated(Some(7, 10), Spectrum.RandomOrthogonal(7, seed));
                    var b = V.Dense(Some(7, 1));
                    return new(p => 0.5 * p * (a * p) + b * p + 1, p => a * p + b, _ => a, Some(7, 1));
                case "Network":
                    var network = new TanhNetwork(3, 4, 20, seed);
                    return new(network.Loss, network.Gradient, network.Hessian, network.Theta);
                case "Far from zero":
                    return new(
                        p => Math.Sin(p[0] - 1e4) * p[1] + p[1] * p[1],
                        p => V.Dense([Math.Cos(p[0] - 1e4) * p[1], Math.Sin(p[0] - 1e4) + 2 * p[1]]),
                        p => Matrix<double>.Build.DenseOfArray(
                            new[,] { { -Math.Sin(p[0] - 1e4) * p[1], Math.Cos(p[0] - 1e4) }, { Math.Cos(p[0] - 1e4), 2 } }),
                        [1e4 + Next(1), Next(1)]);
                default:
                    // Curvature over lengths from 0.03 to 30.
                    var k = new[] { 30.0, 3, 0.3, 0.03 };
                    return new(
                        p => k.Select((c, i) => Math.Exp(c * p[i])).Sum(),
                        p => V.Dense(4, i => k[i] * Math.Exp(k[i] * p[i])),
                        p => Matrix<double>.Build.DenseDiagonal(4, 4, i => k[i] * k[i] * Math.Exp(k[i] * p[i])),
                        Some(4, 0.3));
            }
        }

        public double[] Direction(int seed)
        {
            var random = new Random(seed + 1000);
            return [.. Theta.Select(_ => 3 * random.NextDouble() - 1.5)];
        }
    }

    [Theory]
    [MemberData(nameof(Problems))]
    public void A_gradient_from_losses_is_right_to_ten_digits_or_so_and_its_estimate_covers_its_error(string name)
    {
        var (worst, largest, pessimism, evaluations, entries) = (0.0, 0.0, 0.0, 0L, 0L);
        for (var seed = 0; seed < Seeds; seed++)
        {
            var problem = Problem.Of(name, seed);
            var objective = Objective.Create(problem.Loss);
            var gradient = new double[problem.Theta.Length];

            var estimate = objective.Gradient(problem.Theta, gradient);

            var truth = problem.Gradient(V.Dense(problem.Theta));
            var error = (V.Dense(gradient) - truth).L2Norm();
            var scale = truth.L2Norm() + Math.Abs(problem.Loss(V.Dense(problem.Theta)));
            worst = Math.Max(worst, error / estimate);
            largest = Math.Max(largest, error / scale);
            pessimism = Math.Max(pessimism, estimate / scale);
            evaluations += objective.Evaluations.Losses;
            entries += gradient.Length;
        }

        output.WriteLine(
            $"{name}: error/estimate ≤ {worst:G3}, relative error ≤ {largest:G3}, estimate ≤ {pessimism:G3}, "
            + $"{(double)evaluations / entries:F1} losses an entry");
        worst.Should().BeLessThan(1.5);
    }

    [Theory]
    [MemberData(nameof(Problems))]
    public void A_product_from_gradients_costs_seven_to_nineteen_of_them_and_its_estimate_covers_its_error(string name) =>
        Products(name, problem => Objective.Create(problem.Loss, problem.Gradient), _ => new(0, 19, 0, 0), 1.5);

    [Theory]
    [MemberData(nameof(Problems))]
    public void A_product_from_losses_costs_eight_n_of_them_and_its_estimate_covers_its_error(string name) =>
        Products(name, problem => Objective.Create(problem.Loss), n => new(8 * n + 33, 0, 0, 0), 2);

    private void Products(string name, Func<Problem, Objective> make, Func<int, EvaluationCounts> price, double factor)
    {
        var (worst, largest, pessimism) = (0.0, 0.0, 0.0);
        var gradients = 0L;
        for (var seed = 0; seed < Seeds; seed++)
        {
            var problem = Problem.Of(name, seed);
            var objective = make(problem);
            var v = problem.Direction(seed);
            var product = new double[v.Length];

            var estimate = objective.Product(problem.Theta, v, product);

            AtMost(objective.Evaluations, price(v.Length), v.Length);
            gradients += objective.Evaluations.Gradients;
            var hessian = problem.Hessian(V.Dense(problem.Theta));
            var error = (V.Dense(product) - hessian * V.Dense(v)).L2Norm();
            var scale = hessian.FrobeniusNorm() * V.Dense(v).L2Norm();
            worst = Math.Max(worst, error / estimate);
            largest = Math.Max(largest, error / scale);
            pessimism = Math.Max(pessimism, estimate / scale);
        }

        output.WriteLine(
            $"{name}: error/estimate ≤ {worst:G3}, relative error ≤ {largest:G3}, estimate ≤ {pessimism:G3}, "
            + $"{(double)gradients / Seeds:F1} gradients");
        worst.Should().BeLessThan(factor);
    }

    [Theory]
    [MemberData(nameof(Problems))]
    public void A_Hessian_from_gradients_is_symmetric_and_its_estimate_covers_its_error(string name) =>
        Hessians(name, problem => Objective.Create(problem.Loss, problem.Gradient), n => new(0, 18 * n, 0, 0), 1.5);

    [Theory]
    [MemberData(nameof(Problems))]
    public void A_Hessian_from_losses_costs_four_n_squared_of_them_and_its_estimate_covers_its_error(string name) =>
        Hessians(name, problem => Objective.Create(problem.Loss), n => new(4 * n * n + 33, 0, 0, 0), 2);

    // Beside the price, where an entry is small beside the others: a loss, and twelve for every entry at most.
    private static void AtMost(EvaluationCounts counts, EvaluationCounts price, int n)
    {
        (counts with { Losses = price.Losses, Gradients = price.Gradients }).Should().Be(price);
        counts.Gradients.Should().BeInRange(price.Gradients / 3, price.Gradients);
        counts.Losses.Should().BeInRange(Math.Max(0, price.Losses - 26), price.Losses + (12 * n) + 1);
    }

    private void Hessians(string name, Func<Problem, Objective> make, Func<int, EvaluationCounts> price, double factor)
    {
        var (worst, largest, pessimism) = (0.0, 0.0, 0.0);
        for (var seed = 0; seed < Seeds / 4; seed++)
        {
            var problem = Problem.Of(name, seed);
            var objective = make(problem);

            var hessian = objective.Hessian(problem.Theta, out var estimate);

            AtMost(objective.Evaluations, price(problem.Theta.Length), problem.Theta.Length);
            hessian.IsSymmetric().Should().BeTrue();
            var truth = problem.Hessian(V.Dense(problem.Theta));
            var error = (hessian - truth).L2Norm();
            worst = Math.Max(worst, error / estimate);
            largest = Math.Max(largest, error / truth.FrobeniusNorm());
            pessimism = Math.Max(pessimism, estimate / truth.FrobeniusNorm());
        }

        output.WriteLine($"{name}: error/estimate ≤ {worst:G3}, relative error ≤ {largest:G3}, estimate ≤ {pessimism:G3}");
        worst.Should().BeLessThan(factor);
    }

    /// <summary>|x|²⁺ᵖ bends by |x|ᵖ: a shorter step changes the product by 8ᵖ times less, which is neither noise nor the truth yet.</summary>
    [Theory]
    [InlineData(0.4)]
    [InlineData(0.7)]
    [InlineData(1.0)]
    public void A_curvature_that_vanishes_like_a_root_is_followed_down_to_nothing(double power)
    {
        var objective = Objective.Create(
            theta => theta.Sum(x => Math.Pow(Math.Abs(x), 2 + power) / (2 + power)),
            theta => theta.Map(x => Math.Sign(x) * Math.Pow(Math.Abs(x), 1 + power)));
        var product = new double[3];

        var error = objective.Product([0, 0, 0], [1, 0.5, -0.3], product);

        V.Dense(product).L2Norm().Should().BePositive().And.BeLessThan(error);
        error.Should().BeLessThan(1e-7);
    }
}
