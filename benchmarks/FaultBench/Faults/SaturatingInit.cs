namespace Optimizers.FaultBench;

/// <summary>Weights so large that the hidden units stand at the ends of their range.</summary>
internal sealed class SaturatingInit(Severity severity) : Fault("saturating-init", severity, "saturation")
{
    public override bool IsCurable => true;

    public override string? NoSenseIn(Cell cell) => cell.Model.Activation is Activation.Tanh or Activation.Sigmoid ? null : "nothing saturates";

    public override void Inject(Setup setup) => setup.ChangeStart((network, _) =>
    {
        for (var l = 0; l < network.Layers.Count - 1; l++)
            network.Layers[l].Weights.Multiply(IsMild ? 15 : 100, network.Layers[l].Weights);
    });
}
