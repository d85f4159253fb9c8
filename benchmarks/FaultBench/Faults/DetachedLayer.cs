namespace Optimizers.FaultBench;

/// <summary>No gradient arrives at a layer: the first one, or all but the last.</summary>
internal sealed class DetachedLayer(Severity severity) : Fault("detached-layer", severity, "no-gradient")
{
    public override string? NoSenseIn(Cell cell) => cell.Model.IsLinear ? "the model is one layer"
        : !IsMild && !cell.Model.IsDeep ? "all but the last layer are the first one" : null;

    public override void Inject(Setup setup)
    {
        var last = setup.Model.HiddenLayers;
        setup.ScaleGradient((l, _) => l == 0 || (!IsMild && l < last) ? 0 : 1);
    }
}
