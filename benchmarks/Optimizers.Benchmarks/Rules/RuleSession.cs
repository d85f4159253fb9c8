using System.Diagnostics;
using System.Globalization;
using System.IO.Enumeration;
using System.Numerics;
using Optimizers.Benchmarks.Peers;
using Optimizers.Benchmarks.Reporting;

namespace Optimizers.Benchmarks.Rules;

/// <summary>Measures every rule's step, on one thread.</summary>
/// <param name="filters">Patterns with * and ?, of which a rule's name must match one; none for all rules.</param>
/// <param name="span">About how long it shall take.</param>
/// <param name="progress">The place for progress messages.</param>
internal sealed class RuleSession(IReadOnlyList<string> filters, TimeSpan span, TextWriter progress)
{
    private const int ShortTurns = 21, ShortMilliseconds = 3, LongTurns = 21, LongMilliseconds = 20;
    private const double ShareOfMatrices = 0.15;

    // Eight bits are taken from 4,096 elements on; a short parameter is in the nearest caches, a long one in none.
    private static readonly (int Rows, int Columns) Warming = (65, 77), Short = (100, 100), Long = (2500, 4000);

    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly Dictionary<MeasuredRule, StepTraffic> _traffic = [];
    private readonly Dictionary<MeasuredRule, TorchSharpRule> _theirs = [];

    /// <summary>Measures, and returns the section of the report.</summary>
    /// <exception cref="InvalidOperationException">Nothing matches the filters, or TorchSharp computes another thing.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public string Run(CancellationToken cancellationToken)
    {
        MeasuredRule[] rules = [.. MeasuredRule.All.Where(rule => IsChosen(rule.Name))];
        MatrixRule[] matrices = [.. MatrixRule.All.Where(rule => IsChosen(rule.Contender.Name))];
        if (rules.Length + matrices.Length == 0)
            throw new InvalidOperationException($"No rule matches the filter {string.Join(", ", filters)}.");
        var load = MachineDescription.Load();
        progress.WriteLine("Looking what each rule reads and writes ...");
        foreach (var rule in rules)
        {
            cancellationToken.ThrowIfCancellationRequested();
            _traffic.Add(rule, StepTraffic.Of(rule));
        }

        if (TorchSharpLibrary.Load(progress))
            Compare(rules);
        var report = new RuleReport(rules, _traffic);
        WarmUp<float>(rules, cancellationToken);
        WarmUp<double>(rules, cancellationToken);
        foreach (var shape in (ReadOnlySpan<(int Rows, int Columns)>)[Short, Long])
        {
            Measure<float>(rules, shape, report, cancellationToken);
            Measure<double>(rules, shape, report, cancellationToken);
        }

        var products = matrices.Length == 0 ? null : MatrixBench.Measure(matrices, ShareOfMatrices * span, progress, cancellationToken);
        return report.ToString(products, load, Stopwatch.GetElapsedTime(_start));
    }

    private bool IsChosen(string name) =>
        filters.Count == 0 || filters.Any(filter => FileSystemName.MatchesSimpleExpression(filter, name, ignoreCase: true));

    /// <summary>Finds TorchSharp's rules, and holds them against this library's: only times of the same step compare.</summary>
    private void Compare(IEnumerable<MeasuredRule> rules)
    {
        const int Steps = 20, Length = 1001;
        const double Tolerance = 1e-9;
        foreach (var rule in rules)
        {
            if (TorchSharpRule.All.FirstOrDefault(each => each.Name == rule.Name) is not { } theirs)
                continue;
            var (theta, gradient) = (Workloads.SampleData.Parameters<double>(Length), Workloads.SampleData.Gradient<double>(Length));
            using var ours = new RuleStep(theirs.Ours(), theta, gradient, gradient, shape: null, isSteady: true);
            using var peer = new TorchSharpStep(theirs.Theirs, isDouble: true, Length, threads: 1);
            for (var step = 0; step < Steps; step++)
            {
                ours.Run();
                peer.Run();
            }

            var difference = ours.Values().Zip(peer.Values(), (one, other) => Math.Abs(one - other) / (1 + Math.Abs(other))).Max();
            if (!(difference <= Tolerance))
            {
                throw new InvalidOperationException(string.Create(
                    CultureInfo.InvariantCulture, $"{rule.Name} and TorchSharp's are {difference:G3} apart after {Steps} steps."));
            }

            _theirs.Add(rule, theirs);
        }
    }

    private void WarmUp<T>(MeasuredRule[] rules, CancellationToken cancellationToken) where T : unmanaged, IFloatingPointIeee754<T>
    {
        progress.WriteLine($"Warming up in {Element<T>()} ...");
        using var bench = new RuleBench<T>(Warming.Rows, Warming.Columns);
        for (var pass = 0; pass < 3; pass++)
        {
            foreach (var rule in rules)
            {
                cancellationToken.ThrowIfCancellationRequested();
                bench.WarmUp(rule, _traffic[rule], _theirs.GetValueOrDefault(rule));
            }

            Thread.Sleep(200); // The runtime compiles what has run often in the background.
        }
    }

    private void Measure<T>(MeasuredRule[] rules, (int Rows, int Columns) shape, RuleReport report, CancellationToken cancellationToken)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using var bench = new RuleBench<T>(shape.Rows, shape.Columns);
        var isLong = shape == Long;
        foreach (var (i, rule) in rules.Index())
        {
            // What is left of the time, but for the matrices, is for the long parameters: a share for floats, two for doubles.
            var left = ((1 - ShareOfMatrices) * span) - Stopwatch.GetElapsedTime(_start);
            var cases = rules.Length - i + (typeof(T) == typeof(float) ? 2 * rules.Length : 0);
            var figures = bench.Measure(
                rule, _traffic[rule], _theirs.GetValueOrDefault(rule), isLong ? LongTurns : ShortTurns, isLong ? LongMilliseconds : ShortMilliseconds,
                isLong ? left / cases : TimeSpan.MaxValue, cancellationToken);
            report.Add(rule, typeof(T) == typeof(double), isLong, figures);
            progress.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{Stopwatch.GetElapsedTime(_start):mm\\:ss} {bench.Length:#,0} × {Element<T>()}, {rule.Name}: {Figure.Time(figures.Nanoseconds)}, "
                + $"{Figure.Percent(figures.Share)} of the bandwidth"));
            GC.Collect(); // The state of a long parameter.
        }

        if (rules.Length > 0)
            report.Bandwidths.Add((bench.Length, Element<T>(), bench.Bandwidth));
    }

    private static string Element<T>() => typeof(T) == typeof(double) ? "double" : "float";
}
