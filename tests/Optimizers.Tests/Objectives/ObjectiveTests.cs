using MathNet.Numerics.LinearAlgebra;
using Optimizers.Arithmetic;
using Optimizers.Curvature;

namespace Optimizers.Tests.Curvature.Objectives;

public class ObjectiveTests
{
    private static readonly VectorBuilder<double> V = Vector<double>.Build;

    private static void Fails(Action action, params string[] parts)
    {
        var message = action.Should().Throw<InvalidOperationException>().Which.Message;
        foreach (var part in parts)
            message.Should().Contain(part);
    }

    [Fact]
    public void The_callers_own_derivatives_are_handed_on_as_they_are()
    {
        var network = new TanhNetwork(3, 4, 10, 1);
        var theta = V.Dense(network.Theta);
        var v = V.Dense(theta.Count, i => Math.Cos(i));
        var objective = Objective.Create(network.Loss, network.Gradient, network.Product, network.Hessian);
        var (gradient, product) = (new double[theta.Count], new double[theta.Count]);

        objective.Loss(network.Theta).Should().Be(network.Loss(theta));
        objective.Gradient(network.Theta, gradient).Should().Be(0);
        gradient.Should().Equal(network.Gradient(theta));
        objective.Product(network.Theta, v.ToArray(), product).Should().Be(0);
        product.Should().Equal(network.Product(theta, v));
        objective.Hessian(network.Theta, out var error).Equals(network.Hessian(theta)).Should().BeTrue();
        error.Should().Be(0);
        objective.Evaluations.Should().Be(new EvaluationCounts(1, 1, 1, 1));
        (objective.HasGradient, objective.HasProduct, objective.HasHessian).Should().Be((true, true, true));
    }

    [Fact]
    public void Products_with_the_callers_Hessian_evaluate_it_once_for_each_point()
    {
        var objective = Objective.Create(TestFunction.Himmelblau.Loss, hessian: TestFunction.Himmelblau.Hessian);
        var product = new double[2];

        objective.Product([1, 2], [3, 4], product).Should().Be(0);
        product.Should().Equal(TestFunction.Himmelblau.Hessian(V.Dense([1, 2])) * V.Dense([3.0, 4]));
        objective.Product([1, 2], [5, 6], product);
        objective.Evaluations.Hessians.Should().Be(1);
        objective.Product([1, 3], [5, 6], product);
        objective.Evaluations.Hessians.Should().Be(2);
        product.Should().Equal(TestFunction.Himmelblau.Hessian(V.Dense([1, 3])) * V.Dense([5.0, 6]));
        objective.HasProduct.Should().BeTrue();
    }

    [Fact]
    public void A_Hessian_from_the_callers_products_is_that_of_the_products_with_their_asymmetry_as_its_error()
    {
        var network = new TanhNetwork(3, 4, 10, 2);
        var crooked = Objective.Create(network.Loss, network.Gradient, (p, v) =>
        {
            var r = network.Product(p, v);
            r[3] += 1e-4 * v[5];
            return r;
        });

        var right = Objective.Create(network.Loss, network.Gradient, network.Product).Hessian(network.Theta, out var rounding);
        crooked.Hessian(network.Theta, out var asymmetry).IsSymmetric().Should().BeTrue();

        (right - network.Hessian(V.Dense(network.Theta))).L2Norm().Should().BeLessThan(1e-15);
        rounding.Should().BeLessThan(1e-15);
        asymmetry.Should().BeApproximately(1e-4 / Math.Sqrt(2), 1e-9);
        crooked.Evaluations.Should().Be(new EvaluationCounts(0, 0, network.Theta.Length, 0));
    }

    [Fact]
    public void A_product_is_zero_for_zero_and_scales_with_its_vector_at_any_size()
    {
        var network = new TanhNetwork(3, 4, 10, 3);
        var objective = Objective.Create(network.Loss, network.Gradient);
        var v = Enumerable.Range(0, network.Theta.Length).Select(i => Math.Cos(i)).ToArray();
        var (one, product) = (new double[v.Length], new double[v.Length]);
        var error = objective.Product(network.Theta, v, one);

        objective.Product(network.Theta, new double[v.Length], product).Should().Be(0);
        product.Should().OnlyContain(x => x == 0);
        foreach (var exponent in new[] { -900, -30, 40, 900 })
        {
            var scaled = objective.Product(network.Theta, [.. v.Select(x => Math.ScaleB(x, exponent))], product);
            Math.ScaleB(scaled, -exponent).Should().BeInRange(error / 5, error * 5);
            (V.Dense([.. product.Select(x => Math.ScaleB(x, -exponent))]) - V.Dense(one)).L2Norm().Should().BeLessThan(6 * error);
        }
    }

