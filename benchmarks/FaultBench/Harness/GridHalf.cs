namespace Optimizers.FaultBench;

/// <summary>The halves of the grid.</summary>
internal enum GridHalf
{
    /// <summary>The half on which thresholds are fixed.</summary>
    A,

    /// <summary>The half that is held out, and only scored.</summary>
    B,
}
