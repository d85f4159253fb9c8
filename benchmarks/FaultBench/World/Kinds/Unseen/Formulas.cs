namespace Optimizers.FaultBench.World;

/// <summary>Two or three quantities by formulas with products and squares, exactly or nearly so, by two layers of SiLU or ELU units.</summary>
internal sealed class Formulas() : Kind("formulas", isSeen: false)
{
    public override IReadOnlyList<WorldFault> Faults { get; } =
    [
        ModelFaults.NoNonlinearity, ModelFaults.TooSmall(0.01), DataFaults.UnscaledTargets, RateFaults.TooSmall(1000), RateFaults.TooLarge(100),
        StartFaults.Tiny(0.001), StartFaults.Huge(40), CodeFaults.Detached("2"), RateFaults.TooFewSteps(40), CodeFaults.WrongTerm,
    ];

    protected override Recipe Make(Random random, int seed)
    {
        var (features, outputs, noise) = (random.Integer(3, 4), random.Integer(2, 3), random.Log(0.005, 0.2));
        var (pairs, scales, offsets) = (random.Permutation(features), Draws.Normals(random, outputs), Draws.Normals(random, outputs, 1.5));
        var (train, holdout, test) = Split(random, random.Integer(200, 350), features, outputs, hasLabels: false, (sample, i) =>
        {
            for (var f = 0; f < features; f++)
                sample.Input(i)[f] = random.Uniform(-1.5, 1.5);
            for (var o = 0; o < outputs; o++)
            {
                var (a, b) = (sample.Input(i)[pairs[o % features]], sample.Input(i)[pairs[(o + 1) % features]]);
                var mean = sample.IdealOf(i)[o] = offsets[o] + ((0.8 + Math.Abs(scales[o])) * (o % 2 == 0 ? a * b : (a * a) - b));
                sample.Target(i)[o] = mean + (noise * random.Normal());
            }
        });
        var optimizer = Loops.Rule(random, "adam", "amsgrad", "adamw");
        var (width, activation) = (random.Integer(14, 24), random.Pick(Activation.Silu, Activation.Elu, Activation.Tanh));
        var restarts = random.Chance(0.5);
        return new Recipe
        {
            Train = train,
            Holdout = holdout,
            Test = test,
            Model = pass => pass.Last("3", pass.Layer("2", pass.Layer("1", pass.X, width, activation), width, activation), outputs),
            Loss = random.Pick(LossKind.Squared, LossKind.Squared, LossKind.Absolute),
            Optimizer = optimizer,
            Rate = Loops.Rate(random, optimizer, plain: 0.05, adaptive: 0.01),
            Shape = (rate, steps) => restarts ? Schedule.CosineRestarts(Math.Max(2, steps / 3), rate, 0.02 * rate) : rate,
            BatchSize = Loops.Batch(random, train.Count, least: 16),
            Steps = random.Integer(600, 900),
            Seed = seed,
            SampleSize = 128,
        };
    }
}
