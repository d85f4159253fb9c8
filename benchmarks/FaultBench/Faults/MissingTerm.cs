namespace Optimizers.FaultBench;

/// <summary>The derivative of the activation function is left out, for the last hidden layer or for all.</summary>
internal sealed class MissingTerm(Severity severity) : Fault("missing-term", severity, "wrong-gradient")
{
    public override string? NoSenseIn(Cell cell) => WithoutHidden(cell);

    public override void Inject(Setup setup)
    {
        var hidden = setup.Model.HiddenLayers;
        setup.Code.WithoutDerivative = IsMild ? [hidden - 1] : [.. Enumerable.Range(0, hidden)];
    }
}
