namespace Optimizers.FaultBench.World;

/// <summary>Which of two things is preferred: one network gives either a worth, and the difference is the logit. Large batches.</summary>
internal sealed class Preferences() : LaterKind("preferences")
{
    public override IReadOnlyList<WorldFault> Faults { get; } =
    [
        DataFaults.ExamplesMixed, RateFaults.TooSmall(100), RateFaults.TooLarge(1000), ModelFaults.NoNonlinearity, DataFaults.ShuffledLabels,
        CodeFaults.WrongSign, ModelFaults.SoftmaxOverOne, StartFaults.Constant, RateFaults.WarmUpTooLong, DataFaults.UnscaledInputs,
        CodeFaults.NotHandedOver("W1", "b1", "W2", "b2"), DataFaults.ShuffledLabels.And(RateFaults.TooSmall(1000)),
        CodeFaults.WrongSign.And(DataFaults.UnscaledInputs),
    ];

    protected override Recipe Make(Random random, int seed)
    {
        var (features, sharpness) = (random.Integer(2, 4), random.Uniform(4, 8));
        var (slopes, best) = (Draws.Normals(random, features, 0.3), Draws.Normals(random, features, 0.3));
        var (train, holdout, test) = Split(random, random.Integer(750, 1000), 2 * features, 1, hasLabels: true, (sample, i) =>
        {
            for (var f = 0; f < 2 * features; f++)
                sample.Input(i)[f] = random.Uniform(-1.5, 1.5);
            var difference = Worth(sample.Input(i)[..features]) - Worth(sample.Input(i)[features..]);
            sample.IdealOf(i)[0] = Activation.Logistic(sharpness * difference);
            sample.Labels![i] = random.Chance(sample.IdealOf(i)[0]) ? 1 : 0;
        });
        var optimizer = Loops.Rule(random, "lion", "lion", "adabelief", "adamw");
        var (width, activation) = (random.Integer(8, 12), random.Pick(Activation.Tanh, Activation.Gelu, Activation.Elu));
        return new Recipe
        {
            Train = Sample.WithTargets(train),
            Holdout = Sample.WithTargets(holdout),
            Test = Sample.WithTargets(test),
            Model = pass =>
            {
                // Both things below each other, so that one network sees them; a bias at the end would fall out of the difference.
                var each = pass.Tape.Reshape(pass.X, 2 * pass.X.Rows, features);
                var h = pass.Layer("2", pass.Layer("1", each, width, activation), width, activation);
                var worth = pass.Tape.Product(h, pass.Parameter("W3", h.Columns, 1, StartRules.Glorot));
                var pairs = pass.Tape.Reshape(worth, pass.X.Rows, 2);
                return pass.Apply(pass.Tape.Product(pairs, Tape.Constant(2, 1, [1, -1])), pass.LastActivation ?? Activation.None);
            },
            Loss = LossKind.Binary,
            Optimizer = optimizer,
            Rate = Loops.Rate(random, optimizer, plain: 0.3, adaptive: 0.02),
            Shape = Cycle(random),
            BatchSize = random.Pick(96, 128, 192),
            Steps = random.Integer(600, 850),
            Seed = seed,
            SampleSize = 192,
        };

        double Worth(ReadOnlySpan<double> thing)
        {
            var worth = 0.0;
            for (var f = 0; f < thing.Length; f++)
                worth += (slopes[f] * thing[f]) - ((thing[f] - best[f]) * (thing[f] - best[f]) / Math.Sqrt(thing.Length));
            return worth;
        }
    }
}
