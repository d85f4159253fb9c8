namespace Optimizers.FaultBench.World;

/// <summary>Short texts of symbols to topics: an embedding, its mean over the text, and one or two layers.</summary>
internal sealed class WordBags() : Kind("word-bags", isSeen: true)
{
    public override IReadOnlyList<WorldFault> Faults { get; } =
    [
        RateFaults.TooSmall(100), RateFaults.TooSmall(1000), RateFaults.TooLarge(1000), CodeFaults.NotHandedOver("E", "b2"),
        DataFaults.ShuffledLabels, DataFaults.Overfitting(24, 2), RateFaults.TooFewSteps(30), StepFaults.WeightDecay, ModelFaults.SoftmaxTwice,
        CodeFaults.NoGradients,
    ];

    protected override Recipe Make(Random random, int seed)
    {
        var (symbols, classes, length) = (random.Integer(15, 40), random.Integer(2, 5), random.Integer(5, 9));
        var logits = Draws.Normals(random, classes * symbols, random.Uniform(1, 1.6));
        var (train, holdout, test) = Split(random, random.Integer(300, 500), length, classes, hasLabels: true, (sample, i) =>
        {
            var label = sample.Labels![i] = random.Next(classes);
            for (var t = 0; t < length; t++)
            {
                var symbol = random.Category(Distribution(label));
                sample.Input(i)[t] = symbol;
                for (var c = 0; c < classes; c++)
                    sample.IdealOf(i)[c] += Math.Log(Distribution(c)[symbol]);
            }

            Mixtures.Normalize(sample.IdealOf(i));
        });
        var optimizer = Loops.Rule(random, "adam", "adamw", "rmsprop");
        var (width, hidden) = (random.Integer(4, 12), random.Chance(0.5) ? 12 : 0);
        return new Recipe
        {
            Train = train,
            Holdout = holdout,
            Test = test,
            Model = pass =>
            {
                var mean = pass.Tape.MeanOf(pass.Embeddings(symbols, width));
                return pass.Last("2", hidden == 0 ? mean : pass.Layer("1", mean, hidden, Activation.Relu, StartRules.He), classes);
            },
            Loss = LossKind.CrossEntropy,
            Smoothing = random.Pick(0, 0, 0.1),
            Optimizer = optimizer,
            Rate = Loops.Rate(random, optimizer, plain: 1, adaptive: 0.015),
            Shape = Loops.Shape(random),
            BatchSize = Loops.Batch(random, train.Count, least: 16),
            Steps = random.Integer(200, 400),
            Seed = seed,
        };

        ReadOnlySpan<double> Distribution(int c)
        {
            var row = logits.AsSpan(c * symbols, symbols).ToArray();
            Mixtures.Normalize(row);
            return row;
        }
    }
}
