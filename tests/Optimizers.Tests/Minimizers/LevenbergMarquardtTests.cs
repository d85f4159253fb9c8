using MathNet.Numerics.LinearAlgebra;
using Optimizers.Curvature;

namespace Optimizers.Tests.Curvature.Minimizers;

public sealed class LevenbergMarquardtTests
{
    private static readonly VectorBuilder<double> V = Vector<double>.Build;

    public static TheoryData<string> Compared =>
        ["Rosenbrock", "FreudensteinRoth", "Bard", "KowalikOsborne", "PowellSingular", "JennrichSampson", "Beale"];

    public static TheoryData<string, bool> Problems
    {
        get
        {
            var data = new TheoryData<string, bool>();
            foreach (var problem in MghProblems.All)
            {
                data.Add(problem.Name, true);
                data.Add(problem.Name, false);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Compared))]
    public void Tries_the_points_that_MINPACK_tries(string name)
    {
        var trials = Scipy.Trials(name);
        var problem = MghProblems.Named(name);
        var points = new List<Vector<double>>();
        var result = new LevenbergMarquardt { ValueTolerance = 1e-10, GradientTolerance = 0 }.Minimize(
            p =>
            {
                points.Add(p);
                return problem.Residuals(p);
            },
            problem.Jacobian,
            problem.StartVector);
        result.HasConverged.Should().BeTrue("{0}", result);
        points.Should().HaveCountGreaterThanOrEqualTo(trials.Length - 1);
        var scale = 1.0;
        for (var k = 0; k < Math.Min(trials.Length, points.Count); k++)
        {
            scale = Math.Max(scale, V.Dense(trials[k]).AbsoluteMaximum());
            (points[k] - V.Dense(trials[k])).AbsoluteMaximum().Should().BeLessThan(1e-7 * scale, "trial {0} of {1}", k, trials.Length);
        }
    }

    [Theory]
    [MemberData(nameof(Problems))]
    public void Reaches_a_minimum_that_the_paper_gives(string name, bool hasJacobian)
    {
        var problem = MghProblems.Named(name);
        var method = new LevenbergMarquardt { MaxIterations = 3000 };
        var result = hasJacobian
            ? method.Minimize(problem.Residuals, problem.Jacobian, problem.StartVector)
            : method.Minimize(problem.Residuals, problem.StartVector);
        result.HasConverged.Should().BeTrue("{0}", result);
        problem.IsMinimum(result.SumOfSquares).Should().BeTrue("{0}", result);
        result.JacobianEvaluations.Should().Be(hasJacobian ? result.JacobianEvaluations : 0);
        problem.Residuals(result.Point).Should().Equal(result.Residuals);
        var gradient = problem.Jacobian(result.Point).Transpose() * result.Residuals;
        if (hasJacobian)
            result.GradientNorm.Should().BeApproximately(gradient.L2Norm(), 1e-12 + (1e-9 * gradient.L2Norm()));
    }

    /// <summary>MINPACK: a column of zeros has the scale 1, which belongs to the length of the start by which the first step is bounded.</summary>
    [Fact]
    public void A_parameter_without_effect_at_the_start_has_the_scale_1()
    {
        var seen = new List<double>();
        new LevenbergMarquardt { InitialRadius = 0.1, MaxIterations = 1 }.Minimize(
            p =>
            {
                seen.Add(p[0]);
                return Vector<double>.Build.Dense([p[0] - 1, p[0] * p[0] * p[1]]);
            },
            p => Matrix<double>.Build.DenseOfRowArrays([1, 0], [2 * p[0] * p[1], p[0] * p[0]]),
            Vector<double>.Build.Dense([0, 3.0]));

        // A tenth of ‖(1·0, 1·3)‖, within the tenth that the search for μ allows.
        seen[1].Should().BeInRange(0.27, 0.33);
    }

