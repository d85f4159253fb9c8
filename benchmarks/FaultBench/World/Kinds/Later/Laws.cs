namespace Optimizers.FaultBench.World;

/// <summary>
/// Three measured quantities by laws of nature (a power law, one that saturates, one that decays) with noise in proportion: a line beside a layer.
/// Healthy programs take logarithms or other units, so that all is of size 1.
/// </summary>
internal sealed class Laws() : LaterKind("laws")
{
    public override IReadOnlyList<WorldFault> Faults { get; } =
    [
        DataFaults.OneTargetUnscaled, DataFaults.UnscaledInputs, RateFaults.TooLarge(1000), RateFaults.TooSmall(1000),
        ModelFaults.Last(Activation.Tanh), StartFaults.Saturated(60), DataFaults.NanRow, DataFaults.TestPreparedDifferently,
        StartFaults.Huge(60), CodeFaults.WrongTerm, DataFaults.RowsShifted, DataFaults.UnscaledInputs.And(DataFaults.OneTargetUnscaled),
        ModelFaults.Last(Activation.Tanh).And(RateFaults.TooSmall(1000)),
    ];

    protected override Recipe Make(Random random, int seed)
    {
        var features = random.Integer(3, 5);
        var (powers, noise) = (Draws.Normals(random, features, 0.4), random.Log(0.02, 0.1));
        var (half, time) = (random.Uniform(0.5, 2), random.Uniform(0.5, 2));
        double[] offsets = [random.Uniform(-3, 3), random.Uniform(1, 4), random.Uniform(-2, 0)];
        double[] scales = [random.Log(0.7, 2), random.Log(1, 4), random.Log(1, 4)];
        var (train, holdout, test) = Split(random, random.Integer(250, 400), features, 3, hasLabels: false, (sample, i) =>
        {
            var exponent = 0.0;
            for (var f = 0; f < features; f++)
            {
                sample.Input(i)[f] = random.Normal();
                exponent += powers[f] * sample.Input(i)[f];
            }

            // The inputs are logarithms of quantities: e to their power is what the laws are about.
            var (first, second) = (Math.Exp(sample.Input(i)[0]), Math.Exp(0.7 * sample.Input(i)[1]));
            double[] laws = [Math.Exp(Math.Min(exponent, 2)), first / (half + first), Math.Exp(-second / time)];
            for (var k = 0; k < 3; k++)
            {
                sample.IdealOf(i)[k] = offsets[k] + (scales[k] * laws[k]);
                sample.Target(i)[k] = sample.IdealOf(i)[k] + (scales[k] * noise * random.Normal());
            }
        });
        var optimizer = Loops.Rule(random, "yogi", "nadam", "adamax", "momentum");
        var (width, activation) = (random.Integer(16, 28), random.Pick(Activation.Tanh, Activation.Tanh, Activation.Sigmoid));
        return new Recipe
        {
            Train = train,
            Holdout = holdout,
            Test = test,
            Model = pass =>
            {
                var line = pass.Tape.Product(pass.X, pass.Parameter("W0", features, 3, StartRules.Uniform));
                var bent = pass.Dense("2", pass.Layer("1", pass.X, width, activation), 3);
                return pass.Apply(pass.Tape.Add(line, bent), pass.LastActivation ?? Activation.None);
            },
            Loss = random.Pick(LossKind.Squared, LossKind.Huber),
            Optimizer = optimizer,
            Rate = Loops.Rate(random, optimizer, plain: 0.06, adaptive: 0.02),
            Shape = (rate, steps) => Schedule.OneCycle(steps, 1.5 * rate),
            BatchSize = random.Pick(16, 32, 64),
            Steps = random.Integer(700, 1000),
            Seed = seed,
            SampleSize = 160,
        };
    }
}
