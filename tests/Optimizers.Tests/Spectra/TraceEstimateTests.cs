using MathNet.Numerics.LinearAlgebra;
using Optimizers.Curvature;

namespace Optimizers.Tests.Curvature.Spectra;

public class TraceEstimateTests
{
    private const int N = 70;

    public static TheoryData<string> Methods => ["Hutchinson", "Hutch++", "XTrace"];

    [Theory]
    [MemberData(nameof(Methods))]
    public void The_estimate_is_unbiased_and_its_standard_error_is_the_scatter_over_seeds(string method)
    {
        const int Runs = 100;
        foreach (var (name, matrix) in Matrices())
        {
            var a = SymmetricOperator.FromMatrix(matrix);
            var exact = matrix.Trace();
            var estimates = Enumerable.Range(0, Runs).Select(seed => Estimate(method, a, 24, seed)).ToArray();

            var mean = estimates.Average(estimate => estimate.Value);
            var scatter = Math.Sqrt(estimates.Average(estimate => Math.Pow(estimate.Value - exact, 2)));
            var stated = Math.Sqrt(estimates.Average(estimate => Math.Pow(estimate.StandardError, 2)));
            var rounding = 1e-12 * matrix.FrobeniusNorm() * N;
            Math.Abs(mean - exact).Should().BeLessThanOrEqualTo((4 * scatter / Math.Sqrt(Runs)) + rounding, name);
            stated.Should().BeInRange((0.6 * scatter) - rounding, (1.7 * scatter) + rounding, name);
            estimates.Should().OnlyContain(estimate => estimate.Products <= 24);
        }
    }

    [Fact]
    public void Where_eigenvalues_decay_the_better_methods_are_much_better()
    {
        var (_, matrix) = Matrices().Single(m => m.Name == "decaying");
        var a = SymmetricOperator.FromMatrix(matrix);
        double Error(string method) => Enumerable.Range(0, 10).Average(seed => Math.Abs(Estimate(method, a, 48, seed).Value - matrix.Trace()));

        Error("Hutch++").Should().BeLessThan(0.2 * Error("Hutchinson"));
        Error("XTrace").Should().BeLessThan(0.5 * Error("Hutch++"));
    }

