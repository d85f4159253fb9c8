namespace Optimizers.FaultBench;

/// <summary>Weight decay that outweighs the data.</summary>
internal sealed class WeightDecayTooStrong(Severity severity) : Fault("weight-decay-too-strong", severity, "weight-decay")
{
    public override bool IsCurable => true;

    // Decoupled decay acts in units of the learning rate, whose steps are of length one: it takes more to be as strong.
    public override void Inject(Setup setup) =>
        setup.WeightDecay = setup.Cell.Optimizer == OptimizerKind.AdamW ? (IsMild ? 3 : 20) : (IsMild ? 0.03 : 0.3);
}
