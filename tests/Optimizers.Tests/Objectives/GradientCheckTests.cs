using MathNet.Numerics.LinearAlgebra;
using Optimizers.Curvature;
using Xunit.Abstractions;

namespace Optimizers.Tests.Curvature.Objectives;

public class GradientCheckTests(ITestOutputHelper output)
{
    private static readonly VectorBuilder<double> V = Vector<double>.Build;

    private static Objective Of(TanhNetwork network, Func<Vector<double>, Vector<double>> gradient, bool layout = true) =>
        Objective.Create(network.Loss, gradient, options: new() { Layout = layout ? network.Layout : null });

    /// <summary>A number in [−1, 1) that every bit of every entry changes beyond recognition, and that is the same for the same point.</summary>
    private static double Noise(Vector<double> p)
    {
        ulong hash = 0;
        foreach (var x in p)
        {
            hash = (hash ^ BitConverter.DoubleToUInt64Bits(x)) * 0x9E3779B97F4A7C15;
            hash ^= hash >> 29;
        }

        return (hash >> 11) * (1.0 / (1L << 52)) - 1;
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(1_000)]
    [InlineData(1_000_000)]
    public void A_right_gradient_agrees_for_twenty_losses_and_two_gradients(int n)
    {
        var result = GradientCheck.Run(new Wells(n), Wells.Point(n));

        output.WriteLine(result.ToString());
        result.Verdict.Should().Be(CheckVerdict.Agrees);
        result.Evaluations.Should().Be(new EvaluationCounts(20, 2, 0, 0));
        (result.LossRepeatability, result.GradientRepeatability).Should().Be((0, 0));
        (result.Entry, result.Factor, result.Range).Should().Be((null, null, null));
        result.DetectableError.Should().BeLessThan(1e-3 * result.GradientNorm);
    }

    [Theory]
    [InlineData(10, 7)]
    [InlineData(1_000, 0)]
    [InlineData(1_000_000, 777_777)]
    [InlineData(100_000, 99_999)]
    public void One_wrong_sign_is_found_with_twenty_losses_and_located_with_two_a_bisection(int n, int wrong)
    {
        var objective = new Wells(n, g => g[wrong] = -g[wrong]);
        var theta = Wells.Point(n);

        var found = GradientCheck.Run(objective, theta, locate: false);
        var located = GradientCheck.Run(objective, theta);

        output.WriteLine(located.ToString());
        found.Verdict.Should().Be(CheckVerdict.Wrong);
        found.Evaluations.Should().Be(new EvaluationCounts(20, 2, 0, 0));
        located.Entry!.Index.Should().Be(wrong);
        located.Entry.Expected.Should().BeApproximately(-located.Entry.Given, 5 * located.Entry.Error).And.NotBe(0);
        var bisections = (int)Math.Ceiling(Math.Log2(n));
        located.Evaluations.Losses.Should().BeInRange(20 + 2 * (bisections - 1) + 4, 20 + 2 * bisections + 24);
    }

    [Fact]
    public void A_transposed_block_is_found_and_an_entry_off_its_diagonal_named()
    {
        var network = new TanhNetwork(4, 4, 30, 3);
        var objective = Of(network, p =>
        {
            var g = network.Gradient(p);
            var right = g.Clone();
            for (var i = 0; i < 16; i++)
                g[i] = right[i % 4 * 4 + i / 4];
            return g;
        });

        var result = GradientCheck.Run(objective, network.Theta);

        output.WriteLine(result.ToString());
        result.Verdict.Should().Be(CheckVerdict.Wrong);
        result.Factor.Should().BeNull();
        var (row, column) = (result.Entry!.Index / 4, result.Entry.Index % 4);
        row.Should().NotBe(column);
        result.Entry.Name.Should().Be($"w1[{row},{column}]");
        result.Entry.Expected.Should().BeApproximately(network.Gradient(V.Dense(network.Theta))[result.Entry.Index], 2 * result.Entry.Error);
        result.ToString().Should().StartWith($"The gradient is wrong: w1[{row},{column}] (θ[{result.Entry.Index}]) is ");
    }

