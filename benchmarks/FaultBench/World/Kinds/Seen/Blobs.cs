namespace Optimizers.FaultBench.World;

/// <summary>Classes around centres, which overlap a little, by one or two layers of ReLUs; sometimes the labels are smoothed.</summary>
internal sealed class Blobs() : Kind("blobs", isSeen: true)
{
    public override IReadOnlyList<WorldFault> Faults { get; } =
    [
        RateFaults.TooLarge(100), RateFaults.TooSmall(1000), StepFaults.MomentumTooHigh, StepFaults.ClippingTooTight, DataFaults.ShuffledLabels,
        ModelFaults.SoftmaxTwice, StartFaults.Dead, CodeFaults.GradientsNotCleared, DataFaults.ExamplesMixed, DataFaults.Imbalance,
        StepFaults.SortedBatches, DataFaults.TestPreparedDifferently,
    ];

    protected override Recipe Make(Random random, int seed)
    {
        var (features, classes, spread) = (random.Integer(2, 10), random.Integer(2, 8), random.Uniform(0.35, 0.7));
        var centers = Draws.Normals(random, classes * features, 1.2);
        var (train, holdout, test) = Split(random, random.Integer(150, 400), features, classes, hasLabels: true, (sample, i) =>
        {
            var label = sample.Labels![i] = random.Next(classes);
            for (var f = 0; f < features; f++)
                sample.Input(i)[f] = centers[(label * features) + f] + (spread * random.Normal());
            Mixtures.Posterior(sample.Input(i), centers, spread, sample.IdealOf(i));
        });
        var optimizer = Loops.Rule(random, "momentum", "momentum", "accumulated", "sgd", "adam");
        optimizer.L2Penalty = random.Pick(0, 0, 1e-4);
        var (width, depth) = (random.Integer(8, 32), random.Integer(1, 2));
        return new Recipe
        {
            Train = train,
            Holdout = holdout,
            Test = test,
            Model = pass => pass.Perceptron(depth, width, Activation.Relu, StartRules.He, classes),
            Loss = LossKind.CrossEntropy,
            Smoothing = random.Pick(0, 0, 0.05, 0.1),
            Optimizer = optimizer,
            Rate = Loops.Rate(random, optimizer, plain: 0.1, adaptive: 0.005),
            Shape = Loops.Shape(random),
            BatchSize = Loops.Batch(random, train.Count),
            Steps = random.Integer(300, 500),
            Seed = seed,
        };
    }
}
