using MathNet.Numerics.LinearAlgebra;
using Optimizers.Curvature;

namespace Optimizers.Tests.Curvature.Sharpness;

/// <summary>
/// The limits against the library's own optimizers on ½λθ², whose steps are the recursions that the limits are derived from: one thousandth below
/// the limit the steps shrink, one thousandth above it they grow.
/// </summary>
public sealed class StabilityLimitTests
{
    private const double Lambda = 7.3;

    private sealed record Steps(StabilityLimit Limit, Func<double, IOptimizer> Optimizer);

    private static readonly Dictionary<string, Steps> All = new()
    {
        ["gradient descent"] = new(StabilityLimit.GradientDescent(Lambda), rate => new Sgd(rate)),
        ["velocity 0.9"] = new(StabilityLimit.HeavyBall(Lambda, 0.9), rate => new Momentum(rate, 0.9)),
        ["velocity 0"] = new(StabilityLimit.HeavyBall(Lambda, 0), rate => new Momentum(rate, 0)),
        ["velocity 0.5, dampened"] = new(StabilityLimit.HeavyBall(Lambda, 0.5, 0.3), rate => new Momentum(rate, 0.5, dampening: 0.3)),
        ["accumulated 0.9"] = new(StabilityLimit.HeavyBall(Lambda, 0.9), rate => new Momentum(rate, 0.9, MomentumForm.Accumulated)),
        ["accumulated 0.95, dampened"] = new(
            StabilityLimit.HeavyBall(Lambda, 0.95, 0.5), rate => new Momentum(rate, 0.95, MomentumForm.Accumulated, dampening: 0.5)),
        ["averaged 0.9"] = new(
            StabilityLimit.AveragedGradient(Lambda, 0.9), rate => new Momentum(rate, 0.9, MomentumForm.Accumulated, dampening: 0.9)),
        ["Nesterov 0.9, velocity"] = new(StabilityLimit.Nesterov(Lambda, 0.9), rate => new Momentum(rate, 0.9, nesterov: true)),
        ["Nesterov 0.3, accumulated"] = new(
            StabilityLimit.Nesterov(Lambda, 0.3), rate => new Momentum(rate, 0.3, MomentumForm.Accumulated, nesterov: true)),

        // √v̂ is far below ε = 4 here, which so is the preconditioner.
        ["Adam, β₁ = 0.9"] = new(StabilityLimit.AveragedGradient(Preconditioned(4), 0.9), rate => new Adam(rate, epsilon: 4)),
        ["Adam, β₁ = 0.5"] = new(StabilityLimit.AveragedGradient(Preconditioned(4), 0.5), rate => new Adam(rate, 0.5, epsilon: 4)),
        ["RMSProp"] = new(
            StabilityLimit.GradientDescent(Preconditioned(4)), rate => new RmsProp(rate, 0.99, RmsPropStart.Zero, epsilon: 4)),
        ["RMSProp, momentum 0.8"] = new(
            StabilityLimit.HeavyBall(Preconditioned(4), 0.8), rate => new RmsPropWithMomentum(rate, 0.8, 0.99, RmsPropStart.Zero, epsilon: 4)),
    };

