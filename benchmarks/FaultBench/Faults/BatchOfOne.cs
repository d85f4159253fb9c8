namespace Optimizers.FaultBench;

/// <summary>Batches of one or two examples at the rate of ordinary ones.</summary>
internal sealed class BatchOfOne(Severity severity) : Fault("batch-of-one", severity, "noise-dominated")
{
    public override void Inject(Setup setup) => setup.BatchSize = IsMild ? 2 : 1;
}
