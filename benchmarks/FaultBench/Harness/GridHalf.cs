namespace Optimizers.FaultBench;

/// <summary>The halves of the grid.</summary>
internal enum GridHalf
{
    /// <summary>On which thresholds are fixed.</summary>
    A,

    /// <summary>Held out: scored only.</summary>
    B,
}
