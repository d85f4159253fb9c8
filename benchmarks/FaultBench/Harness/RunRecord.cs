using System.Text.Json;

namespace Optimizers.FaultBench;

/// <summary>One run with its outcome and, where it counts, all results of its examination: a line of the record file.</summary>
internal sealed record RunRecord
{
    /// <summary>The fault; "healthy" without one.</summary>
    public required string Fault { get; init; }

    public required Severity? Severity { get; init; }

    /// <summary>The ids of the causes that are a right answer; none in a healthy run.</summary>
    public required IReadOnlyList<string> Accepted { get; init; }

    public required bool IsAdvice { get; init; }

    public required string Data { get; init; }

    public required string Model { get; init; }

    public required OptimizerKind Optimizer { get; init; }

    public required int Seed { get; init; }

    public required GridHalf Half { get; init; }

    public required string Habit { get; init; }

    public required double RateFactor { get; init; }

    /// <summary>The outcome of the healthy twin.</summary>
    public required Outcome Twin { get; init; }

    /// <summary>The outcome of this run.</summary>
    public required Outcome Own { get; init; }

    /// <summary>The healthy twin (of a healthy run: the run itself) has trained well, or at least more than halfway from chance.</summary>
    public required bool IsSound { get; init; }

    /// <summary>True if the fault has made the run notably worse; false in a healthy run.</summary>
    public required bool Hurts { get; init; }

    /// <summary>The seconds of the training, the monitor included.</summary>
    public double TrainingSeconds { get; init; }

    /// <summary>The seconds of all probes.</summary>
    public double ProbeSeconds { get; init; }

    /// <summary>The losses and gradients that all probes took.</summary>
    public long Losses { get; init; }

    public long Gradients { get; init; }

    /// <summary>The probes that threw, with what they said.</summary>
    public IReadOnlyList<string> Failures { get; init; } = [];

    /// <summary>The results of the probes by name; null where the run does not count.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Results { get; init; }

    /// <summary>True in a run without a fault.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsHealthy => Accepted.Count == 0;

    /// <summary>True if the run is scored.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool Counts => IsSound && (IsHealthy || Hurts);
}