    [Fact]
    public void A_missing_term_is_found_and_what_an_entry_lacks_is_told()
    {
        var network = new TanhNetwork(5, 6, 40, 4);
        const double decay = 1e-3;
        var objective = Objective.Create(p => network.Loss(p) + 0.5 * decay * (p * p), network.Gradient);

        var result = GradientCheck.Run(objective, network.Theta);

        output.WriteLine(result.ToString());
        result.Verdict.Should().Be(CheckVerdict.Wrong);
        var entry = result.Entry!;
        entry.Name.Should().BeNull();
        (entry.Expected - entry.Given).Should().BeApproximately(decay * network.Theta[entry.Index], 2 * entry.Error);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(-1)]
    [InlineData(0.025)]
    [InlineData(1.001)]
    public void A_scaled_gradient_is_told_by_its_factor(double factor)
    {
        var network = new TanhNetwork(5, 6, 40, 5);

        var result = GradientCheck.Run(Of(network, p => factor * network.Gradient(p)), network.Theta);

        result.Verdict.Should().Be(CheckVerdict.Wrong);
        result.Factor.Should().BeApproximately(factor, 1e-5);
        result.ToString().Should().Contain("times what it should be");
    }

    [Fact]
    public void Each_parameter_has_its_own_finding_if_asked_for()
    {
        var network = new TanhNetwork(5, 6, 40, 6);
        var objective = Of(network, p =>
        {
            var g = network.Gradient(p);
            for (var i = 30; i < 36; i++)
                g[i] *= 1.01;
            return g;
        });

        var result = GradientCheck.Run(objective, network.Theta, eachParameter: true);

        output.WriteLine(result.ToString());
        result.Parameters.Select(each => each.Parameter).Should().Equal("w1", "b1", "w2", "b2");
        result.Parameters.Select(each => each.Agrees).Should().Equal(true, false, true, true);
        result.Entry!.Name.Should().StartWith("b1[");
    }

    [Fact]
    public void A_right_gradient_is_never_accused()
    {
        var cases = 0;
        for (var seed = 0; seed < 150; seed++)
        {
            var random = new Random(seed);
            double Next(double size) => size * (2 * random.NextDouble() - 1);
            var network = new TanhNetwork(3, 4, 20, seed);
            var relu = new ReluNetwork(3, 5, 20, seed);
            var coefficients = Enumerable.Range(0, 6).Select(_ => Math.Pow(10, Next(1.5))).ToArray();
            (Objective Objective, double[] Theta)[] problems =
            [
                (Objective.Create(TestFunction.Rosenbrock.Loss, TestFunction.Rosenbrock.Gradient), [Next(2), Next(2)]),
                (Objective.Create(TestFunction.Rosenbrock.Loss, TestFunction.Rosenbrock.Gradient), [1 + Next(1e-6), 1 + Next(1e-6)]),
                (Objective.Create(TestFunction.Himmelblau.Loss, TestFunction.Himmelblau.Gradient), [Next(5), Next(5)]),
                (Objective.Create(TestFunction.MonkeySaddle.Loss, TestFunction.MonkeySaddle.Gradient), [Next(1e-4), Next(1e-4)]),
                (Objective.Create(TestFunction.Quartic.Loss, TestFunction.Quartic.Gradient), [Next(1e-2), Next(1e3)]),
                (Of(network, network.Gradient), network.Theta),
                (Objective.Create(network.Loss, p => V.Dense(network.Gradient(p).Select(x => (double)(float)x).ToArray()),
                    options: new() { SinglePrecision = true }), network.Theta),
                (Objective.Create(p => (float)network.Loss(p), network.Gradient, options: new() { SinglePrecision = true }), network.Theta),
                (Objective.Create(p => (float)network.Loss(p), network.Gradient), network.Theta),
                (Objective.Create(p => (float)network.Loss(p.Map(x => (double)(float)x)), network.Gradient), network.Theta),
                (Objective.Create(p => network.Loss(p.Map(x => (double)(float)x)), network.Gradient), network.Theta),
                (Objective.Create(p => network.Loss(p) + 1e6, network.Gradient), network.Theta),
                (Objective.Create(p => network.Loss(p) + 1e-7 * Noise(p), network.Gradient), network.Theta),
                (Objective.Create(relu.Loss, relu.Gradient), relu.Theta),
                (Objective.Create(
                    p => coefficients.Select((c, i) => Math.Exp(c * p[i])).Sum(), p =>
                        V.Dense(6, i => coefficients[i] * Math.Exp(coefficients[i] * p[i]))),
                    [.. coefficients.Select(c => Next(1 / c))]),
                (Objective.Create(p => p.Sum(x => -Math.Log(x)), p => p.Map(x => -1 / x)),
                    [.. Enumerable.Range(0, 5).Select(_ => Math.Pow(10, Next(4)))]),
            ];
            foreach (var (objective, theta) in problems)
            {
                var result = GradientCheck.Run(objective, theta, seed, eachParameter: true);
                result.Verdict.Should().BeOneOf([CheckVerdict.Agrees, CheckVerdict.Inconclusive],
                    $"seed {seed}, problem {Array.IndexOf(problems, (objective, theta))}: {result}");
                cases++;
            }
        }

        cases.Should().Be(2400);
    }

