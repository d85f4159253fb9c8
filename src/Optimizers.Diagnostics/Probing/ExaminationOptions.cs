namespace Optimizers.Diagnostics;

/// <summary>What the probes of an examination may cost, and how they are watched.</summary>
public record ExaminationOptions
{
    /// <summary>The seed of everything random. Default 1.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>
    /// How many gradients over the objective all probes together may take, at least 0; a loss counts as half a gradient. A probe whose price is above
    /// what is left does not run. Default 2,000.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 0.</exception>
    public int Budget
    {
        get;
        init => field = value >= 0
            ? value
            : throw new ArgumentOutOfRangeException(nameof(Budget), value, $"{nameof(Budget)} is {value}; it must be at least 0.");
    } = 2000;

    /// <summary>Receives a report after every probe, and of a diagnosis after every cause.</summary>
    public IProgress<DiagnosisProgress>? Progress { get; init; }

    /// <summary>Cancels between two evaluations.</summary>
    public CancellationToken CancellationToken { get; init; }

    /// <summary>How many causes the probes are run for, for the reports.</summary>
    internal virtual int CauseCount => 0;
}