    public static TheoryData<string> Names => [.. All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Steps_shrink_just_below_the_limit_and_grow_just_above_it(string name)
    {
        var (limit, optimizer) = All[name];

        Growth(optimizer(0.999 * limit.LearningRate)).Should().BeLessThan(0.5);
        Growth(optimizer(1.001 * limit.LearningRate)).Should().BeGreaterThan(2);
    }

    /// <summary>The largest |θ| of the last ten of 4,000 steps, beside that of steps 1,990 to 2,000.</summary>
    private static double Growth(IOptimizer optimizer)
    {
        var theta = new[] { 1e-60 };
        var gradient = new double[1];
        double early = 0, late = 0;
        for (var i = 0; i < 4000; i++)
        {
            gradient[0] = Lambda * theta[0];
            optimizer.Step([(theta, gradient)]);
            if (i is >= 1990 and < 2000)
                early = Math.Max(early, Math.Abs(theta[0]));
            if (i >= 3990)
                late = Math.Max(late, Math.Abs(theta[0]));
        }

        return late / early;
    }

    private static double Preconditioned(double p)
    {
        var hessian = SymmetricOperator.FromMatrix(Matrix<double>.Build.Dense(1, 1, Lambda));
        return hessian.Precondition(Vector<double>.Build.Dense(1, p)).Multiply(Vector<double>.Build.Dense(1, 1.0))[0];
    }

    [Fact]
    public void The_constants_are_those_of_the_papers()
    {
        StabilityLimit.GradientDescent(1).LearningRate.Should().Be(2);
        StabilityLimit.HeavyBall(1, 0.9).LearningRate.Should().BeApproximately(3.8, 1e-15);
        StabilityLimit.Nesterov(1, 0.9).LearningRate.Should().BeApproximately(3.8 / 2.8, 1e-15);
        StabilityLimit.AveragedGradient(1, 0.9).LearningRate.Should().BeApproximately(38, 1e-13);
    }

    [Fact]
    public void The_interval_of_the_eigenvalue_becomes_one_of_the_limit()
    {
        var limit = StabilityLimit.HeavyBall(new EigenvalueInterval(4, 5), 0.5);

        (limit.Lower, limit.Upper).Should().Be((3 / 5.0, 3 / 4.0));
        limit.LearningRate.Should().BeApproximately(3 / 4.5, 1e-15);
        limit.Allows(0.59).Should().BeTrue();
        limit.Allows(0.7).Should().BeNull();
        limit.Allows(0.76).Should().BeFalse();
    }

    [Fact]
    public void An_eigenvalue_that_is_bounded_on_one_side_bounds_the_limit_on_the_other()
    {
        var limit = StabilityLimit.GradientDescent(new EigenvalueInterval(4, double.PositiveInfinity));

        (limit.LearningRate, limit.Lower, limit.Upper).Should().Be((0.5, 0, 0.5));
        limit.Allows(0.6).Should().BeFalse();
        limit.Allows(0.1).Should().BeNull();
    }

    [Fact]
    public void The_interval_of_a_solver_can_be_given_as_it_is()
    {
        var h = Optimizers.Tests.Curvature.Operators.Dense.RandomSymmetric(12, seed: 1);
        var ends = ExtremeEigenvalues.Locate(SymmetricOperator.FromMatrix(h));

        var limit = StabilityLimit.GradientDescent(ends.Largest);

        (2 / Spectrum.Jacobi(h)[^1]).Should().BeInRange(limit.Lower, limit.Upper);
        limit.Upper.Should().BeLessThan(1.1 * limit.Lower);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-3)]
    public void Without_positive_curvature_there_is_no_limit(double largest)
    {
        var limit = StabilityLimit.GradientDescent(largest);

        limit.LearningRate.Should().Be(double.PositiveInfinity);
        limit.Allows(1e9).Should().BeTrue();
        limit.Judge(1e9).Should().Contain("is 0 of").And.Contain("no direction curves up");
    }

    [Fact]
    public void A_judgement_says_the_ratio_and_what_it_means()
    {
        var limit = StabilityLimit.HeavyBall(100, 0.9);

        limit.ToString().Should().Be("stability limit of heavy-ball momentum 0.9: α* = 3.8/λmax = 0.038");
        limit.Judge(0.019).Should().Be(
            "α = 0.019 is 0.5 of the stability limit of heavy-ball momentum 0.9: α* = 3.8/λmax = 0.038: steps on the quadratic model shrink.");
        limit.Judge(0.076).Should().Contain("is 2 of").And.Contain("grow along the sharpest direction").And.Contain("edge");
        StabilityLimit.GradientDescent(new EigenvalueInterval(1, 2)).Judge(1.5).Should()
            .Contain("within [1, 2]").And.EndWith("at the limit, as far as λmax is known.");
    }

    [Fact]
    public void Bad_input_is_refused()
    {
        Refusal.Of<ArgumentOutOfRangeException>(() => StabilityLimit.HeavyBall(1, 1), "momentum", "[0, 1)");
        Refusal.Of<ArgumentOutOfRangeException>(() => StabilityLimit.HeavyBall(1, 0.9, -0.1), "dampening", "[0, 1)");
        Refusal.Of<ArgumentOutOfRangeException>(() => StabilityLimit.Nesterov(1, double.NaN), "momentum", "[0, 1)");
        Refusal.Of<ArgumentOutOfRangeException>(() => StabilityLimit.AveragedGradient(1, 1), "decay", "[0, 1)");
        Refusal.Of<ArgumentOutOfRangeException>(() => StabilityLimit.GradientDescent(1).Allows(-1), "learningRate", "-1");
        Refusal.Of<ArgumentNullException>(() => StabilityLimit.GradientDescent(null!), "largestEigenvalue");
        Refusal.Of<ArgumentException>(() => StabilityLimit.GradientDescent(double.NaN), "value", "NaN");
        Refusal.Of<ArgumentException>(() => StabilityLimit.GradientDescent(new EigenvalueInterval(2, 1)), "interval", "2", "1");
        Refusal.Of<ArgumentException>(() => StabilityLimit.GradientDescent(new EigenvalueInterval(1, double.NaN)), "interval", "NaN");
    }

    [Fact]
    public void A_rate_just_at_an_end_of_the_limit_is_neither_below_nor_above_it()
    {
        var limit = StabilityLimit.GradientDescent(new EigenvalueInterval(1, 2));

        limit.Allows(limit.Lower).Should().BeNull();
        limit.Allows(Math.BitDecrement(limit.Lower)).Should().BeTrue();
        limit.Allows(limit.Upper).Should().BeNull();
        limit.Allows(Math.BitIncrement(limit.Upper)).Should().BeFalse();
    }
}