    [Fact]
    public void An_error_as_large_as_is_said_to_be_detectable_is_detected_and_one_far_below_is_not()
    {
        var (seen, unseen) = (0, 0);
        for (var seed = 0; seed < 300; seed++)
        {
            var network = new TanhNetwork(3, 4, 20, seed % 10);
            var right = GradientCheck.Run(Of(network, network.Gradient), network.Theta, seed);
            var random = new Random(seed);
            var error = V.Dense(network.Theta.Length, _ => random.NextDouble() < 0.3 ? random.NextDouble() - 0.5 : 0);
            error *= right.DetectableError / error.L2Norm();
            CheckVerdict Verdict(double size) => GradientCheck.Run(
                Of(network, p => network.Gradient(p) + size * error), network.Theta, seed, locate: false).Verdict;
            seen += Verdict(1) == CheckVerdict.Wrong ? 1 : 0;
            unseen += Verdict(1e-3) == CheckVerdict.Agrees ? 1 : 0;
        }

        seen.Should().Be(300);
        unseen.Should().BeGreaterThan(290);
    }

    [Fact]
    public void A_loss_of_floats_is_checked_to_its_own_noise_floor()
    {
        var network = new TanhNetwork(5, 6, 40, 7);
        var options = new ObjectiveOptions { SinglePrecision = true, Layout = network.Layout };
        float Loss(Vector<double> p) => (float)network.Loss(p.Map(x => (double)(float)x));

        var right = GradientCheck.Run(Objective.Create(p => Loss(p), network.Gradient, options: options), network.Theta);
        var wrong = GradientCheck.Run(
            Objective.Create(p => Loss(p), p => { var g = network.Gradient(p); g[4] = -g[4]; return g; }, options: options), network.Theta);

        output.WriteLine(right.ToString());
        right.Verdict.Should().Be(CheckVerdict.Agrees);
        right.LossNoise.Should().BeInRange(6e-8 * right.Loss, 6e-6 * right.Loss);
        right.DetectableError.Should().BeInRange(1e-5 * right.GradientNorm, 0.2 * right.GradientNorm);
        wrong.Verdict.Should().Be(CheckVerdict.Wrong);
        wrong.Entry!.Name.Should().Be("w1[0,4]");
    }

    [Fact]
    public void A_loss_of_floats_that_was_not_declared_so_is_noticed()
    {
        var network = new TanhNetwork(5, 6, 40, 7);
        foreach (var round in new Func<double, double>[] { x => x, x => (float)x })
        {
            float Loss(Vector<double> p) => (float)network.Loss(p.Map(round));

            var right = GradientCheck.Run(Objective.Create(p => Loss(p), network.Gradient), network.Theta);
            var wrong = GradientCheck.Run(Objective.Create(p => Loss(p), p => 1.5 * network.Gradient(p)), network.Theta);

            (right.Verdict, right.IsSinglePrecision).Should().Be((CheckVerdict.Agrees, true));
            right.LossNoise.Should().BeGreaterThan(5e-8 * right.Loss);
            right.Evaluations.Losses.Should().BeLessThanOrEqualTo(26);
            right.ToString().Should().Contain("single precision");
            wrong.Verdict.Should().Be(CheckVerdict.Wrong);
            wrong.Factor.Should().BeApproximately(1.5, 0.05);
        }

        GradientCheck.Run(Objective.Create(network.Loss, network.Gradient), network.Theta).IsSinglePrecision.Should().BeFalse();
    }

