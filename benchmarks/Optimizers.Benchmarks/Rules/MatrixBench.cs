using System.Diagnostics;
using System.Globalization;
using MathNet.Numerics;
using MathNet.Numerics.Providers.LinearAlgebra;
using Optimizers.Benchmarks.Reporting;

namespace Optimizers.Benchmarks.Rules;

/// <summary>Measures the rules that are made of products, on one thread, beside a product.</summary>
internal static class MatrixBench
{
    private const int Side = 1024, FewestSteps = 3, MostSteps = 41, ProductsATurn = 3;

    /// <summary>Measures.</summary>
    /// <param name="rules">The rules.</param>
    /// <param name="span">About how long; a rule's renewal of its bases is waited for.</param>
    /// <param name="progress">The place for progress messages.</param>
    /// <param name="cancellationToken">Cancels between two steps.</param>
    public static MatrixFigures Measure(
        IReadOnlyCollection<MatrixRule> rules, TimeSpan span, TextWriter progress, CancellationToken cancellationToken)
    {
        var (products, rows) = (new List<double>(), new List<MatrixFigures.Row>());
        var product = Product();
        product();
        foreach (var rule in rules)
        {
            for (var i = 0; i < ProductsATurn; i++)
                products.Add(Nanoseconds(product));
            rows.Add(Measure(rule, span / rules.Count, cancellationToken));
            progress.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{Side} × {Side}, {rule.Contender.Name}: {Figure.Time(rows[^1].Mean)} a step"));
        }

        var median = products.Order().ElementAt(products.Count / 2);
        return new(Side, 2 * Math.Pow(Side, 3) / median, rows);
    }

    private static MatrixFigures.Row Measure(MatrixRule rule, TimeSpan span, CancellationToken cancellationToken)
    {
        var random = new Random(1);
        using var workload = new RuleStep(
            MeasuredRule.OnOneThread(rule.Contender), Drawn(random), Drawn(random), Drawn(random), (Side, Side), isSteady: false);
        var (plain, renewals, allocated, start) = (new List<double>(), new List<double>(), long.MaxValue, Stopwatch.GetTimestamp());
        for (var step = 1; step <= MostSteps; step++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Stopwatch.GetElapsedTime(start) > span && plain.Count >= FewestSteps && (rule.Renewal == 1 || renewals.Count > 0))
                break;
            var before = GC.GetAllocatedBytesForCurrentThread();
            var time = Nanoseconds(workload.Run);
            if (rule.Renewal > 1 && step >= rule.FirstRenewal && (step - 1) % rule.Renewal == 0)
            {
                renewals.Add(time);
            }
            else if (step > 1)
            {
                plain.Add(time);
                allocated = Math.Min(allocated, GC.GetAllocatedBytesForCurrentThread() - before);
            }
        }

        return new(rule, Median(plain), renewals.Count == 0 ? null : Median(renewals), allocated);
    }

    private static Action Product()
    {
        Control.MaxDegreeOfParallelism = 1;
        ILinearAlgebraProvider<double> provider = new SimdLinearAlgebraProvider();
        var random = new Random(2);
        var (left, right, result) = (Drawn(random), Drawn(random), new double[Side * Side]);
        return () => provider.MatrixMultiply(left, Side, Side, right, Side, Side, result);
    }

    // No structure: a decomposition of a regular matrix would be done too soon.
    private static double[] Drawn(Random random) => [.. Enumerable.Range(0, Side * Side).Select(_ => (2 * random.NextDouble()) - 1)];

    private static double Nanoseconds(Action action)
    {
        var start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalNanoseconds;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
