namespace Optimizers.Diagnostics;

/// <summary>How a training breaks.</summary>
public enum BreakKind
{
    /// <summary>Losses or gradients were NaN or infinite, several steps in a row.</summary>
    NonFinite,

    /// <summary>The loss has risen far above the best and above where it began.</summary>
    Exploded,

    /// <summary>More than half of the progress is lost, and has been for a while.</summary>
    Relapsed,

    /// <summary>
    /// The loss has not improved for long. The guard looks for this only where it has a diagnosis, and after a rollback to where the training began:
    /// then the last remedy was not enough.
    /// </summary>
    Stalled,

    /// <summary>The run has come to its horizon, and the diagnosis there has found a fault.</summary>
    Unsatisfactory,
}
