namespace Optimizers.Diagnostics;

/// <summary>How a diagnosis is made: what it considers, beside what its probes may cost.</summary>
public sealed record DiagnosisOptions : ExaminationOptions
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

    internal override int CauseCount => Causes.Count;
}
