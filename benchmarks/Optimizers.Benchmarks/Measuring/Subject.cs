namespace Optimizers.Benchmarks.Measuring;

/// <summary>What is computed, in the order of the table.</summary>
internal enum Subject
{
    Copy,
    Triad,
    StreamingTriad,
    Update,
    Adam,
    Momentum,
    RmsProp,
}
