namespace Optimizers.Benchmarks.Workloads;

/// <summary>The ways to sweep over memory; the bytes that each counts are those that its formula reads and writes.</summary>
internal enum MemorySweepKind
{
    /// <summary>a ← b, by the runtime's own copy.</summary>
    Copy,

    /// <summary>a ← b + 3c, through the cache: a line of a is read before it is written, and that read is not counted.</summary>
    Triad,

    /// <summary>The triad with stores past the cache (TensorPrimitives takes them for long arrays), which save that read.</summary>
    StreamingTriad,

    /// <summary>a ← a + sb, in place as an optimizer works: each line written has been read, and counted.</summary>
    Update,
}
