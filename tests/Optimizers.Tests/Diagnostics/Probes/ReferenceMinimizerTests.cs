using MathNet.Numerics.LinearAlgebra;
using Optimizers.Curvature;
using Optimizers.Diagnostics;

namespace Optimizers.Tests.Diagnostics.Probes;

public sealed class ReferenceMinimizerTests
{
    private static Fit Run(Objective objective, double[] start, ReferenceMinimizerOptions? options = null) =>
        ReferenceMinimizer.Run(objective, start, "here", "this", options ?? new())!;

    [Fact]
    public void It_finds_the_minimum_of_Rosenbrock_from_the_classic_start()
    {
        var fit = Run(Known.Rosenbrock, [-1.2, 1], new() { DecreaseTolerance = 0 });

        fit.StartLoss.Should().BeApproximately(24.2, 1e-12);
        fit.End.Should().Equal([1, 1], (x, y) => Math.Abs(x - y) < 1e-6);
        fit.Loss.Should().BeLessThan(1e-12);
        fit.Cost.Gradients.Should().BeLessThan(80);
        (fit.From, fit.Data).Should().Be(("here", "this"));
    }

    [Fact]
    public void It_ends_a_badly_conditioned_quadratic_within_its_gradients()
    {
        double[] eigenvalues = [.. Enumerable.Range(0, 30).Select(i => Math.Pow(10, i / 7.25))];
        var start = Enumerable.Repeat(1.0, 30).ToArray();

        var fit = Run(Known.DiagonalWithoutProduct(eigenvalues), start, new() { DecreaseTolerance = 0 });

        fit.Loss.Should().BeLessThan(1e-6 * fit.StartLoss);
        fit.Cost.Losses.Should().BeLessThan(fit.Cost.Gradients * 6 / 5, "most first trials are taken");
        start.Should().AllSatisfy(x => x.Should().Be(1), "it works on a copy");
    }

