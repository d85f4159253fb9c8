using MathNet.Numerics.LinearAlgebra;
using Optimizers.Curvature;

namespace Optimizers.Tests.Curvature;

public class EscapeTests
{
    private static readonly VectorBuilder<double> V = Vector<double>.Build;
    private static readonly MatrixBuilder<double> M = Matrix<double>.Build;
    private static readonly CriticalPoint Saddle = TestFunction.Saddle.Classify(0, 0);

    [Theory]
    [InlineData(-3.073026, -0.081353)]
    [InlineData(-0.127961, -1.953715)]
    [InlineData(0.086678, 2.884255)]
    [InlineData(3.385154, 0.073852)]
    [InlineData(-0.270845, -0.923039)]
    public void The_saddles_and_the_maximum_of_Himmelblau_are_left_for_a_lower_loss(double x, double y)
    {
        var himmelblau = TestFunction.Himmelblau;
        var theta = himmelblau.Newton(x, y);
        var before = theta.Clone();
        var point = himmelblau.Classify(theta);

        point.TryEscape(himmelblau.Loss, theta, out var step).Should().BeTrue();

        theta.Should().Equal(before);
        step!.LossBefore.Should().Be(himmelblau.Loss(theta));
        step.LossAfter.Should().Be(himmelblau.Loss(step.Point));
        step.AchievedChange.Should().Be(step.LossAfter - step.LossBefore).And.BeNegative();
        step.Point.Should().Equal(theta + step.StepSize * step.Direction);
        step.Curvature.Should().Be(point.SmallestEigenvalue);
        step.PredictedChange.Should().BeApproximately(0.5 * point.SmallestEigenvalue * step.StepSize * step.StepSize, 1e-9);
        point.Escape(himmelblau.Loss, theta).Should().Equal(step.Point);
    }

    [Fact]
    public void At_each_saddle_of_Himmelblau_the_step_gains_most_of_what_the_line_has_nearby()
    {
        var himmelblau = TestFunction.Himmelblau;
        foreach (var (x, y) in new[] { (-3.073026, -0.081353), (-0.127961, -1.953715), (0.086678, 2.884255), (3.385154, 0.073852) })
        {
            var theta = himmelblau.Newton(x, y);
            himmelblau.Classify(theta).TryEscape(himmelblau.Loss, theta, out var step).Should().BeTrue();

            var best = Enumerable.Range(-4000, 8001).Min(k => himmelblau.Loss(theta + 1e-3 * k * step!.Direction));

            step!.AchievedChange.Should().BeLessThan(0.5 * (best - step.LossBefore));
        }
    }

    [Fact]
    public void On_a_quadratic_the_predicted_change_is_the_achieved_one()
    {
        var theta = V.Dense([0, 1e-4]);
        TestFunction.Saddle.Classify(theta).TryEscape(TestFunction.Saddle.Loss, theta, out var step).Should().BeTrue();

        step!.Slope.Should().Be(-2e-4);
        step.PredictedChange.Should().BeApproximately(step.AchievedChange, 1e-12 * Math.Abs(step.AchievedChange));
        step.ToString().Should().Contain("curvature -2").And.Contain($"{step.Evaluations} evaluations");
    }

