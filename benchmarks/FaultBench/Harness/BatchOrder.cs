namespace Optimizers.FaultBench;

/// <summary>The order in which the loop takes the examples.</summary>
internal enum BatchOrder
{
    /// <summary>Shuffled anew in every epoch.</summary>
    Shuffled,

    /// <summary>Sorted by class (or target), then shuffled within windows of a fifth of the examples.</summary>
    PartlySorted,

    /// <summary>Sorted by class (or target).</summary>
    Sorted,
}
