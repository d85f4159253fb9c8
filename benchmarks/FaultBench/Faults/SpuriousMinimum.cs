namespace Optimizers.FaultBench;

/// <summary>
/// A start in the valley of a bad local minimum of a small network: of sixteen trainings by the whole sample, the twin begins where the middle one began, the fault
/// where the worst one ended, a little disturbed.
/// </summary>
internal sealed class SpuriousMinimum(Severity severity) : Fault("spurious-minimum", severity, "local-minimum", "dead-units")
{
    private const int Starts = 16;

    public override bool ChangesTwin => true;

    public override string? NoSenseIn(Cell cell) => cell.Model.IsLinear ? "the loss of a linear model is convex"
        : !cell.Data.IsRegression || cell.Model.IsDeep ? "no bad minimum of this network is known" : null;

    public override void Prepare(Setup setup)
    {
        setup.Model = setup.Model with { Hidden = [4] };
        var found = Enumerable.Range(0, Starts).Select(k => Train(setup, (100 * setup.Cell.Seed) + k)).OrderBy(each => each.Loss).ToArray();
        (setup.Start, setup.BadMinimum) = (found[Starts / 2].Start, found[^1].End);
    }

    public override void Inject(Setup setup)
    {
        var random = new Random(setup.Cell.Seed);
        var start = setup.BadMinimum!.Copy();
        var disturbance = IsMild ? 0.05 : 0.01;
        foreach (var layer in start.Layers)
            layer.Weights.MapInplace(weight => weight * (1 + (disturbance * Gaussian.Next(random))));
        setup.Start = start;
    }

    private static (Network Start, Network End, double Loss) Train(Setup setup, int seed)
    {
        var start = setup.Initialize(seed);
        var network = start.Copy();
        var pass = new Pass(network, setup.Measured.Count);
        var adam = new Adam(Schedule.CosineDecay(600, from: 0.05)) { MaxThreads = 1 };
        var parameters = network.With(pass.Gradient);
        for (var i = 0; i < 600; i++)
        {
            pass.Backward(setup.Measured);
            adam.Step(parameters);
        }

        return (start, network, pass.Loss(setup.Measured));
    }
}
