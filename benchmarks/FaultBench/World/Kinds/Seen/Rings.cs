namespace Optimizers.FaultBench.World;

/// <summary>Rings around each other with a few wrong labels, by three to five layers.</summary>
internal sealed class Rings() : Kind("rings", isSeen: true)
{
    public override IReadOnlyList<WorldFault> Faults { get; } =
    [
        ModelFaults.DeepSigmoid, StartFaults.Tiny(0.02), StartFaults.Huge(30), StartFaults.Zero, ModelFaults.NoNonlinearity,
        ModelFaults.TooSmall(0.01), RateFaults.TooLarge(100), RateFaults.TooSmall(100), StepFaults.SortedBatches, CodeFaults.Detached("3"),
        RateFaults.DecayedTooEarly,
    ];

    protected override Recipe Make(Random random, int seed)
    {
        var (classes, features, slips) = (random.Integer(2, 3), random.Integer(2, 3), random.Pick(0, 0.02, 0.06));
        var (train, holdout, test) = Split(random, random.Integer(250, 400), features, classes, hasLabels: true, (sample, i) =>
        {
            var label = random.Next(classes);
            var direction = Draws.Normals(random, features);
            var length = Math.Sqrt(direction.Sum(d => d * d));
            var radius = 0.4 + (0.8 * label) + random.Uniform(-0.25, 0.25);
            for (var f = 0; f < features; f++)
                sample.Input(i)[f] = direction[f] / length * radius;
            sample.Labels![i] = slips == 0 ? label : Mixtures.Slip(random, label, slips, sample.IdealOf(i));
            sample.IdealOf(i)[label] = slips == 0 ? 1 : sample.IdealOf(i)[label];
        });
        var optimizer = Loops.Rule(random, "adam", "adam", "momentum", "rmsprop");
        var (width, depth) = (random.Integer(12, 24), random.Integer(3, 5));
        var (activation, start) = random.Pick(
            (Activation.Tanh, StartRules.Glorot), (Activation.Relu, StartRules.He), (Activation.Elu, StartRules.LeCun));
        return new Recipe
        {
            Train = train,
            Holdout = holdout,
            Test = test,
            Model = pass => pass.Perceptron(depth, width, activation, start, classes),
            Loss = LossKind.CrossEntropy,
            Optimizer = optimizer,
            Rate = Loops.Rate(random, optimizer, plain: 0.25, adaptive: 0.006),
            Shape = Loops.Shape(random),
            BatchSize = random.Pick(16, 32, 64),
            Steps = random.Integer(400, 600),
            Seed = seed,
            SampleSize = 128,
        };
    }
}