    [Fact]
    public void The_units_of_the_parameters_do_not_matter()
    {
        var problem = MghProblems.Named("KowalikOsborne");
        var units = V.Dense([1e6, 1e-5, 1, 1e3]);
        List<double> plainLosses = [], scaledLosses = [];
        var plain = new LevenbergMarquardt { Progress = new Listener<IterationProgress>(each => plainLosses.Add(each.Loss)) }
            .Minimize(problem.Residuals, problem.Jacobian, problem.StartVector);
        var scaled = new LevenbergMarquardt { Progress = new Listener<IterationProgress>(each => scaledLosses.Add(each.Loss)) }.Minimize(
            p => problem.Residuals(p.PointwiseDivide(units)),
            p => problem.Jacobian(p.PointwiseDivide(units)) * Matrix<double>.Build.DenseOfDiagonalVector(1 / units),
            problem.StartVector.PointwiseMultiply(units));
        for (var k = 0; k < 15; k++)
            scaledLosses[k].Should().BeApproximately(plainLosses[k], 1e-8 * plainLosses[k], "iteration {0}", k);
        (scaled.Point.PointwiseDivide(units) - plain.Point).AbsoluteMaximum().Should().BeLessThan(1e-7);
    }

    [Fact]
    public void A_linear_problem_whose_normal_equations_are_singular_in_doubles_is_solved()
    {
        // Läuchli's matrix with ε = 10⁻⁹: 1 + ε² is 1.
        const double Epsilon = 1e-9;
        var a = Matrix<double>.Build.DenseOfRowArrays([1, 1, 1], [Epsilon, 0, 0], [0, Epsilon, 0], [0, 0, Epsilon]);
        var solution = V.Dense([1.0, -2, 3]);
        var b = a * solution;
        var result = new LevenbergMarquardt { InitialRadius = 1e12 }.Minimize(p => (a * p) - b, _ => a, V.Dense(3, 0.1));
        (result.Point - solution).AbsoluteMaximum().Should().BeLessThan(1e-6, "{0}", result);
        result.Iterations.Should().BeLessThan(10);
    }

    [Fact]
    public void Fewer_residuals_than_parameters_and_columns_of_zeros_are_no_obstacle()
    {
        var result = new LevenbergMarquardt().Minimize(p => V.Dense([p[0] + (2 * p[1]) - 3]), V.Dense([1.0, 5, 7]));
        result.SumOfSquares.Should().BeLessThan(1e-18);
        result.Point[2].Should().Be(7, "nothing depends on it");
    }

    [Fact]
    public void Points_that_are_not_finite_shorten_the_step()
    {
        // ln x − 1 from 30: the first step of Gauss and Newton leads to x < 0.
        var visits = 0;
        var result = new LevenbergMarquardt().Minimize(
            p => V.Dense([p[0] > 0 ? Math.Log(p[0]) - 1 : ++visits * double.NaN]), p => Matrix<double>.Build.Dense(1, 1, 1 / p[0]), V.Dense([30.0]));
        result.Point[0].Should().BeApproximately(Math.E, 1e-9, "{0}", result);
        visits.Should().BeGreaterThan(0);
    }

    /// <summary>ln x − 1 from 30: the first step leads to x &lt; 0.</summary>
    [Fact]
    public void However_little_is_asked_a_step_to_where_nothing_is_finite_is_no_convergence()
    {
        var method = new LevenbergMarquardt { ValueTolerance = 1 };
        static Vector<double> Residuals(Vector<double> p) => V.Dense(1, Math.Log(p[0]) - 1);
        var start = V.Dense([30.0]);

        foreach (var result in (LeastSquaresResult[])
            [
                method.Minimize(Residuals, p => Matrix<double>.Build.Dense(1, 1, 1 / p[0]), start),
                method.Minimize(Residuals, p => new JacobianProducts(v => v / p[0], u => u / p[0]), start),
            ])
        {
            result.Outcome.Should().Be(MinimizerOutcome.ValueConverged);
            result.SumOfSquares.Should().BeLessThan(0.99 * Residuals(start).DotProduct(Residuals(start)), "{0}", result);
        }
    }

    [Fact]
    public void A_Jacobian_that_is_not_finite_shortens_the_step()
    {
        // |x|^1.5·sign(x) − 1 whose derivative is said to be unknown left of 0.5.
        var visits = 0;
        var result = new LevenbergMarquardt().Minimize(
            p => V.Dense([Math.Log(p[0] < 0.5 ? 0.9 : p[0])]),
            p => Matrix<double>.Build.Dense(1, 1, p[0] < 0.5 ? ++visits * double.NaN : 1 / p[0]),
            V.Dense([4.0]));
        result.Point[0].Should().BeApproximately(1, 1e-9, "{0}", result);
        visits.Should().BeGreaterThan(0);
    }

