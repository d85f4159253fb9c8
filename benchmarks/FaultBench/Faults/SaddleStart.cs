namespace Optimizers.FaultBench;

/// <summary>
/// A start close to the saddle at which all weights into and out of the hidden units are zero; a new start is drawn properly.
/// </summary>
internal sealed class SaddleStart(Severity severity) : Fault("saddle", severity, "saddle")
{
    public override bool IsCurable => true;

    public override string? NoSenseIn(Cell cell) => cell.Model.IsLinear ? "the loss of a linear model is convex" : null;

    public override void Inject(Setup setup)
    {
        var start = setup.Initialize(setup.Cell.Seed);
        foreach (var layer in start.Layers)
            layer.Weights.Multiply(IsMild ? 1e-3 : 1e-5, layer.Weights);
        setup.Start = start;
    }
}
