namespace Optimizers.FaultBench;

/// <summary>A long training on a few dozen examples.</summary>
internal sealed class OverfittingFault(Severity severity) : Fault("overfitting", severity, "overfitting")
{
    public override Harm Harm => Harm.Generalization;

    public override string? NoSenseIn(Cell cell) =>
        cell.Data.IsRegression && cell.Model.IsLinear ? "ten weights do not overfit these examples" : null;

    public override void Inject(Setup setup)
    {
        setup.Training = setup.Training.Range(0, IsMild ? 120 : 60);
        setup.Measured = setup.Measured.Range(0, IsMild ? 120 : 60);
        setup.Steps *= 2;
    }
}
