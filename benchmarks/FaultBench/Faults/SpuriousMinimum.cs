namespace Optimizers.FaultBench;

/// <summary>
/// A start in the valley of a bad local minimum. A network of four or five units learns from a teacher with one unit less, whose units read
/// orthogonal directions. A student with several units on one of the teacher's directions cannot leave (such minima are common: Safran and Shamir
/// 2018). Sixteen trainings run over the whole sample. The twin begins where one of the best began; the faulty run begins, a little disturbed,
/// where the worst one ended.
/// </summary>
internal sealed class SpuriousMinimum(Severity severity) : Fault("spurious-minimum", severity, "local-minimum", "dead-units")
{
    private const int Starts = 16;

    private const double Enough = 0.02;

    public override double? Floor => Enough;

    public override bool ChangesTwin => true;

    public override string? NoSenseIn(Cell cell) => cell.Model.IsLinear ? "the loss of a linear model is convex"
        : !cell.Data.IsRegression || cell.Model.IsDeep ? "no bad minimum of this network is known" : null;

    public override void Prepare(Setup setup)
    {
        var units = IsMild ? 5 : 4;
        setup.Model = setup.Model with { Hidden = [units] };
        setup.Training = Teach(setup.Training, units - 1);
        setup.Validation = Teach(setup.Validation, units - 1);
        setup.Test = Teach(setup.Test, units - 1);
        setup.Measured = Teach(setup.Measured, units - 1);
        setup.Satisfactory = Enough;
        var found = Enumerable.Range(0, Starts).Select(k => Train(setup, (100 * setup.Cell.Seed) + k)).OrderBy(each => each.Loss).ToArray();
        (setup.Start, setup.BadMinimum) = (found[2].Start, found[^1].End);

        Examples Teach(Examples examples, int directions)
        {
            var isRelu = setup.Model.Activation == Activation.Relu;
            var targets = new double[examples.Count];
            for (var n = 0; n < targets.Length; n++)
            {
                for (var i = 0; i < directions; i++)
                {
                    var x = examples.Inputs[i, n];
                    var unit = isRelu ? (Math.Max(0, x) - 0.43) / 0.54 : Math.Tanh(2 * x) / 0.85;
                    targets[n] += (i % 2 == 0 ? unit : -unit) / Math.Sqrt(directions);
                }
            }

            return examples with { Targets = targets };
        }
    }

    public override void Inject(Setup setup)
    {
        var random = new Random(setup.Cell.Seed);
        var start = setup.BadMinimum!.Copy();
        foreach (var layer in start.Layers)
            layer.Weights.MapInplace(weight => weight * (1 + (0.02 * Gaussian.Next(random))));
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
