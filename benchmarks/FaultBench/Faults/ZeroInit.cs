namespace Optimizers.FaultBench;

/// <summary>All weights begin at zero; in the mild form only those that read the hidden layers.</summary>
internal sealed class ZeroInit(Severity severity) : Fault("zero-init", severity, "symmetry", "saddle")
{
    public override bool IsCurable => true;

    public override string? NoSenseIn(Cell cell) => WithoutHidden(cell)
        ?? (IsMild && !cell.Model.IsDeep ? "zero outgoing weights alone are a sound start of one hidden layer" : null);

    public override void Inject(Setup setup) => setup.ChangeStart((network, _) =>
    {
        for (var l = IsMild ? 1 : 0; l < network.Layers.Count; l++)
            network.Layers[l].Weights.Clear();
    });
}
