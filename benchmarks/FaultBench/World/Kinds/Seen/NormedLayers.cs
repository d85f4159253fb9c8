namespace Optimizers.FaultBench.World;

/// <summary>
/// Classes of curved clouds by a perceptron with batch normalization and no running averages, under plain descent, momentum or RMSProp.
/// </summary>
internal sealed class NormedLayers() : Kind("normed-layers", isSeen: true)
{
    public override IReadOnlyList<WorldFault> Faults { get; } =
    [
        RateFaults.TooSmall(100), RateFaults.DecayedTooEarly, StepFaults.SortedBatches, DataFaults.ShuffledLabels, DataFaults.Imbalance,
        ModelFaults.SoftmaxTwice, CodeFaults.WrongTerm, CodeFaults.GradientsNotCleared, DataFaults.Overfitting(40, 2), DataFaults.NanRow,
        DataFaults.TestPreparedDifferently, RateFaults.TooLarge(100), CodeFaults.AveragesNotKept,
    ];

    protected override Recipe Make(Random random, int seed)
    {
        var (features, classes, spread) = (random.Integer(3, 6), random.Integer(2, 5), random.Uniform(0.3, 0.5));
        var centers = Draws.Normals(random, classes * features, 1.2);
        var (train, holdout, test) = Split(random, random.Integer(300, 500), features, classes, hasLabels: true, (sample, i) =>
        {
            var label = sample.Labels![i] = random.Next(classes);
            for (var f = 0; f < features; f++)
                sample.Input(i)[f] = centers[(label * features) + f] + (spread * random.Normal());
            Mixtures.Posterior(sample.Input(i), centers, spread, sample.IdealOf(i));

            // The second feature bends with the first.
            sample.Input(i)[1] += 0.4 * sample.Input(i)[0] * sample.Input(i)[0];
        });
        var optimizer = Loops.Rule(random, "sgd", "momentum", "rmsprop");
        var (width, depth, activation) = (random.Integer(12, 24), random.Integer(1, 2), random.Pick(Activation.Relu, Activation.Tanh));
        return new Recipe
        {
            Train = train,
            Holdout = holdout,
            Test = test,
            Model = pass =>
            {
                var h = pass.X;
                for (var layer = 1; layer <= depth; layer++)
                    h = pass.Activate($"{layer}", pass.BatchNormalization($"{layer}", pass.Dense($"{layer}", h, pass.Narrowed(width))), activation);
                return pass.Last($"{depth + 1}", h, classes);
            },
            Loss = LossKind.CrossEntropy,
            Optimizer = optimizer,
            Rate = Loops.Rate(random, optimizer, plain: 0.2, adaptive: 0.01),
            Shape = Loops.Shape(random),
            BatchSize = random.Pick(8, 16, 32),
            Steps = random.Integer(400, 700),
            Seed = seed,
            HandsModel = false,
        };
    }
}
