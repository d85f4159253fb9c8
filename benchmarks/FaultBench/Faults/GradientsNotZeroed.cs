namespace Optimizers.FaultBench;

/// <summary>Gradients are added to those of earlier steps, of up to fifty or of all.</summary>
internal sealed class GradientsNotZeroed(Severity severity) : Fault("gradients-not-zeroed", severity, "gradients-not-cleared")
{
    public override void Inject(Setup setup) => setup.ClearsEvery = IsMild ? 50 : int.MaxValue;
}
