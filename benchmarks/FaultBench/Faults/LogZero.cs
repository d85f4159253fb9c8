namespace Optimizers.FaultBench;

/// <summary>The logarithm of a probability that has underflown to 0, for examples that came unscaled.</summary>
internal sealed class LogZero(Severity severity) : Fault("log-zero", severity, "non-finite")
{
    public override string? NoSenseIn(Cell cell) => WithoutClasses(cell);

    public override void Inject(Setup setup)
    {
        setup.Code.UnstableLog = true;
        var every = IsMild ? 50 : 10;
        setup.Training = setup.Training.MapInputs((_, n, value) => n % every == 0 ? 5000 * value : value);
    }
}
