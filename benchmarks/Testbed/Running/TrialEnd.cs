namespace Optimizers.Testbed.Running;

/// <summary>How a trial ended.</summary>
internal enum TrialEnd
{
    /// <summary>The target was reached.</summary>
    Reached,

    /// <summary>The steps were used up.</summary>
    Limit,

    /// <summary>A loss or a gradient was not finite, or the measure grew to a thousand times that of the start.</summary>
    Diverged,
}
