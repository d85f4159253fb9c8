namespace Optimizers.Diagnostics;

/// <summary>How much a <see cref="TrainingMonitor"/> keeps.</summary>
public sealed record TrainingMonitorOptions
{
    /// <summary>How many steps of the whole run are kept, evenly thinned: at least 64. Default 1024.</summary>
    public int Capacity
    {
        get;
        init => field = value >= 64
            ? value
            : throw new ArgumentOutOfRangeException(nameof(Capacity), value, $"{nameof(Capacity)} is {value}; it must be at least 64.");
    } = 1024;

    /// <summary>How many of the last steps are kept, all of them: at least 16. Default 256.</summary>
    public int Recent
    {
        get;
        init => field = value >= 16
            ? value
            : throw new ArgumentOutOfRangeException(nameof(Recent), value, $"{nameof(Recent)} is {value}; it must be at least 16.");
    } = 256;
}
