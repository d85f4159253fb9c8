using CsCheck;
using MathNet.Numerics.LinearAlgebra;
using Optimizers.Curvature;

namespace Optimizers.Tests.Curvature.Search;

public class EscapeMethodTests
{
    private static readonly VectorBuilder<double> V = Vector<double>.Build;
    private static readonly MatrixBuilder<double> M = Matrix<double>.Build;

    // Every method, each of its branches: a new one is tested everywhere by a line here.
    private static readonly EscapeMethod[] All =
    [
        new NegativeCurvatureEscape(), new NegativeCurvatureEscape(subspaceDimension: 8),
        new PerturbedGradientDescent(), new PerturbedGradientDescent(learningRate: 0.02, radius: 1e-2),
        new SaddleFreeNewton(), new SaddleFreeNewton(subspaceDimension: 8),
    ];

    public static TheoryData<int> Methods => [.. Enumerable.Range(0, All.Length)];

    [Theory]
    [MemberData(nameof(Methods))]
    public void The_saddle_of_x2_minus_y2_is_left_for_a_lower_loss(int method) => Left(All[method], Objectives.Of(TestFunction.Saddle), V.Dense(2));

    [Theory]
    [MemberData(nameof(Methods))]
    public void With_the_gradient_alone_it_is_left_too(int method)
    {
        var objective = Objectives.WithGradient(TestFunction.Saddle);

        Left(All[method], objective, V.Dense(2));

        objective.Evaluations.Hessians.Should().Be(0);
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void The_saddles_and_the_maximum_of_Himmelblau_are_left(int method)
    {
        foreach (var (x, y) in new[] { (-3.073026, -0.081353), (-0.127961, -1.953715),
            (0.086678, 2.884255), (3.385154, 0.073852), (-0.270845, -0.923039) })
        {
            // ‖H‖ is 50 to 130 at these: 0.02 is too long a step for gradient descent to be stable.
            if (All[method] is PerturbedGradientDescent { LearningRate: > 0 })
                continue;
            var step = Left(All[method], Objectives.Of(TestFunction.Himmelblau), TestFunction.Himmelblau.Newton(x, y));
            step.AchievedChange.Should().BeLessThan(-1);
        }
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void A_strict_saddle_in_100_dimensions_is_left(int method)
    {
        var spectrum = Enumerable.Range(0, 100).Select(i => i < 3 ? -0.5 - 0.25 * i : 0.5 + 0.1 * i).ToArray();
        var h = Objectives.Reflected(spectrum, seed: 3);

        var step = Left(All[method], Objectives.QuadraticWithQuartic(h), V.Dense(100));

        step.AchievedChange.Should().BeLessThan(-0.1);
        step.Curvature.Should().BeNegative();
        step.Curvature.Should().BeApproximately(step.Direction * h * step.Direction, 1e-7);
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Of_random_strict_saddles_each_is_left(int method) => Gen.Select(
        Gen.Double[0.5, 3].Array[1, 6], Gen.Double[0.2, 3].Array[0, 6], Gen.Int[0, 1_000_000]).Sample(
        (down, up, seed) =>
        {
            double[] spectrum = [.. down.Select(value => -value), .. up];
            var h = Spectrum.Rotated(spectrum, Spectrum.RandomOrthogonal(spectrum.Length, seed));
            Left(All[method], Objectives.QuadraticWithQuartic(h), V.Dense(spectrum.Length));
        },
        iter: 20);

    [Theory]
    [MemberData(nameof(Methods))]
    public void The_origin_of_a_tanh_network_is_left_and_its_units_part(int method)
    {
        const int Hidden = 4;

        var step = Left(All[method], Objectives.TanhNetwork(Hidden), V.Dense(3 * Hidden));

        step.LossAfter.Should().BeLessThan(0.9 * step.LossBefore);
        step.Point.SubVector(2 * Hidden, Hidden).Select(c => Math.Round(c, 6)).Distinct().Should().HaveCount(Hidden);
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void At_a_minimum_there_is_no_lower_loss_and_the_reason_is_told(int method)
    {
        var minimum = Objectives.Of(TestFunction.Rosenbrock);
        var theta = V.Dense([1.0, 1.0]);

        All[method].TryLeave(minimum, theta, new EscapeOptions(), out var step, out var reason).Should().BeFalse();

        step.Should().BeNull();
        reason.Should().StartWith("No ");
        All[method].Invoking(m => m.Leave(minimum, theta)).Should().Throw<InvalidOperationException>().WithMessage(reason);
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void The_seed_decides_and_nothing_else(int method)
    {
        var objective = Objectives.TanhNetwork(3);
        var theta = V.Dense(9);

        var first = All[method].Leave(objective, theta, new EscapeOptions { Seed = 1 });
        var again = All[method].Leave(objective, theta, new EscapeOptions { Seed = 1 });
        var other = All[method].Leave(objective, theta, new EscapeOptions { Seed = 2 });

        again.Point.Should().Equal(first.Point);
        again.Cost.Should().Be(first.Cost);
        other.Point.Should().NotEqual(first.Point);
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Cancelled_half_way_it_throws_and_the_point_is_as_it_was(int method)
    {
        using var source = new CancellationTokenSource();
        var losses = 0;
        var objective = Objective.Create(
            p =>
            {
                if (++losses == 3)
                    source.Cancel();
                return TestFunction.Saddle.Loss(p);
            },
            TestFunction.Saddle.Gradient,
            hessian: TestFunction.Saddle.Hessian);
        var theta = V.Dense([1e-9, -1e-9]);

        var leave = () => All[method].Leave(objective, theta, new EscapeOptions { CancellationToken = source.Token });

        leave.Should().Throw<OperationCanceledException>();
        theta.Should().Equal(1e-9, -1e-9);
        losses.Should().Be(3);
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void A_decrease_within_the_error_of_the_loss_is_none(int method)
    {
        // x² − y² + y⁴: −¼ at the most.
        var objective = Objective.Create(
            p => p[0] * p[0] - p[1] * p[1] + Math.Pow(p[1], 4),
            p => V.Dense([2 * p[0], -2 * p[1] + 4 * Math.Pow(p[1], 3)]),
            hessian: p => M.DenseOfDiagonalArray([2, -2 + 12 * p[1] * p[1]]));

        var small = All[method].Leave(objective, V.Dense(2), new EscapeOptions { LossError = 0.05 });

        small.AchievedChange.Should().BeLessThan(-0.1);
        All[method].TryLeave(objective, V.Dense(2), new EscapeOptions { LossError = 0.13 }, out _, out var reason).Should().BeFalse();
        reason.Should().Contain("0.26");
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void In_single_precision_the_point_is_a_rounded_one(int method)
    {
        var objective = Objective.Create(
            p => (float)TestFunction.Saddle.Loss(p),
            TestFunction.Saddle.Gradient,
            hessian: TestFunction.Saddle.Hessian,
            options: new ObjectiveOptions { SinglePrecision = true });

        var step = Left(All[method], objective, V.Dense([0, 0.1f]));

        step.Point.Should().OnlyContain(x => x == (float)x);
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Bad_input_is_refused(int method)
    {
        var (way, saddle, options) = (All[method], Objectives.Of(TestFunction.Saddle), new EscapeOptions());

        Refusal.Of<ArgumentNullException>(() => way.Leave(null!, V.Dense(2)), "objective");
        Refusal.Of<ArgumentNullException>(() => way.Leave(saddle, null!), "theta");
        Refusal.Of<ArgumentNullException>(() => way.Leave(saddle, V.Dense(2), null!), "options");
        Refusal.Of<ArgumentException>(() => way.Leave(saddle, V.Dense([double.NaN, 0])), "theta", "θ[0] is NaN");
        Refusal.Of<ArgumentException>(() => way.Leave(Objective.Create(_ => double.NaN), V.Dense(2)), "objective", "NaN");
        way.TryLeave(saddle, V.Dense(0), options, out _, out var reason).Should().BeFalse();
        reason.Should().Contain("no dimension");
    }

    /// <summary>Leaves, and checks everything that a step promises.</summary>
    internal static EscapeStep Left(EscapeMethod method, Objective objective, Vector<double> theta)
    {
        var before = theta.Clone();
        var counts = objective.Evaluations;

        method.TryLeave(objective, theta, new EscapeOptions(), out var step, out var reason).Should().BeTrue(reason);

        theta.Should().Equal(before);
        reason.Should().BeEmpty();
        step!.Cost.Should().Be(objective.Evaluations - counts);
        step.Evaluations.Should().Be((int)step.Cost.Losses);
        step.LossBefore.Should().Be(objective.Loss(theta.ToArray()));
        step.LossAfter.Should().Be(objective.Loss(step.Point.ToArray()));
        step.AchievedChange.Should().BeLessThan(-4 * 2.2e-16 * Math.Abs(step.LossBefore));
        step.StepSize.Should().BePositive();
        step.Direction.L2Norm().Should().BeApproximately(1, 1e-13);
        (theta + step.StepSize * step.Direction - step.Point).L2Norm().Should().BeLessThan(1e-7 * step.StepSize);
        return step;
    }
}
