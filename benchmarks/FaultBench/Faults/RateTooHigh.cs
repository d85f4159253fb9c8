namespace Optimizers.FaultBench;

/// <summary>A learning rate far above the good one.</summary>
internal sealed class RateTooHigh(Severity severity) : Fault("rate-too-high", severity, "step-too-large")
{
    public override bool IsCurable => true;

    public override void Inject(Setup setup)
    {
        setup.Peak *= IsMild ? 15 : 100;
        setup.LearningRate = setup.LearningRate.Scale(IsMild ? 15 : 100);
    }
}