    [Fact]
    public void Ends_are_told_apart()
    {
        var problem = MghProblems.Named("Rosenbrock");
        LeastSquaresResult Run(LevenbergMarquardt method, Func<Vector<double>, Vector<double>>? residuals = null, double sign = 1) =>
            method.Minimize(residuals ?? problem.Residuals, p => sign * problem.Jacobian(p), problem.StartVector);

        Run(new()).Outcome.Should().Be(MinimizerOutcome.GradientConverged);
        var far = MghProblems.Named("KowalikOsborne");
        new LevenbergMarquardt { StepTolerance = 1e-2 }.Minimize(far.Residuals, far.StartVector).Outcome
            .Should().Be(MinimizerOutcome.StepConverged);
        Run(new() { ValueTolerance = 0.99 }).Outcome.Should().Be(MinimizerOutcome.ValueConverged);
        Run(new(), p => double.NaN * p).Outcome.Should().Be(MinimizerOutcome.NotFinite);
        Run(new(), sign: -1).Outcome.Should().Be(MinimizerOutcome.NoDescent);
        var limit = Run(new() { MaxIterations = 3 });
        (limit.Outcome, limit.Iterations, limit.HasConverged).Should().Be((MinimizerOutcome.IterationLimit, 3, false));
        limit.SumOfSquares.Should().BeLessThan(24.2);
        var island = problem.StartVector;
        Run(new(), p => p.Equals(island) ? problem.Residuals(p) : double.NaN * p).Outcome.Should().Be(MinimizerOutcome.NotFinite);
    }

    [Fact]
    public void The_same_start_gives_the_same_bits()
    {
        var problem = MghProblems.Named("Osborne2");
        var method = new LevenbergMarquardt();
        var first = method.Minimize(problem.Residuals, problem.StartVector);
        method.Minimize(problem.Residuals, problem.StartVector).Point.Should().Equal(first.Point);
    }

    [Fact]
    public void Progress_cancellation_and_refusals()
    {
        var problem = MghProblems.Named("Bard");
        var told = new List<IterationProgress>();
        using var source = new CancellationTokenSource();
        var method = new LevenbergMarquardt { Progress = new Listener<IterationProgress>(told.Add) };
        var result = method.Minimize(problem.Residuals, problem.Jacobian, problem.StartVector, source.Token);
        told.Select(each => each.Iteration).Should().Equal(Enumerable.Range(1, result.Iterations));
        told[^1].Loss.Should().BeApproximately(0.5 * result.SumOfSquares, 1e-15);

        FluentActions.Invoking(() => method.Minimize(p =>
        {
            source.Cancel();
            return problem.Residuals(p);
        }, problem.StartVector, source.Token)).Should().Throw<OperationCanceledException>();
        FluentActions.Invoking(() => method.Minimize(null!, problem.StartVector)).Should().Throw<ArgumentNullException>();
        FluentActions.Invoking(() => method.Minimize(problem.Residuals, (Func<Vector<double>, Matrix<double>>)null!, problem.StartVector))
            .Should().Throw<ArgumentNullException>();
        FluentActions.Invoking(() => method.Minimize(problem.Residuals, V.Dense([1, double.NaN, 1]))).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => method.Minimize(problem.Residuals, _ => Matrix<double>.Build.Dense(2, 3), problem.StartVector))
            .Should().Throw<InvalidOperationException>().WithMessage("*2×3*15×3*");
        FluentActions.Invoking(() => method.Minimize(_ => null!, problem.StartVector)).Should().Throw<InvalidOperationException>();
        var calls = 0;
        FluentActions.Invoking(() => method.Minimize(_ => V.Dense(2 + calls++, 1.0), problem.StartVector))
            .Should().Throw<InvalidOperationException>().WithMessage("*3 entries*");
        FluentActions.Invoking(() => new LevenbergMarquardt { InitialRadius = 0 }).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => new LevenbergMarquardt { MaxIterations = -1 }).Should().Throw<ArgumentOutOfRangeException>();
    }
}
