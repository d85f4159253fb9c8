using MathNet.Numerics.LinearAlgebra;
using Optimizers.Curvature;
using Xunit.Abstractions;

namespace Optimizers.Tests.Curvature.Objectives;

public class HessianCheckTests(ITestOutputHelper output)
{
    private static readonly VectorBuilder<double> V = Vector<double>.Build;

    private static Objective Of(TanhNetwork network, Func<Vector<double>, Vector<double>, Vector<double>> product) =>
        Objective.Create(network.Loss, network.Gradient, product, options: new() { Layout = network.Layout });

    [Fact]
    public void A_right_product_agrees_for_fourteen_gradients_and_three_products()
    {
        var network = new TanhNetwork(5, 6, 40, 1);

        var result = HessianCheck.Run(Of(network, network.Product), network.Theta);

        output.WriteLine(result.ToString());
        result.Verdict.Should().Be(CheckVerdict.Agrees);
        result.Evaluations.Should().Be(new EvaluationCounts(0, 14, 3, 0));
        (result.Row, result.Entry, result.Factor, result.IsSymmetric).Should().Be((null, null, null, true));
        result.DetectableError.Should().BeLessThan(1e-6);
    }

    [Theory]
    [InlineData(1e-4)]
    [InlineData(1e-5)]
    [InlineData(1e-6)]
    [InlineData(1e-7)]
    public void A_product_made_of_differences_is_not_wrong(double step)
    {
        for (var seed = 0; seed < 8; seed++)
        {
            var network = new TanhNetwork(5, 6, 40, seed);
            var objective = Of(network, (p, v) =>
            {
                var e = step / v.L2Norm();
                return (network.Gradient(p + (e * v)) - network.Gradient(p - (e * v))) / (2 * e);
            });
            HessianCheck.Run(objective, network.Theta).Verdict.Should().Be(CheckVerdict.Agrees);
        }
    }

    [Theory]
    [InlineData(3, 3)]
    [InlineData(12, 40)]
    [InlineData(42, 0)]
    public void One_wrong_entry_and_its_mirror_are_located(int row, int column)
    {
        var network = new TanhNetwork(5, 6, 40, 2);
        var objective = Of(network, (p, v) =>
        {
            var r = network.Product(p, v);
            r[row] += 1e-3 * v[column];
            if (row != column)
                r[column] += 1e-3 * v[row];
            return r;
        });

        var result = HessianCheck.Run(objective, network.Theta);

        output.WriteLine(result.ToString());
        result.Verdict.Should().Be(CheckVerdict.Wrong);
        result.IsSymmetric.Should().BeTrue();
        var entry = result.Entry!;
        new[] { (row, column), (column, row) }.Should().Contain((entry.Index, entry.Column!.Value));
        (entry.Given - entry.Expected).Should().BeApproximately(1e-3, 2 * entry.Error);
        entry.Name.Should().Be($"{network.Layout.Describe(entry.Index)}, {network.Layout.Describe(entry.Column!.Value)}");
        result.Evaluations.Gradients.Should().BeLessThanOrEqualTo(14 + 2 * 6 + 2 + 6);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(41)]
    public void An_error_of_one_row_is_no_factor_of_the_whole(int row)
    {
        var network = new TanhNetwork(5, 6, 40, 2);
        var result = HessianCheck.Run(Of(network, (p, v) =>
        {
            var r = network.Product(p, v);
            r[row] += 0.05 * v[row];
            return r;
        }), network.Theta);

        (result.Verdict, result.Row, result.Factor).Should().Be((CheckVerdict.Wrong, row, null));
    }

    [Fact]
    public void A_product_that_forgets_the_second_derivative_of_the_units_is_wrong()
    {
        var network = new TanhNetwork(5, 6, 40, 3);

        // Gauss–Newton is the Hessian of the model without the curvature of the network: here with the outputs' own slope only.
        var result = HessianCheck.Run(Of(network, (p, v) => network.Product(p, v)
            - 0.1 * network.Gradient(p) * (network.Gradient(p) * v)), network.Theta);

        result.Verdict.Should().Be(CheckVerdict.Wrong);
        result.Row.Should().NotBeNull();
        result.ToString().Should().StartWith("The Hessian is wrong: ");
    }

