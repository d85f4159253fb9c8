namespace Optimizers.FaultBench.World;

/// <summary>Several numbers at once, each around its own centre and with its own noise, by softplus or GELU units.</summary>
internal sealed class ManyOutputs() : Kind("many-outputs", isSeen: true)
{
    public override IReadOnlyList<WorldFault> Faults { get; } =
    [
        ModelFaults.Last(Activation.Relu), ModelFaults.Last(Activation.Tanh), DataFaults.UnscaledTargets, DataFaults.UnscaledInputs,
        RateFaults.TooSmall(1000), RateFaults.TooLarge(100), CodeFaults.WrongSign, CodeFaults.NotHandedOver("W2", "b2"), StartFaults.Constant,
        RateFaults.TooFewSteps(30), DataFaults.NanRow,
    ];

    protected override Recipe Make(Random random, int seed)
    {
        var (features, outputs, noise) = (random.Integer(2, 4), random.Integer(2, 5), random.Log(0.05, 0.5));
        var (directions, waves) = (Draws.Normals(random, features * outputs, 0.8), Draws.Normals(random, outputs));
        var offsets = Draws.Normals(random, outputs, 2);
        var (train, holdout, test) = Split(random, random.Integer(120, 250), features, outputs, hasLabels: false, (sample, i) =>
        {
            for (var f = 0; f < features; f++)
                sample.Input(i)[f] = random.Normal();
            for (var o = 0; o < outputs; o++)
            {
                var along = 0.0;
                for (var f = 0; f < features; f++)
                    along += directions[(o * features) + f] * sample.Input(i)[f];
                var mean = sample.IdealOf(i)[o] = offsets[o] + along + (0.7 * Math.Cos(along + waves[o]));
                sample.Target(i)[o] = mean + (noise * random.Normal());
            }
        });
        var optimizer = Loops.Rule(random, "adam", "momentum", "sgd", "amsgrad");
        var (width, activation) = (random.Integer(12, 32), random.Pick(Activation.Softplus, Activation.Gelu, Activation.Tanh));
        return new Recipe
        {
            Train = train,
            Holdout = holdout,
            Test = test,
            Model = pass => pass.Last("2", pass.Layer("1", pass.X, width, activation, StartRules.Uniform, StartRules.Uniform), outputs),
            Loss = random.Pick(LossKind.Squared, LossKind.Squared, LossKind.Huber),
            Optimizer = optimizer,
            Rate = Loops.Rate(random, optimizer, plain: 0.1, adaptive: 0.015),
            Shape = Loops.Shape(random),
            BatchSize = Loops.Batch(random, train.Count),
            Steps = random.Integer(600, 900),
            Seed = seed,
        };
    }
}
