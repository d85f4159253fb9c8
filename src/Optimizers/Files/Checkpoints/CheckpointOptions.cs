namespace Optimizers;

/// <summary>Where and how often a training is saved: see <see cref="TrainingCheckpoint"/>.</summary>
public sealed class CheckpointOptions
{
    /// <summary>The folder of the checkpoints, of one training alone; it is made if it is not there.</summary>
    /// <exception cref="ArgumentException">It is empty.</exception>
    public required string Directory
    {
        get;
        init
        {
            ArgumentException.ThrowIfNullOrEmpty(value, nameof(Directory));
            field = value;
        }
    }

    /// <summary>How many of the latest checkpoints are kept; at least 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int KeepLast
    {
        get;
        init => field = value >= 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, $"{nameof(KeepLast)} is {value}; it must be at least 1.");
    } = 3;

    /// <summary>True to keep the checkpoint with the smallest metric too.</summary>
    public bool KeepBest { get; init; } = true;

    /// <summary>
    /// A checkpoint is due when a multiple of so many iterations has been passed; at least 1. Null leaves it to <see cref="Every"/>; where both are
    /// null, every call after a step is due.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public long? EverySteps
    {
        get;
        init => field = value is null or >= 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, $"{nameof(EverySteps)} is {value}; it must be at least 1.");
    }

    /// <summary>A checkpoint is due when so much time has passed since the last one; above 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not above 0.</exception>
    public TimeSpan? Every
    {
        get;
        init => field = value is null || value > TimeSpan.Zero
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, $"{nameof(Every)} is {value}; it must be above 0.");
    }

    /// <summary>The clock that <see cref="Every"/> goes by; the system's by default.</summary>
    /// <exception cref="ArgumentNullException">It is null.</exception>
    public TimeProvider Clock { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = TimeProvider.System;
}
