namespace Optimizers.FaultBench.World;

/// <summary>Skewed positive targets from features in different units, some of them yes-or-no, by ReLUs under AdamW.</summary>
internal sealed class Prices() : Kind("prices", isSeen: true)
{
    public override IReadOnlyList<WorldFault> Faults { get; } =
    [
        DataFaults.UnscaledTargets, DataFaults.UnscaledInputs, RateFaults.TooSmall(100), RateFaults.TooLarge(100),
        ModelFaults.Last(Activation.Sigmoid), StartFaults.Dead, CodeFaults.Detached("1"), CodeFaults.NoGradients, DataFaults.Overfitting(20, 2),
        ModelFaults.BroadcastTargets, RateFaults.DecayedTooEarly,
    ];

    protected override Recipe Make(Random random, int seed)
    {
        var (numbers, flags) = (random.Integer(2, 4), random.Integer(1, 4));
        var features = numbers + flags;
        var (slopes, units) = (Draws.Normals(random, features, 0.5), new double[numbers]);
        for (var f = 0; f < numbers; f++)
            units[f] = random.Log(0.5, 4);
        var (level, noise) = (random.Uniform(0.3, 1.2), random.Log(0.08, 0.3));
        var (train, holdout, test) = Split(random, random.Integer(150, 400), features, 1, hasLabels: false, (sample, i) =>
        {
            var exponent = level;
            for (var f = 0; f < features; f++)
            {
                var value = f < numbers ? random.NextDouble() + random.NextDouble() : random.Chance(0.3) ? 1 : 0;
                exponent += slopes[f] * value;
                sample.Input(i)[f] = f < numbers ? value * units[f] : value;
            }

            var mean = Math.Exp(exponent);
            (sample.IdealOf(i)[0], sample.Target(i)[0]) = (mean, mean * (1 + (noise * random.Normal())));
        });
        var optimizer = Loops.Rule(random, "adamw", "adamw", "adam", "momentum");
        var (width, depth) = (random.Integer(12, 40), random.Integer(1, 3));
        return new Recipe
        {
            Train = train,
            Holdout = holdout,
            Test = test,
            Model = pass => pass.Perceptron(depth, width, Activation.Relu, StartRules.He, 1),
            Loss = LossKind.Squared,
            Optimizer = optimizer,
            Rate = Loops.Rate(random, optimizer, plain: 0.01, adaptive: 0.008),
            Shape = Loops.Shape(random),
            BatchSize = Loops.Batch(random, train.Count),
            Steps = random.Integer(600, 1000),
            Seed = seed,
        };
    }
}