    [Fact]
    public void XTrace_is_the_plain_formula_of_leaving_each_vector_out()
    {
        var (_, matrix) = Matrices().Single(m => m.Name == "decaying");
        const int M = 6;
        var work = new Optimizers.LinearAlgebra.VectorWork(1);
        var omega = Matrix<double>.Build.DenseOfColumnVectors(Enumerable.Range(0, M).Select(i =>
        {
            var x = new double[N];
            work.FillNormal(x, 7, i);
            return Vector<double>.Build.Dense(x);
        }));
        var samples = Enumerable.Range(0, M).Select(i =>
        {
            var q = (matrix * omega).RemoveColumn(i).GramSchmidt().Q;
            var rest = omega.Column(i) - (q * (q.Transpose() * omega.Column(i)));
            return (q.Transpose() * matrix * q).Trace() + ((N - M + 1) * (rest * matrix * rest) / (rest * rest));
        }).ToArray();

        var estimate = TraceEstimate.XTrace(SymmetricOperator.FromMatrix(matrix), 2 * M, new() { Seed = 7 });

        estimate.Value.Should().BeApproximately(samples.Average(), 1e-10 * Math.Abs(samples.Average()));
        var mean = samples.Average();
        estimate.StandardError.Should().BeApproximately(Math.Sqrt(samples.Sum(x => (x - mean) * (x - mean)) / M / (M - 1)), 1e-8);
        estimate.Products.Should().Be(2 * M);
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Matrices_of_low_rank_are_traced_exactly_by_those_that_find_the_range(string method)
    {
        var q = Spectrum.RandomOrthogonal(60, 1);
        var matrix = Spectrum.Rotated([5, -2, 1, .. new double[57]], q);
        var estimate = Estimate(method, SymmetricOperator.FromMatrix(matrix), 24, 3);
        if (method == "Hutchinson")
            estimate.StandardError.Should().BeGreaterThan(0.1);
        else
            estimate.Value.Should().BeApproximately(4, 1e-9);
        Estimate(method, new DiagonalOperator(new double[60]), 24, 3).Value.Should().BeApproximately(0, 1e-200);
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void With_as_many_products_as_rows_the_trace_is_exact(string method)
    {
        var estimate = Estimate(method, new DiagonalOperator([1, 2, 3.5]), 6, 0);
        estimate.Should().Be(new TraceEstimate(6.5, 0, 3));
        Estimate(method, new DiagonalOperator([]), 6, 0).Value.Should().Be(0);
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Threads_do_not_change_a_bit(string method)
    {
        var a = new DiagonalOperator(DiagonalOperator.Even(70_000, -1, 2));
        Estimate(method, a, 6, 0, threads: 3).Should().Be(Estimate(method, a, 6, 0));
        if (method != "Hutchinson") // For which a diagonal has no scatter.
            Estimate(method, a, 6, 1).Should().NotBe(Estimate(method, a, 6, 0));
    }

    [Fact]
    public void The_diagonal_is_estimated_with_its_error()
    {
        const int N = 120;
        var random = new Random(1);
        var matrix = Spectrum.Symmetric(Matrix<double>.Build.Dense(N, N, (_, _) => random.NextDouble() - 0.5));
        var estimate = DiagonalEstimate.Of(SymmetricOperator.FromMatrix(matrix), 100);

        var z = Enumerable.Range(0, N).Select(i => (estimate.Values[i] - matrix[i, i]) / estimate.StandardErrors[i]).ToArray();
        z.Average(x => x * x).Should().BeInRange(0.6, 1.5);
        z.Should().OnlyContain(x => Math.Abs(x) < 5);
        for (var i = 0; i < N; i++)
        {
            var variance = (matrix.Row(i).Sum(x => x * x) - (matrix[i, i] * matrix[i, i])) / 100;
            estimate.StandardErrors[i].Should().BeInRange(0.7 * Math.Sqrt(variance), 1.4 * Math.Sqrt(variance));
        }

        DiagonalEstimate.Of(SymmetricOperator.FromMatrix(matrix), N).Values.Should().Equal(matrix.Diagonal());
        DiagonalEstimate.Of(new DiagonalOperator([1, 2, 3, 4, 5]), 2).Values.Should().Equal(1, 2, 3, 4, 5);
    }

    [Fact]
    public void Cancellation_and_progress_work()
    {
        using var source = new CancellationTokenSource();
        var heard = new List<long>();
        var options = new StochasticOptions
        {
            CancellationToken = source.Token,
            Progress = new Listener<long>(count =>
            {
                heard.Add(count);
                if (count == 7)
                    source.Cancel();
            }),
        };
        var a = new DiagonalOperator(DiagonalOperator.Even(500, 0, 1));
        foreach (var estimate in new Action[]
        {
            () => TraceEstimate.Hutchinson(a, 40, options), () => TraceEstimate.HutchPlusPlus(a, 40, options),
            () => TraceEstimate.XTrace(a, 40, options), () => DiagonalEstimate.Of(a, 40, options),
        })
        {
            estimate.Should().Throw<OperationCanceledException>();
        }

        heard.Should().Equal(1, 2, 3, 4, 5, 6, 7);
        a.Products.Should().Be(7);
    }

    [Fact]
    public void Bad_arguments_are_named()
    {
        var a = new DiagonalOperator([1, 2]);
        Refusal.Of<ArgumentNullException>(() => TraceEstimate.XTrace(null!, 10), "operator");
        Refusal.Of<ArgumentOutOfRangeException>(() => TraceEstimate.Hutchinson(a, 1), "products", "at least 2");
        Refusal.Of<ArgumentOutOfRangeException>(() => TraceEstimate.HutchPlusPlus(a, 5), "products", "at least 6");
        Refusal.Of<ArgumentOutOfRangeException>(() => TraceEstimate.XTrace(a, 3), "products", "at least 4");
        Refusal.Of<ArgumentOutOfRangeException>(() => DiagonalEstimate.Of(a, 1), "products", "at least 2");
        Refusal.Of<ArgumentOutOfRangeException>(() => _ = new StochasticOptions { MaxThreads = 0 }, "MaxThreads");
    }

    private static IEnumerable<(string Name, Matrix<double> Matrix)> Matrices()
    {
        var q = Spectrum.RandomOrthogonal(N, 2);
        yield return ("decaying", Spectrum.Rotated([.. Enumerable.Range(0, N).Select(i => Math.Pow(0.7, i))], q));
        yield return ("indefinite", Spectrum.Rotated(DiagonalOperator.Even(N, -1, 3), q));
        yield return ("slowly decaying", Spectrum.Rotated([.. Enumerable.Range(0, N).Select(i => 1.0 / (i + 1))], q));
    }

    private static TraceEstimate Estimate(string method, SymmetricOperator a, int products, int seed, int threads = 1)
    {
        var options = new StochasticOptions { Seed = seed, MaxThreads = threads };
        return method switch
        {
            "Hutchinson" => TraceEstimate.Hutchinson(a, products, options),
            "Hutch++" => TraceEstimate.HutchPlusPlus(a, products, options),
            _ => TraceEstimate.XTrace(a, products, options),
        };
    }
}
