using MathNet.Numerics.LinearAlgebra;
using Optimizers.Curvature;
using Optimizers.Diagnostics;
using Optimizers.Tests.Curvature.Operators;

namespace Optimizers.Tests.Diagnostics.Probes;

public sealed class GradientProbeTests
{
    private static GradientReport Run(Objective objective, double[]? theta, double[]? start = null, bool eachParameter = false)
    {
        var before = objective.Evaluations;
        var report = GradientProbe.Run(objective, theta, start, [], 0, eachParameter, default)!;
        var places = theta is null || start is null ? 1 : 2;
        (objective.Evaluations - before)
            .ShouldBeWithin(GradientProbe.Price(objective, (theta ?? start)!.Length, eachParameter).Times(places));
        return report;
    }

    [Fact]
    public void A_right_gradient_agrees_to_what_differences_can_see()
    {
        var report = Run(Known.Rosenbrock, [-1.2, 1]);

        (report.Verdict, report.Place, report.LossRepeatability).Should().Be((CheckVerdict.Agrees, "θ", 0));
        report.LargestRelativeError.Should().BeLessThan(1e-6);
        report.DetectableError.Should().BeLessThan(1e-3);
        report.Loss.Should().BeApproximately(24.2, 1e-12);
        report.WrongPart.Should().BeNull();
    }

    [Fact]
    public void A_gradient_of_twice_the_size_is_named_by_its_factor()
    {
        var report = Run(Objective.Create(p => p * p, p => 4 * p), [1, 2, 3]);

        report.Verdict.Should().Be(CheckVerdict.Wrong);
        report.Factor.Should().BeApproximately(2, 1e-6);
        report.LargestRelativeError.Should().BeGreaterThan(0.01);
    }

    [Fact]
    public void The_part_of_a_layout_whose_gradient_is_missing_is_named()
    {
        var network = new TinyNetwork(softmax: true, seed: 1);
        var right = network.WithoutProduct;
        var objective = Objective.Create(network.Loss, p => WithoutW1(right, p), options: new() { Layout = TinyNetwork.Layout });

        var report = Run(objective, network.Theta.ToArray(), eachParameter: true);

        (report.Verdict, report.WrongPart).Should().Be((CheckVerdict.Wrong, "w1"));
    }

    [Fact]
    public void Without_a_layout_the_names_of_the_steps_are_taken()
    {
        var network = new TinyNetwork(softmax: true, seed: 1);
        var right = network.WithoutProduct;
        var objective = Objective.Create(network.Loss, p => WithoutW1(right, p));

        var report = GradientProbe.Run(
            objective, network.Theta.ToArray(), null, [("first", 12), ("rest", network.Theta.Count - 12)], 0, false, default);

        report!.WrongPart.Should().Be("first");
    }

    [Fact]
    public void One_wrong_entry_is_found()
    {
        var report = Run(Objective.Create(p => p * p, p => (2 * p).MapIndexed((i, x) => i == 3 ? -x : x)), [1, 2, 3, 4, 5, 6]);

        report.Verdict.Should().Be(CheckVerdict.Wrong);
        report.WrongEntry.Should().StartWith("entry 3 is -8 and should be 8");
    }

    [Fact]
    public void A_loss_that_does_not_repeat_is_not_judged()
    {
        var random = new Random(1);
        var report = Run(Objective.Create(p => (p * p) + random.NextDouble(), p => 2 * p), [1, 2]);

        report.Verdict.Should().Be(CheckVerdict.NotDeterministic);
        report.LossRepeatability.Should().BeGreaterThan(0);
        report.LargestRelativeError.Should().Be(0);
    }

    [Fact]
    public void Where_theta_has_no_finite_loss_it_is_checked_at_the_start()
    {
        var objective = Objective.Create(p => p[0] > 10 ? double.NaN : p * p, p => 2 * p);

        Run(objective, [11, 1], [1, 1]).Place.Should().Be("the start");
        Run(objective, null, [1, 1]).Place.Should().Be("the start");
        var run = () => Run(objective, [11, 1]);
        run.Should().Throw<InvalidOperationException>();
    }

    [Fact]
    public void Where_theta_tells_nothing_the_start_is_asked()
    {
        // At a minimum of fourth order there is nothing to see.
        var objective = Objective.Create(p => 1 + p.Enumerate().Sum(x => x * x * x * x), p => p.Map(x => 4 * x * x * x));

        Run(objective, [1e-9, 1e-9]).Verdict.Should().Be(CheckVerdict.Inconclusive);
        var report = Run(objective, [1e-9, 1e-9], [1, 1]);

        (report.Place, report.Verdict).Should().Be(("the start", CheckVerdict.Agrees));
    }

    [Fact]
    public void A_small_error_at_theta_alone_is_a_kink_and_no_slip()
    {
        // Of 100x₁² + x₀, the gradient is off in one per cent of its norm near θ only, as differences across a kink would see it.
        var objective = Objective.Create(
            p => (100 * p[1] * p[1]) + p[0], p => Vector<double>.Build.Dense([Math.Abs(p[0] - 0.3) < 0.01 ? -1 : 1, 200 * p[1]]));
        double[] theta = [0.3, 1];

        GradientProbe.Run(objective, theta, null, [], 0, false, default)!.Verdict.Should().Be(CheckVerdict.Wrong);
        var report = Run(objective, theta, [0.5, 1]);

        (report.Verdict, report.Place).Should().Be((CheckVerdict.Agrees, "the start"));
    }

    [Fact]
    public void A_small_error_at_both_places_is_a_slip()
    {
        var objective = Objective.Create(p => (100 * p[1] * p[1]) + p[0], p => Vector<double>.Build.Dense([-1, 200 * p[1]]));

        Run(objective, [0.3, 1], [0.5, 1]).Verdict.Should().Be(CheckVerdict.Wrong);
    }

    [Fact]
    public void A_gradient_of_zeros_is_wrong_where_the_loss_moves()
    {
        var report = Run(Objective.Create(p => p * p, p => 0 * p), [1, 2]);

        (report.Verdict, report.LargestRelativeError).Should().Be((CheckVerdict.Wrong, double.PositiveInfinity));
    }

    [Fact]
    public void Nowhere_to_check_is_no_report() => GradientProbe.Run(Known.Rosenbrock, null, null, [], 0, false, default).Should().BeNull();

    private static Vector<double> WithoutW1(Objective right, Vector<double> p)
    {
        var gradient = new double[p.Count];
        right.Gradient(p.AsArray(), gradient);
        Array.Clear(gradient, 0, TinyNetwork.B1);
        return Vector<double>.Build.Dense(gradient);
    }
}
