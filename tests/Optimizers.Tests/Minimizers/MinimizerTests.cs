using MathNet.Numerics.LinearAlgebra;
using Optimizers.Curvature;

namespace Optimizers.Tests.Curvature.Minimizers;

/// <summary>What L-BFGS, Newton–CG and saddle-free Newton have in common.</summary>
public sealed class MinimizerTests
{
    private static readonly VectorBuilder<double> V = Vector<double>.Build;
    private static readonly Func<Vector<double>, double> Bowl = p => p.DotProduct(p);
    private static readonly Func<Vector<double>, Vector<double>> BowlSlope = p => 2 * p;

    public static TheoryData<string> Kinds => ["Lbfgs", "NewtonCg", "SaddleFree"];

    public static TheoryData<string, string> Problems
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var problem in MghProblems.All)
            {
                data.Add("Lbfgs", problem.Name);
                data.Add("NewtonCg", problem.Name);
                if (problem.Name != "PowellBadlyScaled") // Its curvatures are 10¹⁸ apart: the smaller one is rounding of the larger.
                    data.Add("SaddleFree", problem.Name);
            }

            return data;
        }
    }

    private static Minimizer Of(string kind, double gradient = 1e-8, int iterations = 1000, double step = 0, double value = 0,
        IProgress<IterationProgress>? progress = null) => kind == "Lbfgs"
        ? new Lbfgs
        {
            GradientTolerance = gradient,
            MaxIterations = iterations,
            StepTolerance = step,
            ValueTolerance = value,
            Progress = progress,
        }
        : kind == "SaddleFree" ? new SaddleFreeMinimizer
        {
            GradientTolerance = gradient,
            MaxIterations = iterations,
            StepTolerance = step,
            ValueTolerance = value,
            Progress = progress,
        }
        : new NewtonCg
        {
            GradientTolerance = gradient,
            MaxIterations = iterations,
            StepTolerance = step,
            ValueTolerance = value,
            Progress = progress,
        };

    [Theory]
    [MemberData(nameof(Problems))]
    public void Reaches_a_minimum_that_the_paper_gives(string kind, string name)
    {
        var problem = MghProblems.Named(name);
        var result = Of(kind, gradient: 1e-10, iterations: 3000).Minimize(problem.Objective(), problem.StartVector);
        result.HasConverged.Should().BeTrue("{0}", result);
        problem.IsMinimum(result.Loss).Should().BeTrue("{0}", result);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_result_says_what_is_at_its_point_and_what_it_cost(string kind)
    {
        var problem = MghProblems.Named("Wood");
        var objective = problem.Objective();
        _ = objective.Loss(problem.Start);
        var start = problem.StartVector;
        var result = Of(kind).Minimize(objective, start);
        var gradient = new double[4];
        objective.Evaluations.Should().Be(result.Evaluations + new EvaluationCounts(1, 0, 0, 0));
        objective.Gradient(result.Point.ToArray(), gradient);
        result.Loss.Should().Be(objective.Loss(result.Point.ToArray()));
        result.GradientNorm.Should().BeApproximately(V.Dense(gradient).L2Norm(), 1e-15 + (1e-12 * result.GradientNorm));
        result.Outcome.Should().Be(MinimizerOutcome.GradientConverged);
        start.Should().Equal(problem.Start, "the start is the caller's");
        result.ToString().Should().StartWith($"GradientConverged after {result.Iterations} iterations (");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_same_start_gives_the_same_bits_and_the_minimizer_remembers_nothing(string kind)
    {
        var problem = MghProblems.Named("Osborne2");
        var minimizer = Of(kind);
        var first = minimizer.Minimize(problem.Objective(), problem.StartVector);
        _ = minimizer.Minimize(MghProblems.Named("Wood").Objective(), V.Dense([1.0, 2, 3, 4]));
        var second = minimizer.Minimize(problem.Objective(), problem.StartVector);
        second.Point.Should().Equal(first.Point);
        second.Evaluations.Should().Be(first.Evaluations);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Running_out_of_iterations_is_a_result_with_the_best_point(string kind)
    {
        var problem = MghProblems.Named("Rosenbrock");
        var losses = new List<double>();
        for (var iterations = 0; iterations < 6; iterations++)
        {
            var result = Of(kind, iterations: iterations).Minimize(problem.Objective(), problem.StartVector);
            (result.Outcome, result.Iterations, result.HasConverged).Should().Be((MinimizerOutcome.IterationLimit, iterations, false));
            losses.Add(result.Loss);
        }

        losses[0].Should().BeApproximately(24.2, 1e-12);
        losses.Should().BeInDescendingOrder();
        losses[^1].Should().BeLessThan(4.2);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_start_at_the_minimum_ends_there(string kind)
    {
        var result = Of(kind).Minimize(Objective.Create(Bowl, BowlSlope), V.Dense(3));
        (result.Outcome, result.Iterations, result.Loss).Should().Be((MinimizerOutcome.GradientConverged, 0, 0.0));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_start_without_a_finite_loss_or_gradient_is_told_of(string kind)
    {
        var noLoss = Of(kind).Minimize(Objective.Create(_ => double.NaN, BowlSlope), V.Dense([1.0, 2]));
        (noLoss.Outcome, noLoss.Loss).Should().Be((MinimizerOutcome.NotFinite, double.NaN));
        noLoss.Point.Should().Equal(1, 2);
        var noGradient = Of(kind).Minimize(Objective.Create(Bowl, p => p * double.PositiveInfinity), V.Dense([1.0, 2]));
        (noGradient.Outcome, noGradient.Loss, noGradient.GradientNorm).Should().Be((MinimizerOutcome.NotFinite, 5.0, double.NaN));
    }

    [Theory]
    [InlineData("Lbfgs", false)]
    [InlineData("Lbfgs", true)]
    [InlineData("NewtonCg", false)]
    [InlineData("NewtonCg", true)]
    [InlineData("SaddleFree", false)]
    [InlineData("SaddleFree", true)]
    public void Points_that_are_not_finite_shorten_the_step(string kind, bool onlyTheGradient)
    {
        // x − ln x in each coordinate: a unit step from 0.01 along −g crosses 0 a hundred times over. Minimum n at 1.
        var visits = 0;
        var objective = Objective.Create(
            p => p.All(x => x > 0) ? p.Sum(x => x - Math.Log(x)) : ++visits > 0 && onlyTheGradient ? -1e6 : double.NaN,
            p => p.Map(x => x > 0 ? 1 - (1 / x) : double.NaN),
            (p, v) => v.PointwiseDivide(p.PointwiseMultiply(p)));
        var result = Of(kind).Minimize(objective, V.Dense([30.0, 0.01, 20]));
        result.Outcome.Should().Be(MinimizerOutcome.GradientConverged, "{0}", result);
        result.Point.Should().OnlyContain(x => Math.Abs(x - 1) < 1e-7);
        visits.Should().BeGreaterThan(0, "the run has met what it is to answer");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void An_island_of_finite_values_is_told_of(string kind)
    {
        var start = V.Dense([1.0, 2]);
        var result = Of(kind).Minimize(
            Objective.Create(p => p.Equals(start) ? 5 : double.NaN, _ => V.Dense([1.0, 1]), (_, v) => v), start);
        result.Outcome.Should().Be(MinimizerOutcome.NotFinite);
        result.Point.Should().Equal(start);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_gradient_whose_square_overflows_is_told_of(string kind)
    {
        var seen = new List<double>();
        var result = Of(kind).Minimize(
            Objective.Create(
                p =>
                {
                    seen.Add(p[0]);
                    return 1e200 * p[0];
                },
                p => p.Map(_ => 1e200),
                (_, v) => 0 * v),
            V.Dense([1.0]));
        (result.Outcome, result.Loss).Should().Be((MinimizerOutcome.NotFinite, 1e200));
        seen.Should().OnlyContain(x => double.IsFinite(x));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_gradient_of_the_wrong_sign_is_no_convergence(string kind)
    {
        var result = Of(kind).Minimize(Objective.Create(Bowl, p => -2 * p, (_, v) => 2 * v), V.Dense([1.0, 2]));
        (result.Outcome, result.Loss).Should().Be((MinimizerOutcome.NoDescent, 5.0));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_tolerance_below_rounding_ends_by_the_value_near_the_minimum(string kind)
    {
        // The gradient is off by 10⁻¹⁰, so that it vanishes nowhere that can be reached; the loss is as flat as doubles see it.
        var objective = Objective.Create(
            p => 1e4 + Bowl(p - 1), p => (2 * (p - 1)) + (1e-10 * p.Map(x => Math.Sin(1e17 * x))), (_, v) => 2 * v);
        var result = Of(kind, gradient: 1e-30).Minimize(objective, V.Dense([3.0, -2, 7]));
        result.Outcome.Should().Be(MinimizerOutcome.ValueConverged, "{0}", result);
        result.Point.Should().OnlyContain(x => Math.Abs(x - 1) < 1e-5);
        result.Iterations.Should().BeLessThan(100);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Steps_and_values_end_it_where_that_is_asked_for(string kind)
    {
        var problem = MghProblems.Named("Rosenbrock");
        Of(kind, gradient: 0, step: 1e-3).Minimize(problem.Objective(), problem.StartVector).Outcome.Should().Be(MinimizerOutcome.StepConverged);
        var byValue = Of(kind, gradient: 0, value: 0.5).Minimize(problem.Objective(), problem.StartVector);
        byValue.Outcome.Should().Be(MinimizerOutcome.ValueConverged);
        byValue.Loss.Should().BeGreaterThan(1e-3, "the tolerance is coarse");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_loss_without_gradient_is_minimized_by_differences(string kind)
    {
        var result = Of(kind, gradient: 1e-5).Minimize(
            Objective.Create(p => Math.Pow(p[0] - 1, 2) + (10 * Math.Pow(p[1] + 2, 2)) + Math.Pow(p[0], 4)), V.Dense([3.0, 3]));
        result.HasConverged.Should().BeTrue("{0}", result);
        result.Point[0].Should().BeApproximately(0.589754512301458, 1e-5, "2(x − 1) + 4x³ = 0");
        result.Point[1].Should().BeApproximately(-2, 1e-5);
        result.Evaluations.Gradients.Should().Be(0);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Progress_tells_of_each_iteration(string kind)
    {
        var problem = MghProblems.Named("Beale");
        var told = new List<IterationProgress>();
        var result = Of(kind, progress: new Listener<IterationProgress>(told.Add)).Minimize(problem.Objective(), problem.StartVector);
        told.Select(each => each.Iteration).Should().Equal(Enumerable.Range(1, result.Iterations));
        told[^1].Loss.Should().Be(result.Loss);
        told[^1].GradientNorm.Should().Be(result.GradientNorm);
        told.Should().OnlyContain(each => each.StepLength >= 0).And.Contain(each => each.StepLength > 0);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Cancelling_is_an_exception(string kind)
    {
        using var source = new CancellationTokenSource();
        var problem = MghProblems.Named("Rosenbrock");
        var objective = problem.Objective();
        var cancelling = Of(kind, progress: new Listener<IterationProgress>(each =>
        {
            if (each.Iteration == 3)
                source.Cancel();
        }));
        FluentActions.Invoking(() => cancelling.Minimize(objective, problem.StartVector, source.Token)).Should().Throw<OperationCanceledException>();
        objective.Cancellation.Should().Be(CancellationToken.None, "the objective is as it was");
        FluentActions.Invoking(() => Of(kind).Minimize(objective, problem.StartVector, new(true))).Should().Throw<OperationCanceledException>();
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void What_cannot_be_minimized_is_refused(string kind)
    {
        var objective = Objective.Create(Bowl, BowlSlope);
        var minimizer = Of(kind);
        FluentActions.Invoking(() => minimizer.Minimize(null!, V.Dense(1))).Should().Throw<ArgumentNullException>();
        FluentActions.Invoking(() => minimizer.Minimize(objective, null!)).Should().Throw<ArgumentNullException>();
        FluentActions.Invoking(() => minimizer.Minimize(objective, V.SparseOfEnumerable([]))).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => minimizer.Minimize(objective, V.Dense([1, double.NaN])))
            .Should().Throw<ArgumentException>().WithMessage("*θ[1] is NaN*");
        FluentActions.Invoking(() => minimizer.Minimize(Objective.Create(Bowl, _ => V.Dense(3)), V.Dense(2, 1.0)))
            .Should().Throw<InvalidOperationException>().WithMessage("*3 entries*");
    }

    [Fact]
    public void Options_out_of_their_range_are_refused()
    {
        Action[] wrong =
        [
            () => _ = new Lbfgs { GradientTolerance = -1 },
            () => _ = new Lbfgs { StepTolerance = double.NaN },
            () => _ = new Lbfgs { ValueTolerance = double.PositiveInfinity },
            () => _ = new Lbfgs { MaxIterations = -1 },
            () => _ = new Lbfgs { History = 0 },
            () => _ = new Lbfgs { SufficientDecrease = 0.5 },
            () => _ = new Lbfgs { SlopeReduction = 1 },
            () => _ = new NewtonCg { InitialRadius = 0 },
            () => _ = new NewtonCg { MaxRadius = double.NaN },
            () => _ = new NewtonCg { AcceptedRatio = 0.25 },
            () => _ = new NewtonCg { ResidualTolerance = 1 },
            () => _ = new NewtonCg { MaxInnerIterations = 0 },
        ];
        wrong.Should().AllSatisfy(each => each.Should().Throw<ArgumentOutOfRangeException>());
        FluentActions.Invoking(() => new Lbfgs { SufficientDecrease = 0.4, SlopeReduction = 0.3 }.Minimize(Objective.Create(Bowl), V.Dense(2, 1.0)))
            .Should().Throw<InvalidOperationException>().WithMessage("*SlopeReduction must be more*");
    }
}
