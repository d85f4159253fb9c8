using System.Diagnostics;
using Optimizers.Benchmarks.Workloads;

namespace Optimizers.Benchmarks.Measuring;

/// <summary>How many bytes of the managed heap a run of a workload allocates, on whichever thread.</summary>
internal static class AllocationMeter
{
    private const int Attempts = 5;
    private static readonly TimeSpan Enough = TimeSpan.FromMilliseconds(20);

    /// <summary>
    /// Bytes a run, of a workload that has run before. The calling thread is counted to the byte; other threads through the process's total, of which
    /// the least of several attempts is taken, because the runtime's own threads allocate now and then.
    /// </summary>
    public static double Measure(IWorkload workload)
    {
        var start = Stopwatch.GetTimestamp();
        var runs = 0;
        do
        {
            workload.Run();
            runs++;
        }
        while (runs < 100 && Stopwatch.GetElapsedTime(start) < Enough);

        var everyThread = long.MaxValue;
        var thisThread = long.MaxValue;
        for (var attempt = 0; attempt < Attempts && Math.Max(thisThread, everyThread) > 0; attempt++)
        {
            var totalBefore = GC.GetTotalAllocatedBytes(precise: true);
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < runs; i++)
                workload.Run();
            thisThread = Math.Min(thisThread, GC.GetAllocatedBytesForCurrentThread() - before);
            everyThread = Math.Min(everyThread, GC.GetTotalAllocatedBytes(precise: true) - totalBefore);
        }

        return (double)Math.Max(thisThread, everyThread) / runs;
    }
}
