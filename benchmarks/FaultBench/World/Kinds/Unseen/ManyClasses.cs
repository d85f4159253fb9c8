namespace Optimizers.FaultBench.World;

/// <summary>Ten to twenty classes, some far more frequent than others, by a softmax without a hidden layer, on its probabilities.</summary>
internal sealed class ManyClasses() : Kind("many-classes", isSeen: false)
{
    public override IReadOnlyList<WorldFault> Faults { get; } =
    [
        RateFaults.TooSmall(100), RateFaults.TooLarge(1000), ModelFaults.SoftmaxTwice, DataFaults.UnscaledInputs, DataFaults.ExamplesMixed,
        DataFaults.ShuffledLabels, StepFaults.ClippingTooTight, CodeFaults.WrongTerm, DataFaults.Overfitting(40, 2),
        CodeFaults.GradientsNotCleared, DataFaults.TestPreparedDifferently,
    ];

    protected override Recipe Make(Random random, int seed)
    {
        var (features, classes, spread) = (random.Integer(6, 14), random.Integer(10, 20), random.Uniform(0.5, 0.9));
        var centers = Draws.Normals(random, classes * features);
        var frequencies = Enumerable.Range(0, classes).Select(c => 1 / (3.0 + c)).ToArray();
        var sum = frequencies.Sum();
        for (var c = 0; c < classes; c++)
            frequencies[c] /= sum;
        var (train, holdout, test) = Split(random, random.Integer(350, 500), features, classes, hasLabels: true, (sample, i) =>
        {
            var label = sample.Labels![i] = random.Category(frequencies);
            for (var f = 0; f < features; f++)
                sample.Input(i)[f] = centers[(label * features) + f] + (spread * random.Normal());
            Mixtures.Posterior(sample.Input(i), centers, spread, sample.IdealOf(i), frequencies);
        });
        var optimizer = Loops.Rule(random, "sgd", "momentum", "adam");
        return new Recipe
        {
            Train = train,
            Holdout = holdout,
            Test = test,
            Model = pass => pass.Tape.Softmax(pass.Last("1", pass.X, classes)),
            Loss = LossKind.CrossEntropyOfProbabilities,
            Smoothing = random.Pick(0, 0.05),
            Optimizer = optimizer,
            Rate = Loops.Rate(random, optimizer, plain: 0.4, adaptive: 0.03),
            Shape = (rate, steps) => Schedule.InverseSquareRootDecay(rate, steps / 4.0),
            BatchSize = random.Pick(16, 32, 64),
            Steps = random.Integer(400, 600),
            Seed = seed,
            SampleSize = 192,
        };
    }
}
