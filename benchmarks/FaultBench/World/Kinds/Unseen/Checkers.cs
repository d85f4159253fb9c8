namespace Optimizers.FaultBench.World;

/// <summary>A board of two or three fields a side, black or white, with a few slips; noise features beside the two that matter.</summary>
internal sealed class Checkers() : Kind("checkers", isSeen: false)
{
    public override IReadOnlyList<WorldFault> Faults { get; } =
    [
        ModelFaults.NoNonlinearity, ModelFaults.TooSmall(0.01), StartFaults.Zero, StartFaults.Constant, RateFaults.TooLarge(1000),
        RateFaults.TooSmall(100), CodeFaults.Detached("1"), StepFaults.WeightDecay, DataFaults.Overfitting(24, 1), StepFaults.L2Penalty,
        DataFaults.Imbalance,
    ];

    protected override Recipe Make(Random random, int seed)
    {
        var (side, slips, others) = (random.Pick(2, 2, 3), random.Pick(0.01, 0.03, 0.05), random.Integer(0, 1));
        var (train, holdout, test) = Split(random, random.Integer(400, 600), 2 + others, 1, hasLabels: true, (sample, i) =>
        {
            var field = 0;
            for (var f = 0; f < 2; f++)
            {
                var place = random.NextDouble() * side;
                field += (int)place;
                sample.Input(i)[f] = (2 * place / side) - 1;
            }

            for (var f = 2; f < 2 + others; f++)
                sample.Input(i)[f] = random.Uniform(-1, 1);
            sample.IdealOf(i)[0] = field % 2 == 0 ? 1 - slips : slips;
            sample.Labels![i] = random.Chance(sample.IdealOf(i)[0]) ? 1 : 0;
        });
        var optimizer = Loops.Rule(random, "adam", "adamw", "rmsprop", "nesterov");
        var (width, activation) = (random.Integer(20, 32), random.Pick(Activation.Gelu, Activation.Silu, Activation.Tanh));
        return new Recipe
        {
            Train = Sample.WithTargets(train),
            Holdout = Sample.WithTargets(holdout),
            Test = Sample.WithTargets(test),
            Model = pass =>
            {
                var h = pass.Layer("2", pass.Layer("1", pass.X, width, activation), width, activation);
                return pass.Last("3", h, 1);
            },
            Loss = LossKind.Binary,
            Optimizer = optimizer,
            Rate = Loops.Rate(random, optimizer, plain: 1, adaptive: 0.015),
            Shape = Loops.Shape(random),
            BatchSize = random.Pick(32, 64),
            Steps = random.Integer(700, 1000),
            Seed = seed,
            SampleSize = 128,
        };
    }
}
