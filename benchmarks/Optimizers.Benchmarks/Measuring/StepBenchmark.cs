using BenchmarkDotNet.Attributes;
using Optimizers.Benchmarks.Workloads;

namespace Optimizers.Benchmarks.Measuring;

/// <summary>The benchmark that BenchmarkDotNet runs: one case at a time, whose memory is made before and released after.</summary>
public class StepBenchmark
{
    private static readonly Dictionary<string, StepCase> Cases = [];
    private static CancellationToken _cancellationToken;
    private IWorkload? _workload;

    [ParamsSource(nameof(Names))]
    public string Name { get; set; } = "";

    public static IEnumerable<string> Names => Cases.Keys;

    /// <summary>Bytes allocated in a step after the first ones, by case: measured where a case has run.</summary>
    internal static Dictionary<StepCase, double> AllocatedBytes { get; } = [];

    /// <summary>Why the last case failed.</summary>
    internal static Exception? Failure { get; private set; }

    /// <summary>Sets the cases of the next run, in their order.</summary>
    internal static void Choose(IEnumerable<StepCase> cases, CancellationToken cancellationToken)
    {
        _cancellationToken = cancellationToken;
        Failure = null;
        Cases.Clear();
        foreach (var stepCase in cases)
            Cases.Add(stepCase.ToString(), stepCase);
    }

    [GlobalSetup]
    public void Prepare()
    {
        try
        {
            _cancellationToken.ThrowIfCancellationRequested();
            _workload = WorkloadFactory.Create(Cases[Name]);
        }
        catch (Exception failure)
        {
            Failure = failure;
            throw;
        }
    }

    [Benchmark]
    public void Run() => _workload!.Run();

    [GlobalCleanup]
    public void LetGo()
    {
        var stepCase = Cases[Name];
        if (stepCase.IsStep && !AllocatedBytes.ContainsKey(stepCase))
            AllocatedBytes.Add(stepCase, AllocationMeter.Measure(_workload!));
        _workload!.Dispose();
        _workload = null;
    }
}
