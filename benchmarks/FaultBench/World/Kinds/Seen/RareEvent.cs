namespace Optimizers.FaultBench.World;

/// <summary>Yes or no, a fifth to nearly a half of them yes, by one layer and one output; from logits or from probabilities.</summary>
internal sealed class RareEvent() : Kind("rare-event", isSeen: true)
{
    public override IReadOnlyList<WorldFault> Faults { get; } =
    [
        DataFaults.Imbalance, ModelFaults.SoftmaxOverOne, RateFaults.TooLarge(1000), RateFaults.TooSmall(100), StartFaults.LogOfZero,
        StartFaults.Constant, DataFaults.NanRow, CodeFaults.WrongSign, StepFaults.BatchOfOne, DataFaults.ShuffledLabels,
    ];

    protected override Recipe Make(Random random, int seed)
    {
        var features = random.Integer(2, 7);
        var (slopes, sharpness) = (Draws.Normals(random, features), random.Uniform(3, 6));
        var (curvature, offset) = (random.Uniform(0.5, 1.2), random.Uniform(-1.2, -0.2));
        var (train, holdout, test) = Split(random, random.Integer(350, 600), features, 1, hasLabels: true, (sample, i) =>
        {
            var score = offset;
            for (var f = 0; f < features; f++)
            {
                sample.Input(i)[f] = random.Normal();
                score += (slopes[f] * sample.Input(i)[f] / Math.Sqrt(features)) + (f == 0 ? curvature * (Square(sample.Input(i)[f]) - 1) : 0);
            }

            sample.IdealOf(i)[0] = Activation.Logistic(sharpness * score);
            sample.Labels![i] = random.Chance(sample.IdealOf(i)[0]) ? 1 : 0;
        });
        var (optimizer, ofProbabilities) = (Loops.Rule(random, "adam", "rmsprop", "momentum", "adamw"), random.Chance(0.4));
        var (width, activation) = (random.Integer(8, 24), random.Pick(Activation.Tanh, Activation.Relu, Activation.Elu));
        return new Recipe
        {
            Train = Sample.WithTargets(train),
            Holdout = Sample.WithTargets(holdout),
            Test = Sample.WithTargets(test),
            Model = pass => pass.Last("2", pass.Layer("1", pass.X, width, activation), 1, ofProbabilities ? Activation.Sigmoid : null),
            Loss = ofProbabilities ? LossKind.BinaryOfProbabilities : LossKind.Binary,
            Optimizer = optimizer,
            Rate = Loops.Rate(random, optimizer, plain: 0.2, adaptive: 0.01),
            Shape = Loops.Shape(random),
            BatchSize = Loops.Batch(random, train.Count),
            Steps = random.Integer(500, 900),
            Seed = seed,
        };
    }

    private static double Square(double x) => x * x;
}
