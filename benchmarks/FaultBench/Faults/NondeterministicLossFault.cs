namespace Optimizers.FaultBench;

/// <summary>Dropout is left on, also where a loss should be the same each time.</summary>
internal sealed class NondeterministicLossFault(Severity severity) : Fault("nondeterministic-loss", severity, "nondeterministic-loss")
{
    public override Harm Harm => Harm.OwnTraining;

    public override void Inject(Setup setup) => setup.Code.Dropout = IsMild ? 0.2 : 0.5;
}