    [Fact]
    public void An_asymmetric_product_is_told_as_such()
    {
        var network = new TanhNetwork(3, 4, 20, 4);
        var objective = Of(network, (p, v) =>
        {
            var r = network.Product(p, v);
            r[2] += 0.01 * v[7];
            return r;
        });

        var result = HessianCheck.Run(objective, network.Theta);

        result.Verdict.Should().Be(CheckVerdict.Wrong);
        result.IsSymmetric.Should().BeFalse();
        (result.Entry!.Index, result.Entry.Column).Should().Be((2, 7));
        result.ToString().Should().Contain("not symmetric");
    }

    /// <summary>An error of rank one that is orthogonal to one of the two directions that are tried.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void An_error_that_one_direction_alone_sees_is_located_too(int seen)
    {
        var network = new TanhNetwork(3, 4, 20, 7);
        var asked = new List<Vector<double>>();
        HessianCheck.Run(Of(network, (p, v) =>
        {
            asked.Add(v.Clone());
            return network.Product(p, v);
        }), network.Theta);
        Vector<double>[] directions = [asked[0], asked.First(v => !v.Equals(asked[0]))];
        var (along, other) = (directions[seen], directions[1 - seen]);
        var w = (along - (along * other / (other * other) * other)).Normalize(2);

        var result = HessianCheck.Run(Of(network, (p, v) => network.Product(p, v) + (0.01 * (w * v) * w)), network.Theta);

        result.Verdict.Should().Be(CheckVerdict.Wrong);
        result.IsSymmetric.Should().BeTrue();
        result.Directions.Select(direction => direction.Agrees).Should().Equal(seen != 0, seen != 1);
        result.Row.Should().NotBeNull();
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(0.5)]
    [InlineData(1.001)]
    public void A_scaled_product_is_told_by_its_factor(double factor)
    {
        var network = new TanhNetwork(3, 4, 20, 5);

        var result = HessianCheck.Run(Of(network, (p, v) => factor * network.Product(p, v)), network.Theta);

        result.Verdict.Should().Be(CheckVerdict.Wrong);
        result.Factor.Should().BeApproximately(factor, 1e-6);
    }

    [Fact]
    public void A_wrong_entry_of_a_Hessian_given_as_a_matrix_is_found_too()
    {
        var network = new TanhNetwork(3, 4, 20, 6);
        var objective = Objective.Create(network.Loss, network.Gradient, hessian: p =>
        {
            var h = network.Hessian(p);
            h[1, 5] = h[5, 1] = -h[1, 5];
            return h;
        });

        var result = HessianCheck.Run(objective, network.Theta);

        new[] { (1, 5), (5, 1) }.Should().Contain((result.Entry!.Index, result.Entry.Column!.Value));
        result.Evaluations.Hessians.Should().Be(1);
    }

    [Fact]
    public void A_right_product_is_never_accused()
    {
        for (var seed = 0; seed < 150; seed++)
        {
            var random = new Random(seed);
            double Next(double size) => size * (2 * random.NextDouble() - 1);
            var network = new TanhNetwork(3, 4, 20, seed);
            Objective Known(TestFunction f) => Objective.Create(f.Loss, f.Gradient, hessian: f.Hessian);
            Vector<double> Rounded(Vector<double> x) => x.Map(entry => (double)(float)entry);
            (Objective Objective, double[] Theta)[] problems =
            [
                (Known(TestFunction.Rosenbrock), [Next(2), Next(2)]),
                (Known(TestFunction.Himmelblau), [Next(5), Next(5)]),
                (Known(TestFunction.MonkeySaddle), [Next(1e-4), Next(1e-4)]),
                (Known(TestFunction.Quartic), [Next(1e-2), Next(1e3)]),
                (Of(network, network.Product), network.Theta),
                (Objective.Create(network.Loss, p => Rounded(network.Gradient(Rounded(p))), (p, v) =>
                    Rounded(network.Product(p, v)), options: new() { SinglePrecision = true }), network.Theta),
                (Objective.Create(p => p.Sum(x => -Math.Log(x)), p => p.Map(x => -1 / x), (p, v) => v.PointwiseDivide(p.PointwisePower(2))),
                    [.. Enumerable.Range(0, 5).Select(_ => Math.Pow(10, Next(3)))]),
            ];
            foreach (var (objective, theta) in problems)
            {
                var result = HessianCheck.Run(objective, theta, seed);
                result.Verdict.Should().BeOneOf([CheckVerdict.Agrees, CheckVerdict.Inconclusive],
                    $"seed {seed}, problem {Array.IndexOf(problems, (objective, theta))}: {result}");
            }
        }
    }

