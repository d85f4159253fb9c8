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
        init => field = value ?? throw new ArgumentNullException(nameof(Graph), $"{nameof(Graph)} is null; a graph without edges lets no cause explain another.");
    } = CausalGraph.Known;

    /// <summary>The seed of everything random. Default 1.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>
    /// How many gradients over the objective the probes may take together, a loss counted as half of one: at least 0. A probe whose price is above what is left is not run. Default 2,000.
    /// </summary>
    public int Budget
    {
        get;
        init => field = value >= 0
            ? value
            : throw new ArgumentOutOfRangeException(nameof(Budget), value, $"{nameof(Budget)} is {value}; it must be at least 0.");
    } = 2000;

    /// <summary>Is told of every probe and cause.</summary>
    public IProgress<DiagnosisProgress>? Progress { get; init; }

    /// <summary>Cancels between two evaluations.</summary>
    public CancellationToken CancellationToken { get; init; }
}
