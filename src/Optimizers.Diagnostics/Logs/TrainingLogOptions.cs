namespace Optimizers.Diagnostics;

/// <summary>How a <see cref="TrainingLog"/> is read.</summary>
public sealed record TrainingLogOptions
{
    /// <summary>The format; null: it is recognized from the contents.</summary>
    public TrainingLogFormat? Format { get; init; }

    /// <summary>The run to read where a file holds several; null: there must be only one.</summary>
    public string? Run { get; init; }
}