    [Fact]
    public void The_noise_of_a_loss_is_found_where_it_is_more_than_its_rounding()
    {
        var network = new TanhNetwork(3, 4, 20, 8);
        foreach (var size in new[] { 1e-4, 1e-7, 1e-10 })
        {
            var objective = Objective.Create(p => network.Loss(p) + size * Noise(p), network.Gradient);

            var result = GradientCheck.Run(objective, network.Theta);

            result.LossNoise.Should().BeInRange(0.5 * size, 6 * size);
            result.Verdict.Should().BeOneOf(CheckVerdict.Agrees, CheckVerdict.Inconclusive);
        }
    }

    [Fact]
    public void A_loss_or_a_gradient_that_changes_at_the_same_point_is_reported_and_not_differentiated()
    {
        var network = new TanhNetwork(3, 4, 20, 9);
        var random = new Random(1);

        var loss = GradientCheck.Run(Objective.Create(p => network.Loss(p) + 1e-3 * random.NextDouble(), network.Gradient), network.Theta);
        var gradient = GradientCheck.Run(Objective.Create(network.Loss, p => network.Gradient(p) * (1 + 1e-3 * random.NextDouble())), network.Theta);

        (loss.Verdict, gradient.Verdict).Should().Be((CheckVerdict.NotDeterministic, CheckVerdict.NotDeterministic));
        loss.LossRepeatability.Should().BeInRange(1e-7, 1e-3);
        gradient.GradientRepeatability.Should().BeGreaterThan(0);
        loss.Evaluations.Should().Be(new EvaluationCounts(2, 2, 0, 0));
        loss.ToString().Should().Contain("The loss is not deterministic").And.Contain("Nothing was differentiated");
        gradient.ToString().Should().Contain("The gradient is not deterministic");
    }

    [Fact]
    public void At_a_minimum_the_check_says_that_it_can_tell_nothing()
    {
        var result = GradientCheck.Run(
            Objective.Create(p => 1 + TestFunction.Rosenbrock.Loss(p), p => -TestFunction.Rosenbrock.Gradient(p)), [1, 1]);

        result.Verdict.Should().Be(CheckVerdict.Inconclusive);
        result.ToString().Should().Contain("another point");
    }

    [Fact]
    public void Near_the_edge_of_its_domain_a_loss_is_differentiated_within_it()
    {
        var objective = Objective.Create(p => -Math.Log(p[0]), p => V.Dense([-1 / p[0]]));

        GradientCheck.Run(objective, [1e-6]).Verdict.Should().Be(CheckVerdict.Agrees);
    }

    [Fact]
    public void Bad_input_is_refused_by_name_and_a_check_can_be_cancelled()
    {
        var network = new TanhNetwork(3, 4, 20, 10);
        var objective = Of(network, network.Gradient);
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();

        Refusal.Of<ArgumentNullException>(() => GradientCheck.Run(null!, network.Theta), "objective");
        Refusal.Of<ArgumentException>(() => GradientCheck.Run(Objective.Create(network.Loss), network.Theta), "objective", "no gradient");
        Refusal.Of<ArgumentException>(() => GradientCheck.Run(objective, [1, 2]), "theta", "2 entries", "w1[4,3]");
        FluentActions.Invoking(() => GradientCheck.Run(objective, network.Theta, cancellation: cancelled.Token))
            .Should().Throw<OperationCanceledException>();
    }

    [Theory]
    [InlineData(1e4)]
    [InlineData(1e6)]
    [InlineData(1e-5)]
    public void Entries_of_very_different_scales_are_each_checked_at_their_own(double k)
    {
        static double Loss(Vector<double> t, double k) => (0.5 * t[0] * t[0] / k / k) + (0.5 * k * t[1] * k * t[1]) + Math.Cos(k * t[1]);
        static Vector<double> Gradient(Vector<double> t, double k, double cosine) =>
            Vector<double>.Build.Dense([t[0] / k / k, (k * k * t[1]) - (cosine * k * Math.Sin(k * t[1]))]);
        var right = GradientCheck.Run(Objective.Create(t => Loss(t, k), t => Gradient(t, k, 1)), [k, 1 / k]);
        right.Verdict.Should().Be(CheckVerdict.Agrees, right.ToString());
        right.DetectableError.Should().BeLessThan(1e-2 * (right.ScaledGradientNorm ?? right.GradientNorm));
        var forgotten = GradientCheck.Run(Objective.Create(t => Loss(t, k), t => Gradient(t, k, 0)), [k, 1 / k]);
        forgotten.Verdict.Should().Be(CheckVerdict.Wrong, forgotten.ToString());
    }

