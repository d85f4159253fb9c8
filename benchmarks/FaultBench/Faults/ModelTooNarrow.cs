namespace Optimizers.FaultBench;

/// <summary>Hidden layers of one or two units.</summary>
internal sealed class ModelTooNarrow(Severity severity) : Fault("model-too-narrow", severity, "model-bias")
{
    public override string? NoSenseIn(Cell cell) => WithoutHidden(cell)
        ?? (cell.Model.Channels > 0 ? "the dense layer behind the convolution sees the whole image" : null);

    public override void Inject(Setup setup) => setup.Model = setup.Model with { Hidden = [.. setup.Model.Hidden.Select(_ => IsMild ? 2 : 1)] };
}
