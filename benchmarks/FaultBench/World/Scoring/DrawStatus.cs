namespace Optimizers.FaultBench.World;

/// <summary>Whether a draw counts, or why not.</summary>
internal enum DrawStatus
{
    /// <summary>It counts.</summary>
    Counts,

    /// <summary>The fault does no harm here.</summary>
    Harmless,

    /// <summary>The twin without the fault fails too.</summary>
    TwinFails,

    /// <summary>A healthy run that another rate would make much better.</summary>
    Improvable,

    /// <summary>The recipe has not what the fault needs.</summary>
    DoesNotFit,
}
