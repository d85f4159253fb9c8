namespace Optimizers.FaultBench;

/// <summary>A learning rate far below the good one.</summary>
internal sealed class RateTooLow(Severity severity) : Fault("rate-too-low", severity, "step-too-small")
{
    public override bool IsCurable => true;

    public override void Inject(Setup setup)
    {
        setup.Peak *= IsMild ? 0.02 : 0.001;
        setup.LearningRate = setup.LearningRate.Scale(IsMild ? 0.02 : 0.001);
    }
}