    [Fact]
    public void Differences_of_a_large_problem_hold_six_vectors_and_allocate_nothing_more_at_the_next_product()
    {
        const int n = 300_000;
        var objective = new Wells(n);
        var (theta, v, product) = (Wells.Point(n), new double[n], new double[n]);
        v[7] = v[8] = 1;
        Allocation.Of(() => objective.Product(theta, v, product)).Should().BeLessThan(6 * n * sizeof(double) + 100_000);
        Allocation.Least(() => objective.Product(theta, v, product), allowed: 9_999).Should().BeLessThan(10_000);
    }

    [Fact]
    public void A_kink_within_the_steps_of_a_product_is_noticed_and_its_estimate_covers_its_error()
    {
        // |x − δ| + x²y + y² at (0, 0.1), and δ from far below the steps to far above.
        for (var digits = -11.0; digits < 0; digits += 0.05)
        {
            var kink = Math.Pow(10, digits);
            var objective = Objective.Create(
                p => Math.Abs(p[0] - kink) + p[0] * p[0] * p[1] + p[1] * p[1],
                p => V.Dense([Math.Sign(p[0] - kink) + 2 * p[0] * p[1], p[0] * p[0] + 2 * p[1]]));
            var product = new double[2];

            var estimate = objective.Product([0, 0.1], [1, 0.5], product, out var kinkDistance);

            var error = V.Dense([product[0] - 0.2, product[1] - 1]).L2Norm();
            error.Should().BeLessThan(2 * estimate, $"δ = {kink}");
            if (kink > 2e-5)
                (estimate, kinkDistance).Should().Be((Math.Min(estimate, 1e-8), double.PositiveInfinity), $"δ = {kink}");
            if (kink is > 1e-6 and < 5e-6)
                kinkDistance.Should().BeInRange(kink, 100 * kink, $"δ = {kink}");
        }
    }

    [Fact]
    public void A_kink_within_the_steps_of_a_gradient_makes_its_estimate_cover_its_error()
    {
        for (var digits = -9.0; digits < 0; digits += 0.05)
        {
            var kink = Math.Pow(10, digits);
            var gradient = new double[1];

            var estimate = Objective.Create(p => Math.Abs(p[0] - kink) + Math.Sin(p[0])).Gradient([0], gradient);

            Math.Abs(gradient[0] - 0).Should().BeLessThan(1.5 * estimate, $"δ = {kink}");
            if (kink > 1e-3)
                estimate.Should().BeLessThan(1e-8, $"δ = {kink}");
        }
    }

    [Fact]
    public void Derivatives_of_float_losses_are_right_to_what_floats_can_show()
    {
        for (var seed = 0; seed < 30; seed++)
        {
            var network = new TanhNetwork(3, 4, 10, seed);
            var theta = network.Theta.Select(x => (double)(float)x).ToArray();
            var objective = Objective.Create(p => (float)network.Loss(p.Map(x => (double)(float)x)),
                options: new() { SinglePrecision = seed % 2 == 0 });
            var gradient = new double[theta.Length];

            var estimate = objective.Gradient(theta, gradient);

            var error = (V.Dense(gradient) - network.Gradient(V.Dense(theta))).L2Norm();
            error.Should().BeLessThan(1.5 * estimate);
            estimate.Should().BeLessThan(3e-3);

            Vector<double> Rounded(Vector<double> x) => x.Map(entry => (double)(float)entry);
            var v = V.Dense(theta.Length, i => Math.Cos(i + seed));
            var product = new double[theta.Length];
            foreach (var declared in new[] { true, false })
            {
                estimate = Objective.Create(network.Loss, p => Rounded(network.Gradient(Rounded(p))), options: new() { SinglePrecision = declared })
                    .Product(theta, v.ToArray(), product);
                error = (V.Dense(product) - network.Product(V.Dense(theta), v)).L2Norm();
                error.Should().BeLessThan(1.5 * estimate);
                if (declared)
                    estimate.Should().BeLessThan(1e-3);
            }
        }
    }

    [Fact]
    public void The_error_of_a_loss_that_the_caller_states_goes_into_every_estimate()
    {
        var network = new TanhNetwork(3, 4, 10, 4);
        var random = new Random(1);
        var objective = Objective.Create(p => network.Loss(p) + 1e-6 * (2 * random.NextDouble() - 1), options: new() { LossError = 1e-6 });
        var gradient = new double[network.Theta.Length];

        var estimate = objective.Gradient(network.Theta, gradient);
        var hessian = objective.Hessian(network.Theta, out var ofHessian);

        (V.Dense(gradient) - network.Gradient(V.Dense(network.Theta))).L2Norm().Should().BeLessThan(1.5 * estimate).And.BeLessThan(1e-2);
        (hessian - network.Hessian(V.Dense(network.Theta))).L2Norm().Should().BeLessThan(1.5 * ofHessian).And.BeLessThan(0.1);
    }

