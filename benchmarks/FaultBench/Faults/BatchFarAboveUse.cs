namespace Optimizers.FaultBench;

/// <summary>Batches so large that more examples add nothing. This is advice, not a fault.</summary>
internal sealed class BatchFarAboveUse(Severity severity) : Fault("batch-far-above-use", severity, "batch-too-large")
{
    public override bool IsAdvice => true;

    public override Harm Harm => Harm.Waste;

    public override void Inject(Setup setup) => setup.BatchSize = IsMild ? 256 : 1024;
}
