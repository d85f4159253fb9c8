namespace Optimizers.Tests;

/// <summary>What this thread allocates. It depends neither on load nor on other tests.</summary>
internal static class Allocation
{
    private const int MostRuns = 100;

    /// <summary>The fewest bytes that one of several runs allocates: what allocates does so in each of them.</summary>
    /// <remarks>
    /// A collection, which any other thread may cause, ends the allocation context of this one, and what was left in it counts as allocated: up to
    /// 8 kB that nobody has asked for. So a run is repeated until it has stayed below what is allowed.
    /// </remarks>
    /// <param name="run">The run, which can be repeated.</param>
    /// <param name="allowed">The bytes at which there is no need of another run.</param>
    public static long Least(Action run, long allowed = 0)
    {
        var least = long.MaxValue;
        for (var i = 0; i < MostRuns && least > allowed; i++)
            least = Math.Min(least, Of(run));
        return least;
    }

    /// <summary>The bytes that one run allocates, and up to 8 kB more for each collection meanwhile.</summary>
    public static long Of(Action run)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        run();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
