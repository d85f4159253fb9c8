namespace Optimizers.FaultBench.World;

/// <summary>A smooth curve in one to three dimensions, whose values lie around some number that is not zero, by tanh units.</summary>
internal sealed class Curve() : Kind("curve", isSeen: true)
{
    public override IReadOnlyList<WorldFault> Faults { get; } =
    [
        RateFaults.TooLarge(100), RateFaults.TooSmall(100), RateFaults.DecayedTooEarly, StartFaults.Zero, StartFaults.Saturated(40),
        ModelFaults.TooSmall(0.01), ModelFaults.NoNonlinearity, ModelFaults.Last(Activation.Tanh), CodeFaults.WrongSign, StepFaults.WeightDecay,
    ];

    protected override Recipe Make(Random random, int seed)
    {
        var (features, waves) = (random.Integer(1, 3), random.Uniform(1.5, 3));
        var directions = Draws.Normals(random, features);
        var length = Math.Sqrt(directions.Sum(d => d * d));
        var (offset, scale, noise) = (random.Uniform(-6, 6), random.Uniform(1, 3), random.Log(0.03, 0.3));
        var (train, holdout, test) = Split(random, random.Integer(120, 300), features, 1, hasLabels: false, (sample, i) =>
        {
            var along = 0.0;
            for (var f = 0; f < features; f++)
            {
                sample.Input(i)[f] = random.Uniform(-1.5, 1.5);
                along += directions[f] / length * sample.Input(i)[f];
            }

            var mean = offset + (scale * Math.Sin(waves * along));
            (sample.IdealOf(i)[0], sample.Target(i)[0]) = (mean, mean + (noise * random.Normal()));
        });
        var optimizer = Loops.Rule(random, "adam", "adam", "rmsprop", "momentum", "amsgrad");
        var (width, depth, start) = (random.Integer(12, 32), random.Integer(1, 2), random.Pick(StartRules.Glorot, StartRules.Uniform));
        return new Recipe
        {
            Train = train,
            Holdout = holdout,
            Test = test,
            Model = pass => pass.Perceptron(depth, width, Activation.Tanh, start, 1, last: start),
            Loss = random.Pick(LossKind.Squared, LossKind.Squared, LossKind.Huber),
            Optimizer = optimizer,
            Rate = Loops.Rate(random, optimizer, plain: 0.05, adaptive: 0.015),
            Shape = Loops.Shape(random),
            BatchSize = Loops.Batch(random, train.Count),
            Steps = random.Integer(900, 1500),
            Seed = seed,
        };
    }
}
