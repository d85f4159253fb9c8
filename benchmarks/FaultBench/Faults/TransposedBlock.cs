namespace Optimizers.FaultBench;

/// <summary>The gradient of square weight matrices is transposed, for the second layer or for all.</summary>
internal sealed class TransposedBlock(Severity severity) : Fault("transposed-block", severity, "wrong-gradient")
{
    public override string? NoSenseIn(Cell cell) => cell.Model.IsDeep ? null : "no weight matrix is square";

    public override void Inject(Setup setup) => setup.Code.Distort = (gradient, _) =>
    {
        for (var l = 1; l < (IsMild ? 2 : gradient.Layers.Count - 1); l++)
            gradient.Layers[l].Weights.Transpose().CopyTo(gradient.Layers[l].Weights);
    };
}
