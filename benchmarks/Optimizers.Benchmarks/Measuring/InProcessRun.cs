using System.Collections.Immutable;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Order;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Horology;

namespace Optimizers.Benchmarks.Measuring;

/// <summary>Measures cases with BenchmarkDotNet, one directly after the other in this process.</summary>
internal sealed class InProcessRun
{
    private readonly IConfig _config;

    /// <param name="settings">How long a case is measured.</param>
    /// <param name="artifacts">A folder for what BenchmarkDotNet may want to write.</param>
    public InProcessRun(RoundSettings settings, string artifacts)
    {
        var job = Job.Default
            .WithToolchain(new InProcessEmitToolchain(TimeSpan.FromMinutes(10), logOutput: false))
            .WithWarmupCount(settings.Warmups)
            .WithIterationCount(settings.Iterations)
            .WithIterationTime(TimeInterval.FromMilliseconds(settings.IterationMilliseconds));
        _config = ManualConfig.CreateEmpty()
            .AddJob(job)
            .AddLogger(NullLogger.Instance)
            .WithOrderer(new AsListed())
            .WithArtifactsPath(artifacts)
            .WithOptions(ConfigOptions.DisableLogFile | ConfigOptions.DisableOptimizationsValidator | ConfigOptions.StopOnFirstError);
    }

    /// <summary>Measures the cases in their order.</summary>
    /// <returns>For each case the median of its iterations: nanoseconds a run.</returns>
    /// <exception cref="InvalidOperationException">A case could not be run.</exception>
    /// <exception cref="OperationCanceledException">Cancelled: no further case was begun.</exception>
    public IEnumerable<(StepCase Case, double Nanoseconds)> Measure(IReadOnlyList<StepCase> cases, CancellationToken cancellationToken)
    {
        StepBenchmark.Choose(cases, cancellationToken);
        var summary = BenchmarkRunner.Run<StepBenchmark>(_config);
        cancellationToken.ThrowIfCancellationRequested();
        if (summary.HasCriticalValidationErrors)
            throw new InvalidOperationException("BenchmarkDotNet refuses the cases: "
                + string.Join(" ", summary.ValidationErrors.Select(e => e.Message)));
        if (summary.Reports.Length != cases.Count || summary.Reports.Any(r => !r.Success || r.ResultStatistics is null))
            throw new InvalidOperationException("A case could not be run: "
                + (StepBenchmark.Failure?.ToString() ?? "BenchmarkDotNet does not say why."));
        return cases.Zip(summary.Reports, (stepCase, report) => (stepCase, report.ResultStatistics!.Median));
    }

    private sealed class AsListed : DefaultOrderer
    {
        public override IEnumerable<BenchmarkCase> GetExecutionOrder(
            ImmutableArray<BenchmarkCase> benchmarksCase, IEnumerable<BenchmarkLogicalGroupRule>? order = null) => benchmarksCase;
    }
}
