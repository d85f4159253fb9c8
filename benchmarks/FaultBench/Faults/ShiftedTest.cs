namespace Optimizers.FaultBench;

/// <summary>The testing data come from elsewhere: images moved by a pixel or two, and inputs from one corner for the regression.</summary>
internal sealed class ShiftedTest(Severity severity) : Fault("shifted-test", severity, "distribution-mismatch")
{
    public override Harm Harm => Harm.Generalization;

    public override void Inject(Setup setup)
    {
        var (side, by) = (setup.Cell.Data.Side, IsMild ? 1 : 2);
        var test = setup.Test;
        setup.Test = side > 0
            ? test.MapInputs((pixel, n, _) => test.Inputs[((pixel / side) * side) + Math.Min(side - 1, (pixel % side) + by), n])
            : test.MapInputs((feature, _, value) => feature < 5 ? value + (IsMild ? 1 : 2) : value);
    }
}
