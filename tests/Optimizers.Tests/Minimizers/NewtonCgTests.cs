using MathNet.Numerics.LinearAlgebra;
using Optimizers.Curvature;

namespace Optimizers.Tests.Curvature.Minimizers;

public sealed class NewtonCgTests
{
    private static readonly VectorBuilder<double> V = Vector<double>.Build;

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(10)]
    public void Each_iteration_ends_where_that_of_trust_ncg_of_scipy_ends(int dimension)
    {
        var path = Scipy.NewtonCg(dimension);
        var start = V.Dense(dimension, i => i % 2 == 0 ? -1.2 : 1);
        var objective = Objective.FromFunction(new Chain());
        for (var iterations = 1; iterations <= path.Length; iterations++)
        {
            var result = new NewtonCg { MaxRadius = 1000, MaxIterations = iterations, GradientTolerance = 0 }.Minimize(objective, start);
            (result.Point - V.Dense(path[iterations - 1])).AbsoluteMaximum().Should().BeLessThan(1e-7, "iteration {0}", iterations);
        }

        var end = new NewtonCg { MaxRadius = 1000 }.Minimize(objective, start);
        end.Iterations.Should().BeInRange(path.Length - 1, path.Length + 1);
    }

    [Fact]
    public void A_quadratic_of_n_dimensions_is_solved_by_n_products()
    {
        const int N = 12;
        var h = Matrix<double>.Build.DenseOfDiagonalArray([.. Enumerable.Range(1, N).Select(i => (double)i)]);
        var minimum = V.Dense(N, i => 1.0 / (i + 1));
        var objective = Objective.Create(
            p => 0.5 * (p - minimum).DotProduct(h * (p - minimum)), p => h * (p - minimum), (_, v) => h * v);
        var result = new NewtonCg { InitialRadius = 100, ResidualTolerance = 1e-10 }.Minimize(objective, V.Dense(N));
        (result.Iterations, result.Evaluations.Products).Should().Be((1, N), "{0}", result);
        (result.Point - minimum).L2Norm().Should().BeLessThan(1e-8);
    }

    [Fact]
    public void Negative_curvature_is_followed_to_the_boundary()
    {
        // x² − y² + y⁴/4 with minima −1 at y = ±√2: at (1, 0.1) Newton's step goes to the saddle at 0.
        var objective = Objective.Create(
            p => (p[0] * p[0]) - (p[1] * p[1]) + (Math.Pow(p[1], 4) / 4),
            p => V.Dense([2 * p[0], (-2 * p[1]) + Math.Pow(p[1], 3)]),
            (p, v) => V.Dense([2 * v[0], (-2 + (3 * p[1] * p[1])) * v[1]]));
        var first = new NewtonCg { MaxIterations = 1, InitialRadius = 0.5 }.Minimize(objective, V.Dense([0.0, 0.1]));
        first.Point.Should().Equal(V.Dense([0, 0.1 + 0.5]), (a, b) => Math.Abs(a - b) < 1e-14);
        var result = new NewtonCg().Minimize(objective, V.Dense([1.0, 0.1]));
        (result.Outcome, Math.Round(result.Loss, 12)).Should().Be((MinimizerOutcome.GradientConverged, -1.0));
    }

    [Fact]
    public void The_lower_end_of_the_line_through_the_ball_is_taken()
    {
        // CG first steps inside along the steep axis, then finds curvature −1 along d; both ends are tried.
        var h = Matrix<double>.Build.DenseOfDiagonalArray([4, -1, 2]);
        var g = V.Dense([1.0, 0.3, -0.2]);
        var objective = Objective.Create(
            p => g.DotProduct(p) + (0.5 * p.DotProduct(h * p)) + (1e-6 * p.PointwisePower(4).Sum()),
            p => g + (h * p) + (4e-6 * p.PointwisePower(3)), (_, v) => h * v);
        var result = new NewtonCg { MaxIterations = 1, InitialRadius = 2, ResidualTolerance = 1e-6 }.Minimize(objective, V.Dense(3));
        result.Point.L2Norm().Should().BeApproximately(2, 1e-12);
        var model = g.DotProduct(result.Point) + (0.5 * result.Point.DotProduct(h * result.Point));

        // Steihaug's point is at least as low as Cauchy's: here −1.5 against the least of the ball, −2.72.
        model.Should().BeInRange(-2.73, -1.5);
    }

    [Fact]
    public void An_unbounded_loss_ends_at_the_limit_and_no_number_overflows()
    {
        var result = new NewtonCg { MaxIterations = 600 }.Minimize(
            Objective.Create(p => -p.DotProduct(p), p => -2 * p, (_, v) => -2 * v), V.Dense([1.0, 1]));
        result.Outcome.Should().BeOneOf(MinimizerOutcome.IterationLimit, MinimizerOutcome.NotFinite);
        result.Loss.Should().BeLessThan(-1e150);
        result.Point.Should().OnlyContain(x => double.IsFinite(x));
    }

    [Fact]
    public void Differences_of_gradients_take_the_place_of_products()
    {
        var problem = MghProblems.Named("Wood");
        var exact = problem.Objective();
        var objective = Objective.Create(
            p => exact.Loss(p.ToArray()),
            p =>
            {
                var gradient = new double[p.Count];
                exact.Gradient(p.ToArray(), gradient);
                return V.Dense(gradient);
            });
        var result = new NewtonCg().Minimize(objective, problem.StartVector);
        result.HasConverged.Should().BeTrue("{0}", result);
        result.Loss.Should().BeLessThan(1e-12);
        result.Evaluations.Products.Should().Be(0);
    }

    /// <summary>scipy.optimize.rosen.</summary>
    private readonly struct Chain : IFunction
    {
        public T Value<T>(ReadOnlySpan<T> x) where T : struct, IReal<T>
        {
            T sum = 0;
            for (var i = 0; i + 1 < x.Length; i++)
                sum += 100 * T.Pow(x[i + 1] - x[i] * x[i], 2) + T.Pow(1 - x[i], 2);
            return sum;
        }
    }
}
