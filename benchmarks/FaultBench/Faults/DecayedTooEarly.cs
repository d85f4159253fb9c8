namespace Optimizers.FaultBench;

/// <summary>A schedule that has come down to a thousandth long before the training is done.</summary>
internal sealed class DecayedTooEarly(Severity severity) : Fault("decayed-too-early", severity, "decayed-too-early")
{
    public override bool IsCurable => true;

    public override void Inject(Setup setup) => setup.LearningRate =
        Schedule.ExponentialDecay(from: setup.Peak, factor: IsMild ? 0.93 : 0.75).Clamp(1e-4 * setup.Peak, setup.Peak);
}
