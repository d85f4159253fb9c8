using Optimizers.Curvature;

namespace Optimizers.Tests.Curvature.Minimizers.Nist;

/// <summary>Levenberg–Marquardt on the problems of NIST's Statistical Reference Datasets.</summary>
public sealed class NistTests
{
    public static TheoryData<string> Names => [.. NistProblem.All.Select(problem => problem.Name)];

    public static TheoryData<string, int, bool> Required
    {
        get
        {
            var data = new TheoryData<string, int, bool>();
            foreach (var problem in NistProblem.All.Where(problem => problem.Level is "Lower" or "Average"))
            {
                for (var start = 1; start <= 2; start++)
                {
                    data.Add(problem.Name, start, true);
                    data.Add(problem.Name, start, false);
                }
            }

            return data;
        }
    }

    [Fact]
    public void There_are_27_problems_of_which_8_are_lower_11_average_and_8_higher() =>
        NistProblem.All.GroupBy(problem => problem.Level).ToDictionary(group => group.Key, group => group.Count())
            .Should().BeEquivalentTo(new Dictionary<string, int> { ["Lower"] = 8, ["Average"] = 11, ["Higher"] = 8 });

    [Theory]
    [MemberData(nameof(Names))]
    public void The_certified_parameters_have_the_certified_sum_of_squares(string name)
    {
        var problem = NistProblem.Named(name);
        var residuals = problem.Residuals(MathNet.Numerics.LinearAlgebra.Vector<double>.Build.Dense(problem.Certified));
        var sum = residuals.DotProduct(residuals);
        if (name == "Lanczos1")
            sum.Should().BeLessThan(1e-20, "the certified 1.43e-25 is less than what 11 digits of the parameters leave");
        else
            sum.Should().BeApproximately(problem.SumOfSquares, 2e-8 * problem.SumOfSquares);
    }

    [Theory]
    [MemberData(nameof(Required))]
    public void Lower_and_average_difficulty_is_solved_to_6_digits_of_the_worst_parameter(string name, int start, bool hasJacobian)
    {
        var (problem, result) = Run(name, start, hasJacobian);
        result.HasConverged.Should().BeTrue("{0}", result);
        problem.Digits(result.Point).Should().BeGreaterThan(6, "{0}", result);
        if (name != "Lanczos1")
            result.SumOfSquares.Should().BeApproximately(problem.SumOfSquares, 1e-6 * problem.SumOfSquares);
    }

    [Fact]
    public void BoxBOD_is_solved_without_a_Jacobian_too_where_the_first_step_is_no_longer_than_the_start()
    {
        var problem = NistProblem.Named("BoxBOD");
        var result = new LevenbergMarquardt { InitialRadius = 1 }.Minimize(problem.Residuals, problem.Start(1));
        problem.Digits(result.Point).Should().BeGreaterThan(6, "{0}", result);
    }

    internal static (NistProblem Problem, LeastSquaresResult Result) Run(string name, int start, bool hasJacobian)
    {
        var problem = NistProblem.Named(name);
        var method = new LevenbergMarquardt { MaxIterations = 5000 };
        return (problem, hasJacobian
            ? method.Minimize(problem.Residuals, problem.Jacobian, problem.Start(start))
            : method.Minimize(problem.Residuals, problem.Start(start)));
    }
}
