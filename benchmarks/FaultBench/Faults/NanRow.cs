namespace Optimizers.FaultBench;

/// <summary>One example, or one in twenty, holds a NaN.</summary>
internal sealed class NanRow(Severity severity) : Fault("nan-row", severity, "non-finite")
{
    public override void Inject(Setup setup)
    {
        var random = new Random(setup.Cell.Seed);
        var training = setup.Training.Copy();
        for (var n = IsMild ? random.Next(20) : 0; n < (IsMild ? 20 : training.Count); n += 20)
            training.Inputs[random.Next(training.Features), n] = double.NaN;
        setup.Training = training;
    }
}
