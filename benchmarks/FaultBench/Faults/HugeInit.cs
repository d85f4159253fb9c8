namespace Optimizers.FaultBench;

/// <summary>Weights far too large, where nothing saturates.</summary>
internal sealed class HugeInit(Severity severity) : Fault("huge-init", severity, "exploding-gradient", "dead-units")
{
    public override bool IsCurable => true;

    public override string? NoSenseIn(Cell cell) =>
        cell.Model.Activation is Activation.Tanh or Activation.Sigmoid ? "the units saturate: see saturating-init" : null;

    public override void Inject(Setup setup) => setup.ChangeStart((network, _) =>
    {
        foreach (var layer in network.Layers)
            layer.Weights.Multiply(setup.Model.IsDeep ? (IsMild ? 3 : 10) : (IsMild ? 10 : 50), layer.Weights);
    });
}
