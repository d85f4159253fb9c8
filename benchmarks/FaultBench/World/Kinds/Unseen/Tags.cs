namespace Optimizers.FaultBench.World;

/// <summary>Several yes-or-no answers at once from sparse inputs, by no or one layer.</summary>
internal sealed class Tags() : Kind("tags", isSeen: false)
{
    public override IReadOnlyList<WorldFault> Faults { get; } =
    [
        RateFaults.TooSmall(100), RateFaults.TooLarge(1000), DataFaults.ShuffledLabels, CodeFaults.NotHandedOver("W2"), RateFaults.Zero,
        StepFaults.L2Penalty, StepFaults.WeightDecay, DataFaults.NanRow, DataFaults.ConstantInputs, RateFaults.DecayedTooEarly,
    ];

    protected override Recipe Make(Random random, int seed)
    {
        var (features, outputs, density) = (random.Integer(10, 24), random.Integer(2, 5), random.Uniform(0.1, 0.3));
        var (slopes, offsets) = (Draws.Normals(random, features * outputs, 3), Draws.Normals(random, outputs, 0.7));
        var (train, holdout, test) = Split(random, random.Integer(300, 500), features, outputs, hasLabels: false, (sample, i) =>
        {
            for (var f = 0; f < features; f++)
                sample.Input(i)[f] = random.Chance(density) ? random.Uniform(0.5, 1.5) : 0;
            for (var o = 0; o < outputs; o++)
            {
                var score = offsets[o];
                for (var f = 0; f < features; f++)
                    score += slopes[(o * features) + f] * sample.Input(i)[f];
                sample.IdealOf(i)[o] = Activation.Logistic(score);
                sample.Target(i)[o] = random.Chance(sample.IdealOf(i)[o]) ? 1 : 0;
            }
        });
        var optimizer = Loops.Rule(random, "adagrad", "adam", "adamw", "sgd");
        var hidden = random.Chance(0.5) ? random.Integer(8, 16) : 0;
        return new Recipe
        {
            Train = train,
            Holdout = holdout,
            Test = test,
            Model = pass => pass.Last("2", hidden == 0 ? pass.X : pass.Layer("1", pass.X, hidden, Activation.Tanh), outputs),
            Loss = LossKind.Binary,
            Optimizer = optimizer,
            Rate = Loops.Rate(random, optimizer, plain: 1.5, adaptive: 0.03),
            Shape = Loops.Shape(random),
            BatchSize = Loops.Batch(random, train.Count, least: 16),
            Steps = random.Integer(400, 700),
            Seed = seed,
            SampleSize = 192,
        };
    }
}