    /// <summary>
    /// The loss of a logistic regression has its minimum where Xᵀ(σ(Xθ) − y)/m + λθ = 0: found here by Newton's method in plain loops.
    /// </summary>
    [Fact]
    public void It_fits_a_logistic_regression_as_Newton_does()
    {
        const double lambda = 0.01;
        var random = new Random(1);
        var x = Matrix<double>.Build.Dense(80, 5, (_, _) => (2 * random.NextDouble()) - 1);
        var y = Vector<double>.Build.Dense(80, i => random.NextDouble() < 1 / (1 + Math.Exp(-3 * x[i, 0])) ? 1.0 : 0.0);
        Vector<double> Gradient(Vector<double> p) => (x.TransposeThisAndMultiply((x * p).Map(z => 1 / (1 + Math.Exp(-z))) - y) / 80) + (lambda * p);
        var objective = Objective.Create(
            p => ((x * p).Enumerate().Select((z, i) => Math.Log(1 + Math.Exp(z)) - (y[i] * z)).Sum() / 80) + (0.5 * lambda * p * p), Gradient);
        var newton = Vector<double>.Build.Dense(5);
        for (var k = 0; k < 20; k++)
        {
            var p = (x * newton).Map(z => 1 / (1 + Math.Exp(-z)));
            var hessian = (x.TransposeThisAndMultiply(Matrix<double>.Build.DenseOfDiagonalVector(p.Map(each => each * (1 - each))) * x) / 80)
                + (lambda * Matrix<double>.Build.DenseIdentity(5));
            newton -= hessian.Solve(Gradient(newton));
        }

        var fit = Run(objective, new double[5], new() { DecreaseTolerance = 0 });

        fit.End.Should().Equal(newton.ToArray(), (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Fact]
    public void The_loss_only_falls_and_the_end_is_the_last_of_the_curve()
    {
        var fit = Run(Known.Rosenbrock, [3, -2]);

        fit.Curve.Should().BeInDescendingOrder();
        fit.Loss.Should().Be(Known.Rosenbrock.Loss(fit.End));
        fit.Iterations.Should().Be(fit.Curve.Count - 1);
    }

    [Fact]
    public void It_goes_down_over_the_kinks_of_absolute_values()
    {
        // Σ |θᵢ − i|·(i + 1): its minimum is a kink in every coordinate.
        var objective = Objective.Create(
            p => p.Enumerate().Select((x, i) => (i + 1) * Math.Abs(x - i)).Sum(),
            p => p.MapIndexed((i, x) => (i + 1.0) * Math.Sign(x - i)));

        var fit = Run(objective, [5, 5, -5, -5]);

        fit.StartLoss.Should().Be(5 + 8 + 21 + 32);
        fit.Loss.Should().BeLessThan(0.1);
    }

    /// <summary>f = w₂ᵀ·max(0, W₁x + b₁) on sin 3x, ten points of −1 to 1: a loss with kinks everywhere.</summary>
    [Fact]
    public void It_fits_a_network_of_rectified_units()
    {
        const int hidden = 30, examples = 10;
        static (double Loss, Vector<double> Gradient) Evaluate(Vector<double> p)
        {
            var (loss, gradient) = (0.0, Vector<double>.Build.Dense(p.Count));
            for (var k = 0; k < examples; k++)
            {
                var x = (2.0 * k / (examples - 1)) - 1;
                var output = 0.0;
                for (var j = 0; j < hidden; j++)
                    output += p[(2 * hidden) + j] * Math.Max(0, (p[j] * x) + p[hidden + j]);
                var error = output - Math.Sin(3 * x);
                loss += error * error / examples;
                for (var j = 0; j < hidden; j++)
                {
                    var active = (p[j] * x) + p[hidden + j];
                    if (active <= 0)
                        continue;
                    var back = 2 * error * p[(2 * hidden) + j] / examples;
                    gradient[j] += back * x;
                    gradient[hidden + j] += back;
                    gradient[(2 * hidden) + j] += 2 * error * active / examples;
                }
            }

            return (loss, gradient);
        }

        for (var seed = 0; seed < 5; seed++)
        {
            var random = new Random(seed);
            var start = Enumerable.Range(0, 3 * hidden).Select(_ => random.NextDouble() - 0.5).ToArray();

            var fit = Run(Objective.Create(p => Evaluate(p).Loss, p => Evaluate(p).Gradient), start, new() { MaxGradients = 200, TargetLoss = 1e-3 });

            fit.Loss.Should().BeLessThanOrEqualTo(1e-3, $"of seed {seed}");
        }
    }

    [Fact]
    public void A_gradient_of_the_wrong_sign_ends_it_at_once_and_quietly()
    {
        var fit = Run(Objective.Create(p => p * p, p => -2 * p), [1, 2]);

        fit.Iterations.Should().Be(0);
        fit.Loss.Should().Be(5);
        fit.Cost.Gradients.Should().Be(1);
    }

    [Fact]
    public void It_stays_where_the_loss_is_finite()
    {
        // −log x + x: a step too far to the left has no loss.
        var objective = Objective.Create(p => p[0] > 0 ? p[0] - Math.Log(p[0]) : double.NaN, p => p.Map(x => 1 - (1 / x)));

        var fit = Run(objective, [8]);

        fit.End[0].Should().BeApproximately(1, 1e-3);
    }

    [Fact]
    public void It_ends_at_the_target()
    {
        var fit = Run(Known.Rosenbrock, [-1.2, 1], new() { TargetLoss = 1 });

        fit.Loss.Should().BeLessThanOrEqualTo(1);
        fit.Curve[^2].Should().BeGreaterThan(1);
    }

    [Fact]
    public void It_ends_at_its_gradients_and_within_its_price()
    {
        for (var max = 1; max < 40; max++)
        {
            var (objective, options) = (Known.Rosenbrock, new ReferenceMinimizerOptions { MaxGradients = max });
            var fit = Run(objective, [-1.2, 1], options);

            fit.Cost.Should().Be(objective.Evaluations);
            fit.Cost.ShouldBeWithin(ReferenceMinimizer.Price(objective, 2, options));
        }
    }

    [Fact]
    public void Where_nothing_decreases_any_more_it_ends_before_its_gradients()
    {
        // A loss that falls for ever, by less and less: 1 + 1/θ.
        var fit = Run(Objective.Create(p => 1 + Math.Exp(-p[0]), p => p.Map(x => -Math.Exp(-x))),
            [0], new() { MaxGradients = 10_000, GradientTolerance = 0 });

        fit.Cost.Gradients.Should().BeLessThan(200);
        fit.Loss.Should().BeApproximately(1, 1e-6);
    }

    [Fact]
    public void There_is_no_fit_from_where_the_loss_is_not_finite() =>
        ReferenceMinimizer.Run(Objective.Create(_ => double.NaN, p => p), [1], "here", "this", new()).Should().BeNull();

    [Fact]
    public void Cancelled_it_says_so()
    {
        var run = () => Run(Known.Rosenbrock, [-1.2, 1], new() { CancellationToken = new(canceled: true) });

        run.Should().Throw<OperationCanceledException>();
    }

    [Fact]
    public void The_direction_is_that_of_the_matrix_that_BFGS_updates()
    {
        // Nocedal and Wright 2006, eq. 6.17: H ← VᵀHV + ρssᵀ, V = I − ρysᵀ, from γI of the last pair (7.20).
        var random = new Random(2);
        Vector<double> Draw() => Vector<double>.Build.Dense(4, _ => random.NextDouble() - 0.5);
        var memory = new LimitedMemory();
        List<(Vector<double> S, Vector<double> Y)> pairs = [];
        while (pairs.Count < 10)
        {
            var (s, y) = (Draw(), Draw());
            if (s * y > 0.01)
                pairs.Add((s, y));
        }

        foreach (var (s, y) in pairs)
            memory.Add(s.ToArray(), y.ToArray());
        var (lastS, lastY) = pairs[^1];
        var h = Matrix<double>.Build.DenseIdentity(4) * (lastS * lastY / (lastY * lastY));
        foreach (var (s, y) in pairs)
        {
            var rho = 1 / (s * y);
            var v = Matrix<double>.Build.DenseIdentity(4) - (rho * y.OuterProduct(s));
            h = (v.Transpose() * h * v) + (rho * s.OuterProduct(s));
        }

        var gradient = Draw();
        var expected = -(h * gradient);

        memory.Direction(gradient.ToArray()).Should().Equal(expected.ToArray(), (a, b) => Math.Abs(a - b) < 1e-9 * expected.L2Norm());
    }

    [Fact]
    public void A_pair_of_negative_curvature_is_not_kept()
    {
        var memory = new LimitedMemory();

        memory.Add([1, 0], [-1, 0]);

        memory.IsEmpty.Should().BeTrue();
        memory.Direction([2, 3]).Should().Equal(-2, -3);
    }
}
