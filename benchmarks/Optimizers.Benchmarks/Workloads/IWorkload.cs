namespace Optimizers.Benchmarks.Workloads;

/// <summary>One thing whose time is measured: all its memory is there after construction, and each run does the same work.</summary>
internal interface IWorkload : IDisposable
{
    /// <summary>One step of an optimizer, or one sweep over memory.</summary>
    void Run();

    /// <summary>The values that the runs so far have led to, to check that all competitors compute the same thing.</summary>
    double[] Values();
}
