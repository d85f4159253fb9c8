namespace Optimizers.FaultBench;

/// <summary>Biases so negative that most or all units of every hidden layer never fire.</summary>
internal sealed class DeadRelu(Severity severity) : Fault("dead-relu", severity, "dead-units")
{
    public override bool IsCurable => true;

    public override string? NoSenseIn(Cell cell) => cell.Model.Activation == Activation.Relu ? null : "the model has no ReLU";

    public override void Inject(Setup setup) => setup.ChangeStart((network, _) =>
    {
        for (var l = 0; l < network.Layers.Count - 1; l++)
        {
            var bias = network.Layers[l].Bias;
            var dead = IsMild ? (int)(0.85 * bias.Count) : bias.Count;
            for (var unit = 0; unit < dead; unit++)
                bias[unit] = -60;
        }
    });
}
