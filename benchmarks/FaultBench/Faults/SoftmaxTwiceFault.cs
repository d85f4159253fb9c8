namespace Optimizers.FaultBench;

/// <summary>The model ends with a softmax, and the loss takes it for logits.</summary>
internal sealed class SoftmaxTwiceFault() : Fault("softmax-twice", Severity.Severe, "softmax-twice")
{
    public override string? NoSenseIn(Cell cell) => WithoutClasses(cell);

    public override void Inject(Setup setup) => setup.Code.SoftmaxTwice = true;
}