    [Fact]
    public void A_loss_near_the_edge_of_its_domain_is_differentiated_within_it()
    {
        var objective = Objective.Create(p => -Math.Log(p[0]) - Math.Log(p[1]));
        var gradient = new double[2];

        var estimate = objective.Gradient([1e-7, 3], gradient);

        Math.Abs(gradient[0] + 1e7).Should().BeLessThan(1.5 * estimate).And.BeLessThan(20);
        var product = new double[2];
        estimate = Objective.Create(p => -Math.Log(p[0]), p => V.Dense([-1 / p[0], 0])).Product([1e-7, 3], [1, 0], product);
        Math.Abs(product[0] - 1e14).Should().BeLessThan(1.5 * estimate).And.BeLessThan(1e9);
    }

    [Fact]
    public void What_the_callers_functions_do_wrong_is_said_with_the_entry_and_its_name()
    {
        var layout = ParameterLayout.Empty.Add("w", 2, 2).Add("b", 1);
        double[] theta = [1, 2, 3, 4, 5];
        var some = new double[5];
        Objective Bad(Func<Vector<double>, Vector<double>>? g = null,
            Func<Vector<double>, Vector<double>, Vector<double>>? p = null, Func<Vector<double>, Matrix<double>>? h = null) =>
            Objective.Create(x => x.Sum(), g, p, h, new() { Layout = layout });

        Fails(() => Objective.Create(_ => double.NaN).Loss(theta), "The loss is NaN");
        Fails(() => Bad(_ => V.Dense(4)).Gradient(theta, some), "gradient has 4 entries", "must have 5");
        Fails(() => Bad(_ => null!).Gradient(theta, some), "gradient is null");
        Fails(() => Bad(_ => V.Dense([0, 0, double.NaN, 0, 0])).Gradient(theta, some), "w[1,0] (θ[2])", "of the gradient is NaN");
        Fails(() => Bad(p: (_, _) => V.Dense(6)).Product(theta, theta, some), "Hessian-vector product has 6 entries");
        Fails(() => Bad(p: (_, _) => V.Dense([0, 0, 0, 0, double.PositiveInfinity])).Product(theta, theta, some), "b[0] (θ[4])");
        Fails(() => Bad(h: _ => Matrix<double>.Build.Dense(4, 5)).Hessian(theta, out _), "4×5", "5×5");
        Fails(() => Bad(h: _ => Matrix<double>.Build.Dense(5, 5, (i, j) => i == 1 && j == 4 ? double.NaN : 0))
            .Hessian(theta, out _), "row w[0,1] (θ[1])", "column b[0] (θ[4])");
        Fails(() => Objective.Create(x => x[1] == 2 ? 1 : double.NaN).Gradient(theta, some), "not finite when entry 1 = 2 is moved by");
        Fails(() => Objective.Create(x => 1, x => x[1] == 2 ? x : x * double.NaN).Product(theta, theta, some), "finite at θ, but not at θ ±");
        Fails(() => Objective.Create(x => 1, x => x * double.NaN).Product(theta, theta, some), "Entry 0 of the gradient is NaN");
        Fails(() => Objective.Create(x => x[1] == 2 ? 1 : double.NaN).Hessian(theta, out _), "not finite when entry");
        Fails(() => Objective.Create(x => x[1] == 2 ? 1 : double.NaN).Product(theta, theta, some), "not finite when entry");
    }

    [Fact]
    public void Bad_arguments_are_refused_by_name()
    {
        var objective = Objective.Create(x => x.Sum(), options: new() { Layout = ParameterLayout.Empty.Add("w", 3) });
        var three = new double[3];

        Refusal.Of<ArgumentNullException>(() => Objective.Create(null!), "loss");
        Refusal.Of<ArgumentException>(() => objective.Loss([1, 2]), "theta", "2 entries", "w[3]");
        Refusal.Of<ArgumentException>(() => objective.Gradient(three, new double[2]), "gradient", "2 entries", "3");
        Refusal.Of<ArgumentException>(() => objective.Product(three, new double[4], three), "vector", "4 entries");
        Refusal.Of<ArgumentException>(() => objective.Product(three, three, new double[2]), "product", "2 entries");
        Refusal.Of<ArgumentException>(() => objective.Product(three, [1, double.NaN, 0], three), "vector", "w[1] (θ[1])", "NaN");
        Refusal.Of<ArgumentException>(() => objective.Hessian([1], out _), "theta");
        Refusal.Of<ArgumentOutOfRangeException>(() => _ = new ObjectiveOptions { LossError = -1 }, "LossError");
        Refusal.Of<ArgumentOutOfRangeException>(() => _ = new ObjectiveOptions { LossError = double.NaN }, "LossError");
        Refusal.Of<ArgumentOutOfRangeException>(() => _ = new ObjectiveOptions { ParameterScale = [1, 0] }, "ParameterScale", "parameter 1");
        Refusal.Of<ArgumentException>(() => _ = new ObjectiveOptions { ParameterScale = [] }, "ParameterScale");
        var scaled = Objective.Create(p => p * p, options: new() { ParameterScale = [1, 2] });
        Refusal.Of<ArgumentException>(() => scaled.Loss(three), "theta", "3 entries", "2 parameter scales");
        Refusal.Of<ArgumentOutOfRangeException>(() => _ = new CriticalPointOptions { ParameterScale = [double.NaN] }, "ParameterScale", "NaN");
    }

