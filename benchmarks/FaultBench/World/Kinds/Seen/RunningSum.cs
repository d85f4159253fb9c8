namespace Optimizers.FaultBench.World;

/// <summary>A weighted sum of numbers that come one at a time, by a recurrence of tanh units with clipped gradients.</summary>
internal sealed class RunningSum() : Kind("running-sum", isSeen: true)
{
    public override IReadOnlyList<WorldFault> Faults { get; } =
    [
        StartFaults.GrowingRecurrence("U1", 3), StepFaults.ClippingTooTight, RateFaults.TooLarge(100), RateFaults.TooSmall(100),
        CodeFaults.GradientsNotCleared, StartFaults.Zero, ModelFaults.Last(Activation.Sigmoid), DataFaults.UnscaledTargets,
        DataFaults.ExamplesMixed, StepFaults.MomentumTooHigh,
    ];

    protected override Recipe Make(Random random, int seed)
    {
        var (times, fading) = (random.Integer(4, 8), random.Uniform(0.7, 1));
        var (offset, noise) = (random.Uniform(-2, 2), random.Log(0.05, 0.4));
        var sign = random.Pick(-1, 1);
        var (train, holdout, test) = Split(random, random.Integer(150, 300), times, 1, hasLabels: false, (sample, i) =>
        {
            var sum = 0.0;
            for (var t = 0; t < times; t++)
            {
                sample.Input(i)[t] = random.Uniform(-1, 1);
                sum = (fading * sum) + sample.Input(i)[t];
            }

            var mean = offset + (sign * sum);
            (sample.IdealOf(i)[0], sample.Target(i)[0]) = (mean, mean + (noise * random.Normal()));
        });
        var optimizer = Loops.Rule(random, "adam", "momentum", "momentum", "rmsprop");
        optimizer.Clip = random.Pick<double?>(1, 5);
        var width = random.Integer(8, 16);
        return new Recipe
        {
            Train = train,
            Holdout = holdout,
            Test = test,
            Model = pass => pass.Last("2", pass.Recurrence("1", pass.Times(1), width, Activation.Tanh)[^1], 1),
            Loss = random.Pick(LossKind.Squared, LossKind.Huber),
            Optimizer = optimizer,
            Rate = Loops.Rate(random, optimizer, plain: 0.08, adaptive: 0.01),
            Shape = Loops.Shape(random),
            BatchSize = Loops.Batch(random, train.Count, least: 16),
            Steps = random.Integer(400, 700),
            Seed = seed,
            SampleSize = 96,
        };
    }
}
