namespace Optimizers.FaultBench;

/// <summary>Weights far too small for a signal to come through.</summary>
internal sealed class TinyInit(Severity severity) : Fault("tiny-init", severity, "vanishing-gradient", "saddle", "plateau")
{
    public override bool IsCurable => true;

    public override string? NoSenseIn(Cell cell) => WithoutHidden(cell);

    public override void Inject(Setup setup) => setup.ChangeStart((network, _) =>
    {
        foreach (var layer in network.Layers)
            layer.Weights.Multiply(IsMild ? 0.05 : 0.001, layer.Weights);
    });
}
