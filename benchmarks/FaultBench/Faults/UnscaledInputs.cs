namespace Optimizers.FaultBench;

/// <summary>Features with their own units: each is multiplied by a random power of ten, the same in all data.</summary>
internal sealed class UnscaledInputs(Severity severity) : Fault("unscaled-inputs", severity, "bad-scaling", "ravine")
{
    public override void Inject(Setup setup)
    {
        var random = new Random(setup.Cell.Seed);
        var decades = IsMild ? 1.0 : 2.0;
        var units = new double[setup.Training.Features];
        for (var i = 0; i < units.Length; i++)
            units[i] = Math.Pow(10, ((2 * random.NextDouble()) - 1) * decades);
        setup.Training = Scale(setup.Training);
        setup.Validation = Scale(setup.Validation);
        setup.Test = Scale(setup.Test);
        setup.Measured = Scale(setup.Measured);

        Examples Scale(Examples examples) => examples.MapInputs((feature, _, value) => units[feature] * value);
    }
}
