namespace Optimizers.FaultBench.World;

/// <summary>The parity of two or three signs, by blocks with shortcuts around them; the labels slip now and then.</summary>
internal sealed class Shortcuts() : Kind("shortcuts", isSeen: false)
{
    public override IReadOnlyList<WorldFault> Faults { get; } =
    [
        RateFaults.TooLarge(1000), RateFaults.TooSmall(100), StartFaults.Zero, StartFaults.Huge(30), ModelFaults.NoNonlinearity,
        DataFaults.ShuffledLabels, RateFaults.DecayedTooEarly, StepFaults.BatchOfOne, ModelFaults.StochasticObjective, ModelFaults.SoftmaxTwice,
    ];

    protected override Recipe Make(Random random, int seed)
    {
        var (signs, slips, margin) = (random.Integer(2, 3), random.Pick(0.005, 0.03, 0.06), random.Uniform(0.15, 0.3));
        var (train, holdout, test) = Split(random, random.Integer(450, 700), signs, 2, hasLabels: true, (sample, i) =>
        {
            var negatives = 0;
            for (var f = 0; f < signs; f++)
            {
                var size = random.Uniform(margin, 1.5);
                var isNegative = random.Chance(0.5);
                negatives += isNegative ? 1 : 0;
                sample.Input(i)[f] = isNegative ? -size : size;
            }

            sample.Labels![i] = Mixtures.Slip(random, negatives % 2, slips, sample.IdealOf(i));
        });
        var optimizer = Loops.Rule(random, "adam", "adamw", "nesterov", "rmsprop");
        var (width, blocks) = (random.Integer(8, 16), random.Integer(2, 4));
        var activation = random.Pick(Activation.LeakyRelu, Activation.Relu, Activation.Gelu);
        return new Recipe
        {
            Train = train,
            Holdout = holdout,
            Test = test,
            Model = pass =>
            {
                var h = pass.Dense("0", pass.X, width);
                for (var block = 1; block <= blocks; block++)
                    h = pass.Tape.Add(h, pass.Dense($"{block}b", pass.Layer($"{block}a", h, width, activation, StartRules.He), width));
                return pass.Last("end", h, 2);
            },
            Loss = LossKind.CrossEntropy,
            Smoothing = random.Pick(0, 0, 0.1),
            Optimizer = optimizer,
            Rate = Loops.Rate(random, optimizer, plain: 0.1, adaptive: 0.005),
            Shape = Loops.Shape(random),
            BatchSize = random.Pick(16, 32, 64),
            Steps = random.Integer(300, 500),
            Seed = seed,
            SampleSize = 128,
        };
    }
}
