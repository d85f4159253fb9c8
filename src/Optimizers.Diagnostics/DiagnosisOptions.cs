namespace Optimizers.Diagnostics;

/// <summary>How a diagnosis is made.</summary>
public sealed record DiagnosisOptions
{
    /// <summary>The causes to consider. Default: <see cref="KnownCauses.All"/>. Add your own: <c>[.. KnownCauses.All, new MyCause()]</c>.</summary>
    public IReadOnlyList<Cause> Causes
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(Causes), $"{nameof(Causes)} is null; an empty list considers no cause.");
    } = KnownCauses.All;

    /// <summary>Which cause has which consequence. Default: <see cref="CausalGraph.Known"/>.</summary>
    public CausalGraph Graph
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(Graph),
            $"{nameof(Graph)} is null; a graph without edges lets no cause explain another.");
    } = CausalGraph.Known;

    /// <summary>The seed of everything random. Default 1.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>
    /// How many gradients over the objective all probes together may take, at least 0; a loss counts as half a gradient. A probe whose price is above
    /// what is left does not run. Default 2,000.
    /// </summary>
    public int Budget
    {
        get;
        init => field = value >= 0
            ? value
            : throw new ArgumentOutOfRangeException(nameof(Budget), value, $"{nameof(Budget)} is {value}; it must be at least 0.");
    } = 2000;

    /// <summary>Receives a report after every probe and every cause.</summary>
    public IProgress<DiagnosisProgress>? Progress { get; init; }

    /// <summary>Cancels between two evaluations.</summary>
    public CancellationToken CancellationToken { get; init; }
}
