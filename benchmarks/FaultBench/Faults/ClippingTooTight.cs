namespace Optimizers.FaultBench;

/// <summary>Gradients clipped to a fraction of their usual norm.</summary>
internal sealed class ClippingTooTight(Severity severity) : Fault("clipping-too-tight", severity, "clipping-too-tight")
{
    public override bool IsCurable => true;

    public override string? NoSenseIn(Cell cell) => cell.Optimizer is OptimizerKind.Sgd or OptimizerKind.Momentum
        ? null
        : "the rule divides by the size of its gradients, so that clipping all of them changes nothing";

    public override void Inject(Setup setup) => setup.Clipping = GradientClipping.ByGlobalNorm(IsMild ? 0.03 : 0.002);
}
