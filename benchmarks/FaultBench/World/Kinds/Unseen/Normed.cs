namespace Optimizers.FaultBench.World;

/// <summary>Classes from features of different scales, which batch normalization evens out, under Nesterov's momentum or Adam.</summary>
internal sealed class Normed() : Kind("normed", isSeen: false)
{
    public override IReadOnlyList<WorldFault> Faults { get; } =
    [
        RateFaults.TooLarge(1000), RateFaults.TooSmall(1000), StepFaults.MomentumTooHigh, StepFaults.SortedBatches, DataFaults.ShuffledLabels,
        ModelFaults.SoftmaxTwice, DataFaults.Imbalance, CodeFaults.WrongSign, DataFaults.Overfitting(30, 2), StepFaults.ClippingTooTight,
        StepFaults.WeightDecay,
    ];

    protected override Recipe Make(Random random, int seed)
    {
        var (features, classes, spread) = (random.Integer(4, 8), random.Integer(3, 10), random.Uniform(0.3, 0.6));
        var centers = Draws.Normals(random, classes * features, 1.1);
        var units = Enumerable.Range(0, features).Select(_ => random.Log(0.5, 8)).ToArray();
        var (train, holdout, test) = Split(random, random.Integer(250, 450), features, classes, hasLabels: true, (sample, i) =>
        {
            var label = sample.Labels![i] = random.Next(classes);
            for (var f = 0; f < features; f++)
                sample.Input(i)[f] = centers[(label * features) + f] + (spread * random.Normal());
            Mixtures.Posterior(sample.Input(i), centers, spread, sample.IdealOf(i));
            for (var f = 0; f < features; f++)
                sample.Input(i)[f] *= units[f];
        });
        var optimizer = Loops.Rule(random, "nesterov", "nesterov", "accumulated", "adam");
        var (width, activation) = (random.Integer(16, 32), random.Pick(Activation.Relu, Activation.Silu));
        var dropout = random.Pick(0, 0, 0.1, 0.2);
        return new Recipe
        {
            Train = train,
            Holdout = holdout,
            Test = test,
            Model = pass =>
            {
                var h = pass.Activate("1", pass.BatchNormalization("1", pass.Dense("1", pass.X, width, StartRules.He)), activation);
                return pass.Last("2", pass.Dropout(h, dropout), classes);
            },
            Loss = LossKind.CrossEntropy,
            Smoothing = random.Pick(0, 0.1),
            Optimizer = optimizer,
            Rate = Loops.Rate(random, optimizer, plain: 0.2, adaptive: 0.008),
            Shape = (rate, steps) => Schedule.StepDecay(rate, 0.3, Math.Max(1, steps / 3)),
            BatchSize = random.Pick(32, 64),
            Steps = random.Integer(250, 400),
            Seed = seed,
            SampleSize = 160,
            HandsModel = false,
            ObjectiveIsStochastic = dropout > 0 && random.Chance(0.4),
        };
    }
}
