namespace Optimizers.FaultBench;

/// <summary>A velocity that remembers for hundreds of steps.</summary>
internal sealed class MomentumTooHigh(Severity severity) : Fault("momentum-too-high", severity, "momentum-too-high")
{
    public override bool IsCurable => true;

    public override string? NoSenseIn(Cell cell) => cell.Optimizer is OptimizerKind.Sgd or OptimizerKind.RmsProp ? "the rule has no momentum" : null;

    public override void Inject(Setup setup) => setup.Momentum = IsMild ? 0.99 : 0.998;
}
