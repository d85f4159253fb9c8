using System.Globalization;
using System.Reflection;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.Optimization;
using Optimizers.Curvature;
using Optimizers.Tests.Curvature.Minimizers.Nist;

namespace Optimizers.Tests.Curvature.Minimizers;

/// <summary>
/// The tables of docs/minimizers.md. With the environment variable <c>OPTIMIZERS_WRITE=1</c> this test writes them, MathNet's figures too; else it
/// fails where this library does not reach what they say of it.
/// </summary>
public sealed class MinimizerTableTests
{
    private const int Iterations = 5000;

    private static readonly string Page = Path.Combine(
        typeof(MinimizerTableTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(each => each.Key == "Repository").Value!,
        "docs", "minimizers.md");

    private static bool IsWriting => Environment.GetEnvironmentVariable("OPTIMIZERS_WRITE") == "1";

    [Fact]
    public void The_page_says_how_many_digits_of_NISTs_parameters_are_reached()
    {
        if (IsWriting)
            Write("nist", NistProblem.All.OrderBy(problem => Array.IndexOf(["Lower", "Average", "Higher"], problem.Level)).Select(NistRow));

        var rows = Rows("nist");
        rows.Select(row => row[0]).Should().BeEquivalentTo(NistProblem.All.Select(problem => problem.Name));
        foreach (var row in rows)
        {
            var problem = NistProblem.Named(row[0]);
            row[1].Should().Be(problem.Level.ToLowerInvariant());
            for (var column = 2; column < 6; column++)
            {
                var (_, result) = NistTests.Run(problem.Name, column % 2 == 0 ? 1 : 2, hasJacobian: column < 4);
                problem.Digits(result.Point).Should().BeGreaterThan(
                    int.Parse(row[column].Split(' ')[0], CultureInfo.InvariantCulture) - 0.5, "{0}, column {1}: {2}", problem.Name, column, result);
            }
        }
    }

    [Fact]
    public void The_page_says_what_minima_cost()
    {
        if (IsWriting)
            Write("minima", MghProblems.All.Select(MinimumRow));

        var rows = Rows("minima");
        rows.Select(row => row[0]).Should().Equal(MghProblems.All.Select(problem => problem.Name));
        foreach (var row in rows)
        {
            var problem = MghProblems.Named(row[0]);
            double[] said = [.. row[2].Split(" + ").Concat(row[3].Split(" + ")).Select(each => double.Parse(each, CultureInfo.InvariantCulture))];
            var (lbfgs, newton) = (new Lbfgs().Minimize(problem.Objective(), problem.StartVector),
                new NewtonCg().Minimize(problem.Objective(), problem.StartVector));
            long[] cost = [lbfgs.Evaluations.Losses, lbfgs.Evaluations.Gradients,
                newton.Evaluations.Losses, newton.Evaluations.Gradients, newton.Evaluations.Products];

            // Another machine's exponential function may differ in the last bit, and the path with it.
            cost.Zip(said).Should().OnlyContain(each => each.First <= (1.2 * each.Second) + 5, "{0}", problem.Name);
        }
    }

    private static string NistRow(NistProblem problem)
    {
        var own = new[] { (1, true), (2, true), (1, false), (2, false) }.Select(each =>
        {
            var (_, result) = NistTests.Run(problem.Name, each.Item1, each.Item2);
            return $"{Floor(problem.Digits(result.Point))} ({result.ResidualEvaluations}"
                + (each.Item2 ? $" + {result.JacobianEvaluations})" : ")");
        });
        var others = new[] { 1, 2 }.Select(start => MathNets(problem, start));
        return $"| {problem.Name} | {problem.Level.ToLowerInvariant()} | {string.Join(" | ", own.Concat(others))} |";
    }

    private static string MathNets(NistProblem problem, int start)
    {
        var (functions, jacobians) = (0, 0);
        var model = ObjectiveFunction.NonlinearModel(
            (p, _) =>
            {
                functions++;
                return problem.Residuals(p);
            },
            (p, _) =>
            {
                jacobians++;
                return problem.Jacobian(p);
            },
            Vector<double>.Build.Dense(problem.Observations),
            Vector<double>.Build.Dense(problem.Observations));
        try
        {
            var result = new LevenbergMarquardtMinimizer(maximumIterations: Iterations).FindMinimum(model, problem.Start(start));
            return $"{Floor(problem.Digits(result.MinimizingPoint))} ({functions} + {jacobians})";
        }
        catch (Exception exception)
        {
            return exception.GetType().Name;
        }
    }

    private static string MinimumRow(TestProblem problem)
    {
        var lbfgs = new Lbfgs().Minimize(problem.Objective(), problem.StartVector);
        var newton = new NewtonCg().Minimize(problem.Objective(), problem.StartVector);
        string Note(double loss) => problem.IsMinimum(loss) ? "" : " (not the minimum)";
        return $"| {problem.Name} | {problem.Start.Length} | {lbfgs.Evaluations.Losses} + {lbfgs.Evaluations.Gradients}{Note(lbfgs.Loss)} | "
            + $"{newton.Evaluations.Losses} + {newton.Evaluations.Gradients} + {newton.Evaluations.Products}{Note(newton.Loss)} | "
            + $"{MathNets(problem)} |";
    }

    private static string MathNets(TestProblem problem)
    {
        var (objective, losses, gradients) = (problem.Objective(), 0, 0);
        var function = ObjectiveFunction.Gradient(
            p =>
            {
                losses++;
                return objective.LossOrNotFinite(p.ToArray());
            },
            p =>
            {
                gradients++;
                var gradient = new double[p.Count];
                objective.Gradient(p.ToArray(), gradient);
                return Vector<double>.Build.Dense(gradient);
            });
        try
        {
            var result = new BfgsMinimizer(1e-8, 1e-15, 1e-15, 1000).FindMinimum(function, problem.StartVector);
            return $"{losses} + {gradients}" + (problem.IsMinimum(result.FunctionInfoAtMinimum.Value) ? "" : " (not the minimum)");
        }
        catch (Exception exception)
        {
            return $"{exception.GetType().Name} after {losses} + {gradients}";
        }
    }

    private static string Floor(double digits) => ((int)Math.Floor(Math.Min(digits, 9))).ToString(CultureInfo.InvariantCulture);

    private static string[][] Rows(string table) =>
    [
        .. Between(table).Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(2)
            .Select(line => line.Trim('|', ' ').Split('|', StringSplitOptions.TrimEntries)),
    ];

    private static (string All, int Start, int End, string Text) Between(string table)
    {
        var all = File.ReadAllText(Page).ReplaceLineEndings("\n");
        var begin = $"<!-- {table}: written by MinimizerTableTests -->\n";
        var start = all.IndexOf(begin, StringComparison.Ordinal) + begin.Length;
        var end = all.IndexOf($"<!-- /{table} -->", StringComparison.Ordinal);
        start.Should().BeInRange(begin.Length, end, "the page has the table {0}", table);
        return (all, start, end, all[start..end]);
    }

    private static void Write(string table, IEnumerable<string> rows)
    {
        var (all, start, end, text) = Between(table);
        var head = text.Split('\n').Take(2);
        File.WriteAllText(Page, all[..start] + string.Join('\n', head.Concat(rows)) + "\n" + all[end..]);
    }
}
