namespace Optimizers.FaultBench.World;

/// <summary>Which symbol came first: a recurrence over one-hot symbols has to keep it.</summary>
internal sealed class RememberedSymbol() : Kind("remembered-symbol", isSeen: false)
{
    public override IReadOnlyList<WorldFault> Faults { get; } =
    [
        StartFaults.GrowingRecurrence("U1", 8), RateFaults.TooLarge(1000), RateFaults.TooSmall(100), StartFaults.Zero, StartFaults.Saturated(60),
        RateFaults.TooFewSteps(20), ModelFaults.SoftmaxTwice, DataFaults.ExamplesMixed, CodeFaults.Detached("1"), StepFaults.SortedBatches,
    ];

    protected override Recipe Make(Random random, int seed)
    {
        var (symbols, times, slips) = (random.Integer(3, 5), random.Integer(3, 6), random.Pick(0.01, 0.05, 0.1));
        var (train, holdout, test) = Split(random, random.Integer(200, 400), symbols * times, symbols, hasLabels: true, (sample, i) =>
        {
            var first = 0;
            for (var t = 0; t < times; t++)
            {
                var symbol = random.Next(symbols);
                first = t == 0 ? symbol : first;
                sample.Input(i)[(t * symbols) + symbol] = 1;
            }

            sample.Labels![i] = Mixtures.Slip(random, first, slips, sample.IdealOf(i));
        });
        var optimizer = Loops.Rule(random, "rmsprop", "adam", "adamw", "nesterov");
        optimizer.Clip = random.Pick<double?>(null, 1);
        var width = random.Integer(12, 20);
        return new Recipe
        {
            Train = train,
            Holdout = holdout,
            Test = test,
            Model = pass => pass.Last("2", pass.Recurrence("1", pass.Times(symbols), width, Activation.Tanh)[^1], symbols),
            Loss = LossKind.CrossEntropy,
            Optimizer = optimizer,
            Rate = Loops.Rate(random, optimizer, plain: 0.5, adaptive: 0.01),
            Shape = Loops.Shape(random),
            BatchSize = random.Pick(16, 32, 64),
            Steps = random.Integer(300, 500),
            Seed = seed,
            SampleSize = 96,
        };
    }
}
