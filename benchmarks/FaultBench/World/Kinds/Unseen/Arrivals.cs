namespace Optimizers.FaultBench.World;

/// <summary>Counts with Poisson noise, whose mean is never negative: a softplus output.</summary>
internal sealed class Arrivals() : Kind("arrivals", isSeen: false)
{
    public override IReadOnlyList<WorldFault> Faults { get; } =
    [
        ModelFaults.Last(Activation.Sigmoid), RateFaults.TooLarge(1000), RateFaults.TooSmall(100), RateFaults.DecayedTooEarly,
        DataFaults.UnscaledInputs, StepFaults.WeightDecay, StartFaults.Zero, ModelFaults.BroadcastTargets, CodeFaults.WrongTerm,
        StepFaults.BatchOfOne,
    ];

    protected override Recipe Make(Random random, int seed)
    {
        var features = random.Integer(2, 5);
        var (slopes, level) = (Draws.Normals(random, features, 0.45), random.Uniform(0.5, 1.8));
        var (train, holdout, test) = Split(random, random.Integer(150, 350), features, 1, hasLabels: false, (sample, i) =>
        {
            var exponent = level;
            for (var f = 0; f < features; f++)
            {
                sample.Input(i)[f] = random.Uniform(-1.7, 1.7);
                exponent += (f == 0 ? 0.7 : slopes[f]) * sample.Input(i)[f];
            }

            var mean = sample.IdealOf(i)[0] = Math.Exp(exponent);
            sample.Target(i)[0] = Poisson(random, mean);
        });
        var optimizer = Loops.Rule(random, "amsgrad", "adam", "momentum", "sgd");
        var (width, activation) = (random.Integer(6, 20), random.Pick(Activation.Silu, Activation.Tanh, Activation.Softplus));
        return new Recipe
        {
            Train = train,
            Holdout = holdout,
            Test = test,
            Model = pass => pass.Last("2", pass.Layer("1", pass.X, width, activation, StartRules.LeCun), 1, Activation.Softplus),
            Loss = LossKind.Squared,
            Optimizer = optimizer,
            Rate = Loops.Rate(random, optimizer, plain: 0.01, adaptive: 0.015),
            Shape = Loops.Shape(random),
            BatchSize = Loops.Batch(random, train.Count),
            Steps = random.Integer(600, 1000),
            Seed = seed,
        };
    }

    private static int Poisson(Random random, double mean)
    {
        var (count, product, limit) = (0, random.NextDouble(), Math.Exp(-mean));
        for (; product > limit; count++)
            product *= random.NextDouble();
        return count;
    }
}
