namespace Optimizers.FaultBench;

/// <summary>The halves of the grid.</summary>
internal enum Half
{
    /// <summary>On which thresholds are fixed.</summary>
    A,

    /// <summary>Held out: scored only.</summary>
    B,
}
