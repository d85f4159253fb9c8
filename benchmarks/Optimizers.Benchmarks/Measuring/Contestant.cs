namespace Optimizers.Benchmarks.Measuring;

/// <summary>Who computes it, in the order of the table.</summary>
internal enum Contestant
{
    /// <summary>The machine's memory alone.</summary>
    Memory,

    /// <summary>This library at its defaults: the guard against non-finite gradients is on.</summary>
    Library,

    /// <summary>This library with the guard off.</summary>
    LibraryUnguarded,

    /// <summary>This library at its defaults, compiled ahead of time for the default instruction set.</summary>
    AheadOfTime,

    /// <summary>This library at its defaults, compiled ahead of time for x86-64-v3 (AVX2 and FMA).</summary>
    AheadOfTimeV3,

    /// <summary>TorchSharp's optimizer.</summary>
    TorchSharp,

    /// <summary>MathNet's operators.</summary>
    MathNet,

    /// <summary>System.Numerics.Tensors.TensorPrimitives, one pass after another.</summary>
    TensorPrimitives,
}