    [Theory]
    [InlineData(1e-4)]
    [InlineData(-1e-4)]
    public void Near_a_saddle_the_gradient_gives_the_sign(double y)
    {
        var theta = V.Dense([0, y]);

        var escaped = TestFunction.Saddle.Classify(theta).Escape(TestFunction.Saddle.Loss, theta);

        Math.Sign(escaped[1]).Should().Be(Math.Sign(y));
        Math.Abs(escaped[1]).Should().BeGreaterThan(Math.Abs(y));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void At_a_saddle_the_lower_of_both_sides_is_taken(int side)
    {
        double Loss(Vector<double> p) => p[0] * p[0] - p[1] * p[1] - side * Math.Pow(p[1], 3) + Math.Pow(p[1], 4);

        Saddle.TryEscape(Loss, V.Dense(2), out var step).Should().BeTrue();

        Math.Sign(step!.Point[1]).Should().Be(side);
        step.Direction[1].Should().Be(side);
        step.Slope.Should().Be(0);
    }

    [Fact]
    public void Where_the_gradient_misleads_the_other_side_is_tried()
    {
        // Down along −y by the gradient, but closed off there.
        var point = CriticalPoint.Classify(M.DenseOfDiagonalArray([2, -2]), V.Dense([0, 1e-3]), new CriticalPointOptions { Radius = 1e-2 });
        double Loss(Vector<double> p) => p[1] < 0 ? double.PositiveInfinity : p[0] * p[0] + 1e-3 * p[1] - p[1] * p[1];

        point.TryEscape(Loss, V.Dense(2), out var step).Should().BeTrue();

        step!.Point[1].Should().BePositive();
        step.Slope.Should().BePositive();
        step.LossAfter.Should().BeNegative();
    }

    [Fact]
    public void A_loss_that_is_finite_only_next_to_the_point_is_followed_within_its_domain()
    {
        double Loss(Vector<double> p) => Math.Abs(p[1]) > 1e-30 ? double.NaN : p[0] * p[0] - p[1] * p[1];

        Saddle.TryEscape(Loss, V.Dense(2), out var step).Should().BeTrue();

        step!.StepSize.Should().BeInRange(0.5e-30, 1e-30);
        step.AchievedChange.Should().BeNegative();
    }

    [Fact]
    public void A_first_lower_loss_on_the_far_side_of_the_valley_is_improved_upon()
    {
        // Along y: zero at 0.0501, the minimum at 0.0354. The steps are 0.1, 0.05, 0.025, 0.0125.
        double Loss(Vector<double> p) => p[0] * p[0] - p[1] * p[1] + Math.Pow(p[1], 4) / (0.0501 * 0.0501);

        Saddle.TryEscape(Loss, V.Dense(2), out var step).Should().BeTrue();

        step!.StepSize.Should().Be(0.1 / 4);
    }

    [Fact]
    public void An_unbounded_loss_is_followed_only_so_far()
    {
        Saddle.TryEscape(TestFunction.Saddle.Loss, V.Dense(2), out var step).Should().BeTrue();

        step!.StepSize.Should().Be(0.1 * 1024);
        step.Evaluations.Should().BeLessThan(25);
    }

    [Fact]
    public void Curvature_too_small_for_the_loss_to_show_is_given_up_soon()
    {
        var point = CriticalPoint.Classify(M.DenseOfDiagonalArray([1e-310, -1e-310]), V.Dense(2));
        var evaluations = 0;
        double Flat(Vector<double> p)
        {
            evaluations++;
            return 1e10;
        }

        point.TryEscape(Flat, V.Dense(2), out _).Should().BeFalse();
        evaluations.Should().Be(3, "θ and the longest step on either side");
    }

    [Fact]
    public void A_loss_that_levels_off_is_not_followed_to_infinity()
    {
        Saddle.Escape(p => p[0] * p[0] + 1 / (1 + p[1] * p[1]), V.Dense(2)).L2Norm().Should().BeLessThan(4);
    }

    [Fact]
    public void A_large_constant_in_the_loss_does_not_pass_its_rounding_off_as_descent()
    {
        double Loss(Vector<double> p) => 1e8 + 1e-8 * (p[0] * p[0] - p[1] * p[1] + Math.Pow(p[1], 4));
        var point = CriticalPoint.Classify(M.DenseOfDiagonalArray([2e-8, -2e-8]), V.Dense(2));

        point.TryEscape(Loss, V.Dense(2), out _).Should().BeFalse();
        point.TryEscape(p => 1e-3 + 1e-8 * (p[0] * p[0] - p[1] * p[1] + Math.Pow(p[1], 4)), V.Dense(2), out _).Should().BeTrue();
    }

    [Fact]
    public void A_slope_that_promises_less_than_the_curvature_does_not_choose_the_side()
    {
        // Down to the left by its slope, and deeper on the right.
        double Loss(Vector<double> p) => p[0] * p[0] - p[1] * p[1] + 0.001 * p[1] - 0.3 * Math.Pow(p[1], 3) + 0.5 * Math.Pow(p[1], 4);
        var point = CriticalPoint.Classify(M.DenseOfDiagonalArray([2.0, -2]), V.Dense([0, 0.001]));

        point.TryEscape(Loss, V.Dense(2), out var step).Should().BeTrue();
        point.TryEscape(Objective.Create(Loss), V.Dense(2), new EscapeOptions(), out var same, out _).Should().BeTrue();

        step!.Point[1].Should().BePositive();
        step.Slope.Should().BeApproximately(0.001, 1e-15);
        step.LossAfter.Should().BeLessThan(Loss(-step.Point));
        same!.Point.Should().Equal(step.Point);
    }

    [Fact]
    public void The_error_of_the_loss_must_be_exceeded()
    {
        double Loss(Vector<double> p) => p[0] * p[0] - p[1] * p[1] + Math.Pow(p[1], 4);

        Saddle.TryEscape(Loss, V.Dense(2), new EscapeOptions { LossError = 0.1 }, out var step).Should().BeTrue();
        step!.AchievedChange.Should().BeLessThan(-0.2);
        Saddle.TryEscape(Loss, V.Dense(2), new EscapeOptions { LossError = 0.13 }, out _).Should().BeFalse();
    }

    [Fact]
    public void A_loss_that_is_not_that_of_the_Hessian_ends_with_a_clear_no()
    {
        var evaluations = 0;
        double Bowl(Vector<double> p)
        {
            evaluations++;
            return 1 + p * p;
        }

        var escape = () => Saddle.Escape(Bowl, V.Dense(2));

        escape.Should().Throw<InvalidOperationException>().WithMessage("No lower loss*curvature -2*both ways*below the 1 at θ*");
        evaluations.Should().BeLessThan(130);
        Saddle.TryEscape(Bowl, V.Dense(2), out var step).Should().BeFalse();
        step.Should().BeNull();
    }

    [Fact]
    public void At_a_minimum_there_is_no_escape_and_the_loss_is_not_evaluated()
    {
        var minimum = TestFunction.Rosenbrock.Classify(1, 1);
        Func<Vector<double>, double> loss = _ => throw new NotSupportedException();

        var escape = () => minimum.Escape(loss, V.Dense([1.0, 1.0]));

        escape.Should().Throw<InvalidOperationException>().WithMessage("*λmin = 0.3994*local minimum*");
        minimum.TryEscape(loss, V.Dense([1.0, 1.0]), out var step).Should().BeFalse();
        step.Should().BeNull();
    }

    [Fact]
    public void Without_negative_curvature_the_reason_is_that_of_the_kind()
    {
        Reason(TestFunction.MonkeySaddle.Classify(0, 0), V.Dense(2)).Should().Contain("degenerate");
        Reason(TestFunction.Rosenbrock.Classify(2, 2), V.Dense(2)).Should().Contain("not critical").And.Contain("gradient");
        Reason(CriticalPoint.Classify(M.Dense(0, 0), V.Dense(0)), V.Dense(0)).Should().Contain("no dimension");

        static string Reason(CriticalPoint point, Vector<double> theta) =>
            point.Invoking(p => p.Escape(_ => 0.0, theta)).Should().Throw<InvalidOperationException>().Which.Message;
    }

    [Fact]
    public void A_degenerate_point_with_negative_curvature_is_escaped_too()
    {
        var ridge = TestFunction.ParabolaWithQuartic.Negative();

        ridge.Loss(ridge.Classify(0, 0).Escape(ridge.Loss, V.Dense(2))).Should().BeNegative();
    }

    [Fact]
    public void Units_that_are_alike_part_along_a_multiple_eigenvalue()
    {
        // ½(Σ aᵢbᵢ − 1)², three hidden units without nonlinearity, all weights zero: λ = ±1, each three times.
        const int Units = 3;
        static double Loss(Vector<double> p) => 0.5 * Math.Pow(Enumerable.Range(0, Units).Sum(i => p[i] * p[i + Units]) - 1, 2);
        var h = M.Dense(2 * Units, 2 * Units, (i, j) => Math.Abs(i - j) == Units ? -1 : 0);
        var point = CriticalPoint.Classify(h, V.Dense(2 * Units));
        var theta = V.Dense(2 * Units);

        var escaped = point.Escape(Loss, theta);
        var again = point.Escape(Loss, theta, new EscapeOptions { Seed = 0 });
        var other = point.Escape(Loss, theta, new EscapeOptions { Seed = 1 });

        point.Kind.Should().Be(CriticalPointKind.Saddle);
        (point.NegativeCount, point.PositiveCount).Should().Be((3, 3));
        Loss(escaped).Should().BeLessThan(0.1);
        var units = escaped.Take(Units).Order().ToArray();
        (units[1] - units[0]).Should().BeGreaterThan(0.01);
        (units[2] - units[1]).Should().BeGreaterThan(0.01);
        again.Should().Equal(escaped);
        (other.Normalize(2) - escaped.Normalize(2)).L2Norm().Should().BeGreaterThan(0.1);
    }

    [Fact]
    public void The_direction_within_a_multiple_eigenvalue_does_not_depend_on_the_basis_that_the_solver_found()
    {
        var q = Spectrum.RandomOrthogonal(6, seed: 4);
        var h = Spectrum.Rotated([-2, -2, -2, 1, 3, 4], q);
        var nearby = Spectrum.Rotated([-2 - 1e-12, -2, -2 + 1e-12, 1, 3, 4], q);

        var (first, second) = (Step(h), Step(nearby));

        first.Curvature.Should().BeApproximately(-2, 1e-11);
        (first.Direction - second.Direction).L2Norm().Should().BeLessThan(1e-10);
        (h * first.Direction + 2 * first.Direction).L2Norm().Should().BeLessThan(1e-13);

        static EscapeStep Step(Matrix<double> h)
        {
            CriticalPoint.Classify(h, V.Dense(6)).TryEscape(d => 0.5 * (d * h * d), V.Dense(6), out var step).Should().BeTrue();
            return step!;
        }
    }

    [Theory]
    [InlineData(1e300)]
    [InlineData(1e-300)]
    public void Extreme_losses_are_escaped_as_others_are(double scale)
    {
        double Loss(Vector<double> p) => scale * (p[0] * p[0] - p[1] * p[1] + Math.Pow(p[1], 4));
        var point = CriticalPoint.Classify(M.DenseOfDiagonalArray([2, -2]) * scale, V.Dense(2));

        var escaped = point.Escape(Loss, V.Dense(2));

        Math.Abs(escaped[1]).Should().BeApproximately(0.8, 1e-12);
    }

    [Fact]
    public void The_loss_may_write_to_what_it_is_given()
    {
        static double Loss(Vector<double> p)
        {
            var value = p[0] * p[0] - p[1] * p[1];
            p.Clear();
            return value;
        }

        var theta = V.Dense([0, 1e-4]);
        TestFunction.Saddle.Classify(theta).TryEscape(Loss, theta, out var step).Should().BeTrue();

        theta[1].Should().Be(1e-4);
        step!.LossAfter.Should().Be(TestFunction.Saddle.Loss(step.Point));
    }

    [Fact]
    public void Single_precision_is_verified_at_the_rounded_point()
    {
        static double Loss(Vector<float> p) => 3f + p[0] * p[0] - p[1] * p[1] + p[1] * p[1] * p[1] * p[1];
        var theta = Vector<float>.Build.Dense([0.1f, 1f / 3000]);
        var point = CriticalPoint.Classify(
            Matrix<float>.Build.DenseOfDiagonalArray([2f, -2f]), Vector<float>.Build.Dense([0f, -2f / 3000]));

        var escaped = point.Escape(Loss, theta);
        point.TryEscape(Loss, theta, out var step).Should().BeTrue();

        Loss(escaped).Should().Be(step!.LossAfter).And.BeLessThan(Loss(theta));
        escaped.Select(x => (double)x).Should().Equal(step.Point);
        Loss(point.Escape(Loss, theta, new EscapeOptions { LossError = 0.01 })).Should().BeLessThan(Loss(theta) - 0.02);
    }

    [Fact]
    public void Descent_below_the_rounding_of_single_precision_is_none()
    {
        var point = CriticalPoint.Classify(Matrix<float>.Build.DenseOfDiagonalArray([2e-7f, -2e-7f]), Vector<float>.Build.Dense(2));
        static double Loss(Vector<float> p) => 1 + 1e-7 * (p[0] * p[0] - p[1] * p[1] + Math.Pow(p[1], 4));

        point.TryEscape(Loss, Vector<float>.Build.Dense(2), new EscapeOptions(), out _).Should().BeFalse();
    }

    [Fact]
    public void Bad_arguments_are_named()
    {
        var theta = V.Dense(2);
        Func<Vector<double>, double> loss = TestFunction.Saddle.Loss;
        Func<Vector<float>, double> single = _ => 0;
        Func<Vector<double>, double> none = null!;
        Func<Vector<float>, double> noneSingle = null!;

        Refusal.Of<ArgumentNullException>(() => Saddle.Escape(none, theta), "loss");
        Refusal.Of<ArgumentNullException>(() => Saddle.Escape(loss, null!), "theta");
        Refusal.Of<ArgumentNullException>(() => Saddle.Escape(loss, theta, null!), "options");
        Refusal.Of<ArgumentNullException>(() => Saddle.Escape(noneSingle, Vector<float>.Build.Dense(2)), "loss");
        Refusal.Of<ArgumentNullException>(() => Saddle.Escape(single, null!), "theta");
        Refusal.Of<ArgumentNullException>(() => Saddle.Escape(single, Vector<float>.Build.Dense(2), null!), "options");
        Refusal.Of<ArgumentException>(() => Saddle.TryEscape(loss, V.Dense(3), out _), "theta", "3 entries", "has 2");
        Refusal.Of<ArgumentException>(() => Saddle.TryEscape(loss, V.Dense([0, double.NaN]), out _), "theta", "θ[1] is NaN");
        Refusal.Of<ArgumentException>(() => Saddle.TryEscape(_ => double.NaN, theta, out _), "loss", "NaN");
    }
}
