namespace Optimizers.FaultBench.World;

/// <summary>Linear regression: inputs and targets that are not centred, and noise that leaves R² anywhere from 0.3 to 0.99.</summary>
internal sealed class NoisyLine() : Kind("noisy-line", isSeen: true)
{
    public override IReadOnlyList<WorldFault> Faults { get; } =
    [
        RateFaults.TooLarge(10), RateFaults.TooLarge(100), RateFaults.TooSmall(100), RateFaults.TooSmall(1000), DataFaults.UnscaledInputs,
        RateFaults.Zero, CodeFaults.NotHandedOver("b1"), ModelFaults.BroadcastTargets, DataFaults.NanRow, ModelFaults.Last(Activation.Sigmoid),
    ];

    protected override Recipe Make(Random random, int seed)
    {
        var features = random.Integer(1, 8);
        var (slopes, centers) = (Draws.Normals(random, features), Draws.Normals(random, features, 0.7));
        var (offset, explained) = (random.Uniform(-4, 4), random.Uniform(0.3, 0.99));
        var noise = Math.Sqrt(slopes.Sum(slope => slope * slope) * ((1 / explained) - 1));
        var (train, holdout, test) = Split(random, random.Integer(80, 300), features, 1, hasLabels: false, (sample, i) =>
        {
            var mean = offset;
            for (var f = 0; f < features; f++)
            {
                sample.Input(i)[f] = centers[f] + random.Normal();
                mean += slopes[f] * sample.Input(i)[f];
            }

            (sample.IdealOf(i)[0], sample.Target(i)[0]) = (mean, mean + (noise * random.Normal()));
        });
        var optimizer = Loops.Rule(random, "sgd", "sgd", "momentum", "nesterov", "adam");
        var start = random.Pick(StartRules.Zero, StartRules.Uniform);
        return new Recipe
        {
            Train = train,
            Holdout = holdout,
            Test = test,
            Model = pass => pass.Last("1", pass.X, 1, weights: start, biases: start),
            Loss = LossKind.Squared,
            Optimizer = optimizer,
            Rate = Loops.Rate(random, optimizer, plain: 0.03, adaptive: 0.03),
            Shape = Loops.Shape(random),
            BatchSize = Loops.Batch(random, train.Count),
            Steps = random.Integer(500, 900),
            Seed = seed,
        };
    }
}
