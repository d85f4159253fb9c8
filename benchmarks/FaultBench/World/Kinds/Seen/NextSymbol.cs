namespace Optimizers.FaultBench.World;

/// <summary>The next symbol of a text with an entropy that nobody can reduce, from the last one or two as one-hot inputs.</summary>
internal sealed class NextSymbol() : Kind("next-symbol", isSeen: true)
{
    public override IReadOnlyList<WorldFault> Faults { get; } =
    [
        RateFaults.TooSmall(10), RateFaults.TooSmall(100), RateFaults.TooLarge(1000), RateFaults.TooFewSteps(15), ModelFaults.SoftmaxTwice,
        DataFaults.ShuffledLabels, CodeFaults.WrongTerm, StepFaults.WeightDecay, RateFaults.Zero, DataFaults.ConstantInputs,
    ];

    protected override Recipe Make(Random random, int seed)
    {
        var (symbols, order, sharpness) = (random.Integer(4, 16), random.Integer(1, 2), random.Uniform(1.5, 3));
        var table = Draws.Normals(random, symbols * symbols * order, sharpness);
        var text = new List<int> { 0, 0 };
        var (train, holdout, test) = Split(random, random.Integer(400, 800), symbols * order, symbols, hasLabels: true, (sample, i) =>
        {
            // Each place before has its own say in the logits of the next symbol.
            var sum = 0.0;
            for (var c = 0; c < symbols; c++)
            {
                var logit = 0.0;
                for (var back = 0; back < order; back++)
                    logit += table[(((back * symbols) + text[^(back + 1)]) * symbols) + c] / Math.Sqrt(order);
                sum += sample.IdealOf(i)[c] = Math.Exp(logit);
            }

            for (var c = 0; c < symbols; c++)
                sample.IdealOf(i)[c] /= sum;
            for (var back = 0; back < order; back++)
                sample.Input(i)[(back * symbols) + text[^(back + 1)]] = 1;
            text.Add(sample.Labels![i] = random.Category(sample.IdealOf(i)));
        });
        var optimizer = Loops.Rule(random, "adam", "adamw", "adagrad", "sgd", "momentum");
        var width = random.Pick(0, 0, 16, 24);
        return new Recipe
        {
            Train = train,
            Holdout = holdout,
            Test = test,
            Model = pass => width == 0
                ? pass.Last("1", pass.X, symbols, weights: StartRules.Uniform)
                : pass.Last("2", pass.Layer("1", pass.X, width, Activation.Tanh, StartRules.Uniform), symbols),
            Loss = LossKind.CrossEntropy,
            Optimizer = optimizer,
            Rate = Loops.Rate(random, optimizer, plain: 1.5, adaptive: 0.03),
            Shape = Loops.Shape(random),
            BatchSize = Loops.Batch(random, train.Count, least: 16),
            Steps = random.Integer(400, 700),
            Seed = seed,
        };
    }
}
