using MathNet.Numerics.LinearAlgebra;
using Optimizers.Curvature;

namespace Optimizers.Tests.Curvature.Minimizers;

/// <summary>Least squares by products of J and Jᵀ.</summary>
public sealed class LsmrTests
{
    private static readonly VectorBuilder<double> V = Vector<double>.Build;

    // Without J's columns nothing evens out parameters of unlike effect.
    public static TheoryData<string> Problems =>
        [.. MghProblems.All.Select(problem => problem.Name).Where(name => !name.EndsWith("BadlyScaled", StringComparison.Ordinal))];

    [Theory]
    [InlineData(30, 12, 0)]
    [InlineData(30, 12, 0.3)]
    [InlineData(12, 30, 0.3)]
    public void Solves_what_a_dense_factorization_solves(int m, int n, double damping)
    {
        var random = new Random(7);
        var a = Matrix<double>.Build.Dense(m, n, (_, _) => random.NextDouble() - 0.5);
        var b = V.Dense(m, _ => random.NextDouble() - 0.5);
        var counted = Counted(a);
        var lsmr = new Lsmr(counted, m, n, new());
        lsmr.Solve(b.ToArray(), damping, 1e-13, 200).Should().BeTrue();
        var stacked = a.Stack(damping * Matrix<double>.Build.DenseIdentity(n));
        var expected = stacked.Svd().Solve(V.DenseOfEnumerable(b.Concat(new double[n])));
        (V.Dense(lsmr.X) - expected).L2Norm().Should().BeLessThan(1e-10 * expected.L2Norm());
        lsmr.NormOfA.Should().BeInRange(0.9 * a.L2Norm(), 2 * a.FrobeniusNorm());
        counted.Products.Should().BeLessThan(4 * Math.Max(m, n));
    }

    [Fact]
    public void One_singular_value_takes_one_product_each_way_and_leaves_nothing()
    {
        var counted = Counted(Matrix<double>.Build.DenseDiagonal(3, 4.0));
        var lsmr = new Lsmr(counted, 3, 3, new());
        lsmr.Solve([0, 6, 0], damping: 0, tolerance: 1e-15, maxIterations: 9).Should().BeTrue();
        lsmr.X.Should().Equal(0, 1.5, 0);
        counted.Products.Should().Be(3);
    }

    [Fact]
    public void The_tolerance_is_that_of_the_normal_residual()
    {
        var random = new Random(8);
        var a = Matrix<double>.Build.Dense(60, 40, (_, _) => random.NextDouble() - 0.5);
        var b = V.Dense(60, _ => random.NextDouble() - 0.5);
        foreach (var tolerance in new[] { 1e-1, 1e-4, 1e-8 })
        {
            var lsmr = new Lsmr(Counted(a), 60, 40, new());
            lsmr.Solve(b.ToArray(), 0.2, tolerance, 200);
            var x = V.Dense(lsmr.X);
            var normal = (a.TransposeThisAndMultiply(b - (a * x)) - (0.04 * x)).L2Norm() / a.TransposeThisAndMultiply(b).L2Norm();
            normal.Should().BeInRange(1e-4 * tolerance, 1.0001 * tolerance);
        }
    }

    [Theory]
    [MemberData(nameof(Problems))]
    public void Reaches_a_minimum_that_the_paper_gives(string name)
    {
        var problem = MghProblems.Named(name);
        var result = new LevenbergMarquardt { MaxIterations = 5000 }
            .Minimize(problem.Residuals, p => Of(problem.Jacobian(p)), problem.StartVector);
        result.HasConverged.Should().BeTrue("{0}", result);
        problem.IsMinimum(result.SumOfSquares).Should().BeTrue("{0}", result);
        var gradient = problem.Jacobian(result.Point).TransposeThisAndMultiply(result.Residuals).L2Norm();
        result.GradientNorm.Should().BeApproximately(gradient, 1e-12 + (1e-9 * gradient));
        result.JacobianProducts.Should().BeGreaterThan(0);
    }

    [Fact]
    public void Twenty_thousand_parameters_take_few_products()
    {
        // Broyden's tridiagonal function, whose J has three diagonals.
        const int N = 20_000;
        var result = new LevenbergMarquardt().Minimize(
            p => V.Dense(N, i => ((3 - (2 * p[i])) * p[i]) - (i > 0 ? p[i - 1] : 0) - (i < N - 1 ? 2 * p[i + 1] : 0) + 1),
            p => new JacobianProducts(
                v => V.Dense(N, i => ((3 - (4 * p[i])) * v[i]) - (i > 0 ? v[i - 1] : 0) - (i < N - 1 ? 2 * v[i + 1] : 0)),
                u => V.Dense(N, i => ((3 - (4 * p[i])) * u[i]) - (i < N - 1 ? u[i + 1] : 0) - (i > 0 ? 2 * u[i - 1] : 0))),
            V.Dense(N, -1.0));
        result.HasConverged.Should().BeTrue("{0}", result);
        result.SumOfSquares.Should().BeLessThan(1e-16);
        result.JacobianProducts.Should().BeLessThan(600);
    }

    [Fact]
    public void Ends_are_told_apart()
    {
        var problem = MghProblems.Named("KowalikOsborne");
        LeastSquaresResult Run(LevenbergMarquardt method, Func<Vector<double>, Vector<double>>? residuals = null, double sign = 1) =>
            method.Minimize(residuals ?? problem.Residuals, p => Of(sign * problem.Jacobian(p)), problem.StartVector);

        Run(new() { StepTolerance = 1e-2 }).Outcome.Should().Be(MinimizerOutcome.StepConverged);
        Run(new() { ValueTolerance = 0.999 }).Outcome.Should().Be(MinimizerOutcome.ValueConverged);
        Run(new() { GradientTolerance = 1e-3 }).Outcome.Should().Be(MinimizerOutcome.GradientConverged);
        Run(new(), p => double.NaN * p).Outcome.Should().Be(MinimizerOutcome.NotFinite);
        Run(new(), p => p.Equals(problem.StartVector) ? problem.Residuals(p) : double.NaN * problem.Residuals(p))
            .Outcome.Should().Be(MinimizerOutcome.NotFinite);
        Run(new(), sign: -1).Outcome.Should().Be(MinimizerOutcome.NoDescent);
        var limit = Run(new() { MaxIterations = 2 });
        (limit.Outcome, limit.Iterations).Should().Be((MinimizerOutcome.IterationLimit, 2));
    }

    [Fact]
    public void Products_of_the_wrong_size_are_refused()
    {
        var problem = MghProblems.Named("Bard");
        var method = new LevenbergMarquardt();
        FluentActions.Invoking(() => method.Minimize(problem.Residuals, _ => new JacobianProducts(v => v, u => V.Dense(3, 1.0)), V.Dense(3, 1.0)))
            .Should().Throw<InvalidOperationException>().WithMessage("*Jv has 3 entries; it must have 15*");
        FluentActions.Invoking(() => method.Minimize(problem.Residuals, _ => (JacobianProducts)null!, V.Dense(3, 1.0)))
            .Should().Throw<InvalidOperationException>();
        FluentActions.Invoking(() => new JacobianProducts(null!, v => v)).Should().Throw<ArgumentNullException>();
        FluentActions.Invoking(() => new JacobianProducts(v => v, null!)).Should().Throw<ArgumentNullException>();
    }

    private static JacobianProducts Of(Matrix<double> a) => new(v => a * v, a.TransposeThisAndMultiply);

    private static CountedJacobian Counted(Matrix<double> a)
    {
        var counted = new CountedJacobian(default);
        counted.MoveTo(Of(a));
        return counted;
    }
}
