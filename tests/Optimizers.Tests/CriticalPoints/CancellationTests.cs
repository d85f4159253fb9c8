using MathNet.Numerics.LinearAlgebra;
using Optimizers.Curvature;

namespace Optimizers.Tests.CriticalPoints;

/// <summary>A cancellation ends the run before the next evaluation of the caller's functions, whichever they are and wherever it stands.</summary>
public class CancellationTests
{
    private const int N = 12;

    public static TheoryData<string, string, int> Runs
    {
        get
        {
            var runs = new TheoryData<string, string, int>();
            foreach (var run in (string[])["classify densely", "classify by products", "find", "escape"])
            {
                foreach (var given in (string[])["loss", "gradient", "product", "hessian"])
                {
                    foreach (var share in (int[])[0, 7, 50, 98])
                        runs.Add(run, given, share);
                }
            }

            return runs;
        }
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public void After_a_cancellation_nothing_is_evaluated(string run, string given, int percent)
    {
        var whole = Counted(given, cancelAt: -1, default, out var count);
        Run(run, whole, CancellationToken.None);
        var at = Math.Min(count() - 1, 1 + (count() * percent / 100)); // Behind the last one there is nothing to leave out.
        using var source = new CancellationTokenSource();
        var objective = Counted(given, at, source, out var evaluations);

        FluentActions.Invoking(() => Run(run, objective, source.Token)).Should().Throw<OperationCanceledException>();

        evaluations().Should().Be(at, "the evaluation that was under way is the last");
    }

    [Fact]
    public void An_objective_asks_no_token_of_a_run_that_has_ended()
    {
        using var source = new CancellationTokenSource();
        var objective = Counted("gradient", cancelAt: -1, default, out _);
        Run("classify densely", objective, source.Token);
        source.Cancel();

        objective.Loss(new double[N]).Should().BeGreaterThan(0);
    }

    private static void Run(string run, Objective objective, CancellationToken token)
    {
        var theta = Vector<double>.Build.Dense(N, i => 0.02 * (i - 3));
        switch (run)
        {
            case "classify densely":
                CriticalPoint.Classify(objective, theta, new CriticalPointOptions { CancellationToken = token });
                break;
            case "classify by products":
                CriticalPoint.Classify(objective, theta, new CriticalPointOptions { CancellationToken = token, DenseLimit = 0 });
                break;
            case "find":
                CriticalPoint.Find(
                    objective, theta,
                    new CriticalPointSearchOptions { CancellationToken = token }, new CriticalPointOptions { CancellationToken = token });
                break;
            default:
                new NegativeCurvatureEscape().TryLeave(objective, theta, new EscapeOptions { CancellationToken = token }, out _, out _);
                break;
        }
    }

    // Σ cᵢ(1 − cos θᵢ) with a chain of products θᵢθᵢ₊₁: a saddle near 0.
    private static Objective Counted(string given, int cancelAt, CancellationTokenSource? source, out Func<int> evaluations)
    {
        var count = 0;
        evaluations = () => count;
        var hasGradient = given != "loss";
        return Objective.Create(
            theta => Of(() => 1 + Enumerable.Range(0, N).Sum(
                i => (C(i) * (1 - Math.Cos(theta[i]))) + (i + 1 < N ? 0.1 * theta[i] * theta[i + 1] : 0))),
            hasGradient ? theta => Of(() => Vector<double>.Build.Dense(N, i => (C(i) * Math.Sin(theta[i])) + Neighbours(theta, i))) : null,
            given == "product"
                ? (theta, v) => Of(() => Vector<double>.Build.Dense(N, i => (C(i) * Math.Cos(theta[i]) * v[i]) + Neighbours(v, i))) : null,
            given == "hessian" ? theta => Of(() => Matrix<double>.Build.Dense(
                N, N, (i, j) => i == j ? C(i) * Math.Cos(theta[i]) : Math.Abs(i - j) == 1 ? 0.1 : 0)) : null);

        T Of<T>(Func<T> evaluate)
        {
            if (++count == cancelAt)
                source!.Cancel();
            return evaluate();
        }

        static double C(int i) => i - 3.5;

        static double Neighbours(Vector<double> v, int i) => 0.1 * ((i > 0 ? v[i - 1] : 0) + (i + 1 < N ? v[i + 1] : 0));
    }
}
