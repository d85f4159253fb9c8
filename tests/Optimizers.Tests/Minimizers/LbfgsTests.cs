using MathNet.Numerics.LinearAlgebra;
using Optimizers.Curvature;

namespace Optimizers.Tests.Curvature.Minimizers;

public sealed class LbfgsTests
{
    private static readonly VectorBuilder<double> V = Vector<double>.Build;

    public static TheoryData<string> Compared => ["Rosenbrock", "FreudensteinRoth", "Bard", "KowalikOsborne", "Beale"];

    [Theory]
    [MemberData(nameof(Compared))]
    public void Ends_where_L_BFGS_B_of_scipy_ends_and_costs_no_more_than_a_few_losses_more(string name)
    {
        var (point, value, evaluations) = Scipy.Lbfgs(name);
        var problem = MghProblems.Named(name);
        var result = new Lbfgs { GradientTolerance = 1e-9 }.Minimize(problem.Objective(), problem.StartVector);
        (0.5 * result.Loss).Should().BeApproximately(value, 1e-10 * (1 + value), "{0}", result);
        result.Point.Should().HaveCount(point.Length);
        for (var i = 0; i < point.Length; i++)
            result.Point[i].Should().BeApproximately(point[i], 2e-5 * Math.Max(1, Math.Abs(point[i])));
        result.Evaluations.Losses.Should().BeLessThan((long)(1.5 * evaluations) + 5);
        result.Evaluations.Gradients.Should().BeLessThanOrEqualTo(result.Evaluations.Losses, "it is not evaluated where the loss is too high");
    }

    [Theory]
    [InlineData(1e-4, 0.9)]
    [InlineData(1e-3, 0.1)]
    public void Every_step_meets_the_strong_conditions_of_Wolfe(double c1, double c2)
    {
        foreach (var name in new[] { "Rosenbrock", "Wood", "Osborne2", "BrownDennis" })
        {
            var problem = MghProblems.Named(name);
            var points = new List<double[]> { problem.Start };
            var objective = problem.Objective();
            for (var iterations = 1; iterations <= 15; iterations++)
            {
                points.Add(new Lbfgs { SufficientDecrease = c1, SlopeReduction = c2, GradientTolerance = 0, MaxIterations = iterations }
                    .Minimize(objective, problem.StartVector).Point.ToArray());
            }

            double[] before = new double[problem.Start.Length], after = new double[before.Length];
            for (var k = 1; k < points.Count; k++)
            {
                objective.Gradient(points[k - 1], before);
                objective.Gradient(points[k], after);
                var step = V.Dense(points[k]) - V.Dense(points[k - 1]);
                var slope = V.Dense(before).DotProduct(step);
                slope.Should().BeNegative();
                if (-slope < 1e-10 * objective.Loss(points[k]))
                    break; // Next to the minimum the decrease is rounding.
                objective.Loss(points[k]).Should().BeLessThan(objective.Loss(points[k - 1]) + (0.999 * c1 * slope), "{0}, step {1}", name, k);
                Math.Abs(V.Dense(after).DotProduct(step)).Should().BeLessThan(1.001 * c2 * -slope, "{0}, step {1}", name, k);
            }
        }
    }

    [Fact]
    public void The_two_loops_are_the_product_with_the_matrix_of_BFGS()
    {
        // H ← VᵀHV + ρssᵀ with V = I − ρysᵀ from γI, over the last m pairs (Nocedal and Wright, eq. 7.19).
        const int N = 6, History = 4;
        var random = new Random(3);
        var pairs = new LbfgsPairs(History, new());
        var curvature = Matrix<double>.Build.Dense(N, N, (_, _) => random.NextDouble() - 0.5);
        curvature = (curvature.Transpose() * curvature) + Matrix<double>.Build.DenseIdentity(N);
        var all = new List<(Vector<double> S, Vector<double> Y)>();
        for (var k = 0; k < 9; k++)
        {
            var s = V.Dense(N, _ => random.NextDouble() - 0.5);
            all.Add((s, curvature * s));
            pairs.Add(new double[N], s.ToArray(), new double[N], all[^1].Y.ToArray());
            var recent = all.TakeLast(History).ToArray();
            var h = recent[^1].S.DotProduct(recent[^1].Y) / recent[^1].Y.DotProduct(recent[^1].Y) * Matrix<double>.Build.DenseIdentity(N);
            foreach (var (si, yi) in recent)
            {
                var rho = 1 / si.DotProduct(yi);
                var v = Matrix<double>.Build.DenseIdentity(N) - (rho * yi.OuterProduct(si));
                h = (v.Transpose() * h * v) + (rho * si.OuterProduct(si));
            }

            var (g, p) = (V.Dense(N, _ => random.NextDouble() - 0.5), new double[N]);
            pairs.Direction(g.ToArray(), p);
            (V.Dense(p) + (h * g)).L2Norm().Should().BeLessThan(1e-12 * g.L2Norm(), "after {0} pairs", k + 1);
        }
    }

    [Fact]
    public void A_pair_without_clear_curvature_is_left_out()
    {
        var pairs = new LbfgsPairs(2, new());
        pairs.Add([0, 0], [1, 0], [0, 0], [-1, 3]);
        pairs.Count.Should().Be(0);
        pairs.Add([0, 0], [1, 0], [0, 0], [2, 3]);
        pairs.Count.Should().Be(1);
    }

    [Fact]
    public void A_hundred_thousand_parameters_take_few_iterations()
    {
        const int N = 100_000;
        var objective = Objective.Create(
            p => 0.5 * p.MapIndexed((i, x) => (1 + (9.0 * i / N)) * (x - 1) * (x - 1)).Sum(),
            p => p.MapIndexed((i, x) => (1 + (9.0 * i / N)) * (x - 1)));
        var result = new Lbfgs().Minimize(objective, V.Dense(N));
        result.Outcome.Should().Be(MinimizerOutcome.GradientConverged);
        result.Iterations.Should().BeLessThan(40);
        (result.Point - 1).AbsoluteMaximum().Should().BeLessThan(1e-8);
    }

    [Fact]
    public void Iterations_allocate_nothing_of_their_own()
    {
        long Bytes(int iterations) => Allocation.Least(() =>
            new Lbfgs { GradientTolerance = 0, MaxIterations = iterations }.Minimize(new Valley(), V.Dense(100, -1.2)));
        const int SmallestObject = 24; // What the JIT has not put on the stack yet, under load, is the same for any number of iterations.
        (Bytes(60) - Bytes(30)).Should().BeLessThan(30 * SmallestObject);
    }

    /// <summary>Rosenbrock's function in many dimensions, without a copy of θ.</summary>
    private sealed class Valley : Objective
    {
        public override bool HasGradient => true;

        protected override double EvaluateLoss(ReadOnlySpan<double> theta)
        {
            var sum = 0.0;
            for (var i = 0; i + 1 < theta.Length; i++)
            {
                var (bend, rest) = (theta[i + 1] - (theta[i] * theta[i]), 1 - theta[i]);
                sum += (100 * bend * bend) + (rest * rest);
            }

            return sum;
        }

        protected override void EvaluateGradient(ReadOnlySpan<double> theta, Span<double> gradient)
        {
            gradient.Clear();
            for (var i = 0; i + 1 < theta.Length; i++)
            {
                var bend = theta[i + 1] - (theta[i] * theta[i]);
                gradient[i] += (-400 * theta[i] * bend) - (2 * (1 - theta[i]));
                gradient[i + 1] += 200 * bend;
            }
        }
    }
}
