namespace Optimizers.FaultBench.World;

/// <summary>Two symbols to their sum modulo a number, with slips: two embedded vectors side by side and a layer.</summary>
internal sealed class SymbolSum() : Kind("symbol-sum", isSeen: false)
{
    public override IReadOnlyList<WorldFault> Faults { get; } =
    [
        RateFaults.TooSmall(100), RateFaults.TooLarge(1000), ModelFaults.SoftmaxTwice, DataFaults.ShuffledLabels, ModelFaults.NoNonlinearity,
        RateFaults.DecayedTooEarly, CodeFaults.NoGradients, StartFaults.Dead, StepFaults.WeightDecay, CodeFaults.WrongSign,
    ];

    protected override Recipe Make(Random random, int seed)
    {
        var (symbols, slips) = (random.Integer(4, 7), random.Pick(0.01, 0.05, 0.1));
        var (train, holdout, test) = Split(random, random.Integer(300, 500), 2, symbols, hasLabels: true, (sample, i) =>
        {
            var (a, b) = (random.Next(symbols), random.Next(symbols));
            (sample.Input(i)[0], sample.Input(i)[1]) = (a, b);
            sample.Labels![i] = Mixtures.Slip(random, (a + b) % symbols, slips, sample.IdealOf(i));
        });
        var optimizer = Loops.Rule(random, "adamw", "adam", "rmsprop");
        var (dimensions, width) = (random.Integer(6, 10), random.Integer(24, 48));
        return new Recipe
        {
            Train = train,
            Holdout = holdout,
            Test = test,
            Model = pass =>
            {
                var vectors = pass.Embeddings(symbols, dimensions);
                return pass.Last("2", pass.Layer("1", pass.Tape.Beside(vectors[0], vectors[1]), width, Activation.Relu, StartRules.He), symbols);
            },
            Loss = random.Pick(LossKind.CrossEntropy),
            Optimizer = optimizer,
            Rate = Loops.Rate(random, optimizer, plain: 0.5, adaptive: 0.015),
            Shape = Loops.Shape(random),
            BatchSize = Loops.Batch(random, train.Count, least: 16),
            Steps = random.Integer(400, 600),
            Seed = seed,
            SampleSize = 160,
        };
    }
}
