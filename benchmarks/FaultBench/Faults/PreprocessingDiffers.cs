namespace Optimizers.FaultBench;

/// <summary>The testing inputs are scaled and shifted otherwise than the training inputs.</summary>
internal sealed class PreprocessingDiffers(Severity severity) : Fault("preprocessing-differs", severity, "distribution-mismatch")
{
    public override Harm Harm => Harm.Generalization;

    public override void Inject(Setup setup)
    {
        var (scale, shift) = IsMild ? (1.5, 0.5) : (4, 2);
        setup.Test = setup.Test.MapInputs((_, _, value) => (scale * value) + shift);
    }
}
