namespace Optimizers.FaultBench.World;

/// <summary>Medians far from zero under noise with outliers, by the absolute or Huber's error.</summary>
internal sealed class HeavyTails() : Kind("heavy-tails", isSeen: false)
{
    public override IReadOnlyList<WorldFault> Faults { get; } =
    [
        RateFaults.TooSmall(100), RateFaults.TooSmall(1000), RateFaults.TooLarge(100), ModelFaults.Last(Activation.Tanh),
        DataFaults.ExamplesMixed, DataFaults.UnscaledTargets, ModelFaults.BroadcastTargets, StartFaults.Constant, ModelFaults.TooSmall(0.01),
        DataFaults.NanRow,
    ];

    protected override Recipe Make(Random random, int seed)
    {
        var features = random.Integer(1, 4);
        var (slopes, bends) = (Draws.Normals(random, features), Draws.Normals(random, features, 0.8));
        var (offset, noise) = (random.Uniform(-12, 12), random.Log(0.1, 0.6));
        var (train, holdout, test) = Split(random, random.Integer(150, 300), features, 1, hasLabels: false, (sample, i) =>
        {
            var median = offset;
            for (var f = 0; f < features; f++)
            {
                var x = sample.Input(i)[f] = random.Normal();
                median += (slopes[f] * x) + (bends[f] * Math.Abs(x));
            }

            // Laplace's distribution, of which the median is the best constant for the absolute error.
            sample.IdealOf(i)[0] = median;
            sample.Target(i)[0] = median + (noise * Math.Log(1 - random.NextDouble()) * random.Pick(-1, 1));
        });
        var optimizer = Loops.Rule(random, "lion", "adamw", "adam", "rmsprop");
        var (width, activation) = (random.Integer(10, 24), random.Pick(Activation.Elu, Activation.LeakyRelu));
        return new Recipe
        {
            Train = train,
            Holdout = holdout,
            Test = test,
            Model = pass => pass.Last("2", pass.Layer("1", pass.X, width, activation, StartRules.Uniform), 1, weights: StartRules.Uniform),
            Loss = random.Pick(LossKind.Absolute, LossKind.Huber),
            Optimizer = optimizer,
            Rate = Loops.Rate(random, optimizer, plain: 0.1, adaptive: 0.025),
            Shape = Loops.Shape(random),
            BatchSize = Loops.Batch(random, train.Count),
            Steps = random.Integer(900, 1400),
            Seed = seed,
        };
    }
}