    [Fact]
    public void A_space_of_no_dimension_has_a_loss_and_empty_derivatives()
    {
        var objective = Objective.Create(_ => 3);

        objective.Loss([]).Should().Be(3);
        objective.Gradient([], []).Should().Be(0);
        objective.Product([], [], []).Should().Be(0);
        Objective.Create(_ => 3, x => x).Product([], [], []).Should().Be(0);
    }

    [Fact]
    public void A_derived_objective_that_promises_a_derivative_without_writing_it_is_told_so()
    {
        var objective = new Promising();

        FluentActions.Invoking(() => objective.Gradient([1], new double[1])).Should()
            .Throw<NotSupportedException>().WithMessage("*Promising*EvaluateGradient*");
        FluentActions.Invoking(() => objective.Hessian([1], out _)).Should()
            .Throw<NotSupportedException>().WithMessage("*Promising*EvaluateHessian*");
        Fails(() => new Forgetful().Gradient([1, 2], new double[2]), "Entry 1 of the gradient is NaN");
    }

    private sealed class Promising : Objective
    {
        public override bool HasGradient => true;

        public override bool HasHessian => true;

        protected override double EvaluateLoss(ReadOnlySpan<double> theta) => 0;
    }

    private sealed class Forgetful : Objective
    {
        public override bool HasGradient => true;

        protected override double EvaluateLoss(ReadOnlySpan<double> theta) => 0;

        protected override void EvaluateGradient(ReadOnlySpan<double> theta, Span<double> gradient) => gradient[0] = 0;
    }

    [Fact]
    public void Counts_are_read_aloud_and_taken_apart()
    {
        var counts = new EvaluationCounts(5, 1, 0, 0);

        counts.ToString().Should().Be("5 losses, 1 gradient");
        new EvaluationCounts(1, 0, 2, 1).ToString().Should().Be("1 loss, 2 Hessian-vector products, 1 Hessian");
        default(EvaluationCounts).ToString().Should().Be("none");
        (counts - new EvaluationCounts(2, 0, 0, 0) + new EvaluationCounts(0, 0, 0, 7)).Should().Be(new EvaluationCounts(3, 1, 0, 7));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1e-9)]
    public void The_noise_of_values_is_found_beside_a_smooth_trend(double size)
    {
        var random = new Random(3);
        for (var run = 0; run < 200; run++)
        {
            var values = Enumerable.Range(0, 7).Select(i => size * ((2 * random.NextDouble() - 1) + 100 * Math.Exp(1e-4 * i))).ToArray();

            // σ of the uniform noise is 1/√3; seven values know it within a factor of 3 or so.
            ComputationalNoise.StandardDeviation(values).Should().BeInRange(0.577 / 6 * size, 0.577 * 3 * size);
        }
    }

    [Fact]
    public void Random_entries_depend_on_seed_and_stream_and_have_mean_zero_and_variance_one()
    {
        const int n = 100_000;
        var entries = new RandomEntries(1);
        double[] uniform = [.. Enumerable.Range(0, n).Select(i => entries.Uniform(i))];
        double[] signs = [.. Enumerable.Range(0, n).Select(i => entries.Sign(i))];

        foreach (var x in new[] { uniform, signs })
        {
            Math.Abs(x.Average()).Should().BeLessThan(4 / Math.Sqrt(n));
            x.Average(entry => entry * entry).Should().BeApproximately(1, 4 / Math.Sqrt(n));
            Math.Abs(x.Zip(x.Skip(1), (a, b) => a * b).Average()).Should().BeLessThan(4 / Math.Sqrt(n));
        }

        uniform.Should().OnlyContain(x => Math.Abs(x) < Math.Sqrt(3)).And.Contain(x => Math.Abs(x) > 1.731);
        entries.Uniform(0).Should().NotBe(new RandomEntries(2).Uniform(0));
        entries.Uniform(0).Should().NotBe(new RandomEntries(1, 1).Uniform(0));
        entries.Uniform(12345).Should().Be(new RandomEntries(1).Uniform(12345));
    }
}