    [Fact]
    public void Entries_that_differ_in_their_last_bits_are_noise_and_the_check_goes_on()
    {
        var random = new Random(1);
        Vector<double> Noisy(Vector<double> gradient) => gradient.Map(value => value * (1 + ((random.Next(3) - 1) * 2.2e-16)));
        var theta = Enumerable.Range(0, 20).Select(i => Math.Sin(i + 1.0)).ToArray();
        var right = Objective.Create(t => t.PointwisePower(4).Sum(), t => Noisy(4 * t.PointwisePower(3)));
        var result = GradientCheck.Run(right, theta);
        result.Verdict.Should().Be(CheckVerdict.Agrees, result.ToString());
        result.GradientRepeatability.Should().BePositive();
        result.ToString().Should().Contain("noise, below which nothing is seen");
        var wrong = Objective.Create(t => t.PointwisePower(4).Sum(), t => Noisy(3.9 * t.PointwisePower(3)));
        GradientCheck.Run(wrong, theta).Verdict.Should().Be(CheckVerdict.Wrong);
    }

    // Σ|θᵢ − 1| + ½‖θ‖² at θ₀ = 1: the slope of |·| at its kink as the caller takes it.
    private static Objective OnAKink(double slope, double factor = 1) => Objective.Create(
        t => t.Sum(x => Math.Abs(x - 1)) + (0.5 * t * t),
        t => factor * (t.Map(x => x == 1 ? slope : Math.Sign(x - 1)) + t));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-1)]
    [InlineData(0.3)]
    public void A_slope_between_those_of_the_two_sides_of_a_kink_is_no_finding(double slope)
    {
        var result = GradientCheck.Run(OnAKink(slope), [1, 0.5, -0.7]);

        result.Verdict.Should().Be(CheckVerdict.Agrees, result.ToString());
        var (behind, ahead) = result.Directions[0].Kink!.Value;
        result.Directions[0].Given.Should().BeInRange(Math.Min(behind, ahead) - 1e-4, Math.Max(behind, ahead) + 1e-4);
        result.Beside!.Verdict.Should().Be(CheckVerdict.Agrees);
        result.ToString().Should().Contain("behind a kink").And.Contain("beside the kink");
    }

    [Theory]
    [InlineData(3)]
    [InlineData(-1.5)]
    public void A_slope_outside_those_of_the_two_sides_of_a_kink_is_inconclusive(double slope)
    {
        var result = GradientCheck.Run(OnAKink(slope), [1, 0.5, -0.7]);

        result.Verdict.Should().Be(CheckVerdict.Inconclusive, result.ToString());
        result.Beside!.Verdict.Should().Be(CheckVerdict.Agrees);
        result.ToString().Should().Contain("on a kink").And.Contain("outside");
    }

    [Fact]
    public void A_gradient_that_is_wrong_beside_a_kink_is_wrong()
    {
        var result = GradientCheck.Run(OnAKink(0, factor: 0.9), [1, 0.5, -0.7]);

        result.Verdict.Should().Be(CheckVerdict.Wrong, result.ToString());
        result.Beside!.Verdict.Should().Be(CheckVerdict.Wrong);
    }

    [Fact]
    public void A_network_with_a_unit_on_its_kink_is_not_accused()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var network = new ReluNetwork(3, 4, 12, seed);
            var theta = (double[])network.Theta.Clone();
            Array.Clear(theta, 0, 3); // The input of the first unit is 0 on every example.

            var result = GradientCheck.Run(Objective.Create(network.Loss, network.Gradient), theta);

            result.Verdict.Should().NotBe(CheckVerdict.Wrong, $"seed {seed}: {result}");
            var wrong = GradientCheck.Run(Objective.Create(network.Loss, t => 1.2 * network.Gradient(t)), theta);
            wrong.Verdict.Should().Be(CheckVerdict.Wrong, $"seed {seed}: {wrong}");
        }
    }

    [Fact]
    public void A_smooth_loss_of_higher_order_has_no_kink()
    {
        var quartic = Objective.Create(t => t.Sum(x => x * x * x * x) + t.Sum(), t => (4 * t.PointwisePower(3)) + 1);

        var result = GradientCheck.Run(quartic, new double[3]);

        result.Verdict.Should().Be(CheckVerdict.Agrees, result.ToString());
        result.Directions.Should().OnlyContain(direction => direction.Kink == null);
    }
}