    [Fact]
    public void An_error_as_large_as_is_said_to_be_detectable_is_detected()
    {
        for (var seed = 0; seed < 100; seed++)
        {
            var network = new TanhNetwork(3, 4, 20, seed % 10);
            var right = HessianCheck.Run(Of(network, network.Product), network.Theta, seed);
            var x = V.Dense(RandomUnit(network.Theta.Length, seed));

            var wrong = HessianCheck.Run(
                Of(network, (p, v) => network.Product(p, v) + right.DetectableError * (x * v) * x),
                network.Theta, seed, locate: false);

            wrong.Verdict.Should().Be(CheckVerdict.Wrong);
        }
    }

    [Fact]
    public void What_is_not_deterministic_is_reported_and_not_differentiated()
    {
        var network = new TanhNetwork(3, 4, 20, 7);
        var random = new Random(1);

        var result = HessianCheck.Run(Of(network, (p, v) => network.Product(p, v) * random.NextDouble()), network.Theta);

        result.Verdict.Should().Be(CheckVerdict.NotDeterministic);
        result.ProductRepeatability.Should().BeGreaterThan(0);
        result.Evaluations.Should().Be(new EvaluationCounts(0, 2, 2, 0));
        result.ToString().Should().Contain("The Hessian-vector product is not deterministic");
    }

    [Fact]
    public void Products_and_gradients_that_differ_in_their_last_bits_are_checked_above_that_noise()
    {
        var network = new TanhNetwork(3, 4, 20, 7);
        var random = new Random(1);
        Vector<double> Noisy(Vector<double> values) => values.Map(value => value * (1 + ((random.Next(3) - 1) * 2.2e-16)));
        HessianCheck Check(double factor) => HessianCheck.Run(
            Objective.Create(network.Loss, p => Noisy(network.Gradient(p)), (p, v) => Noisy(factor * network.Product(p, v))), network.Theta);

        var right = Check(1);

        right.Verdict.Should().Be(CheckVerdict.Agrees, right.ToString());
        right.ProductRepeatability.Should().BePositive();
        right.ToString().Should().Contain("noise, below which nothing is seen");
        Check(0.999).Verdict.Should().Be(CheckVerdict.Wrong);
    }

    [Fact]
    public void Bad_input_is_refused_by_name_and_a_check_can_be_cancelled()
    {
        var network = new TanhNetwork(3, 4, 20, 8);
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();

        Refusal.Of<ArgumentNullException>(() => HessianCheck.Run(null!, network.Theta), "objective");
        Refusal.Of<ArgumentException>(() =>
            HessianCheck.Run(Objective.Create(network.Loss, network.Gradient), network.Theta), "objective", "nothing to check");
        Refusal.Of<ArgumentException>(() =>
            HessianCheck.Run(Objective.Create(network.Loss, product: network.Product), network.Theta), "objective", "no gradient");
        FluentActions.Invoking(() => HessianCheck.Run(Of(network, network.Product), network.Theta, cancellation: cancelled.Token))
            .Should().Throw<OperationCanceledException>();
    }

    private static double[] RandomUnit(int n, int seed)
    {
        var random = new Random(seed);
        var x = Enumerable.Range(0, n).Select(_ => random.NextDouble() - 0.5).ToArray();
        var norm = Math.Sqrt(x.Sum(entry => entry * entry));
        return [.. x.Select(entry => entry / norm)];
    }
}
