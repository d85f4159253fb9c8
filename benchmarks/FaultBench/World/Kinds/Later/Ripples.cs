namespace Optimizers.FaultBench.World;

/// <summary>
/// Ripples around the middle of a plane, by narrow blocks with layer normalization before them and shortcuts around them, four to seven deep; the
/// absolute or the squared error.
/// </summary>
internal sealed class Ripples() : LaterKind("ripples")
{
    public override IReadOnlyList<WorldFault> Faults { get; } =
    [
        RateFaults.TooLarge(1000), RateFaults.TooSmall(100), ModelFaults.Last(Activation.Tanh), ModelFaults.Last(Activation.Sigmoid),
        DataFaults.UnscaledTargets, CodeFaults.GradientsNotCleared, StartFaults.Zero, RateFaults.SteppedPerBatch, ModelFaults.BroadcastTargets,
        DataFaults.RowsShifted, CodeFaults.WrongSign, ModelFaults.Last(Activation.Tanh).And(RateFaults.SteppedPerBatch),
        ModelFaults.BroadcastTargets.And(StartFaults.Zero),
    ];

    protected override Recipe Make(Random random, int seed)
    {
        var (waves, phase) = (random.Uniform(1.8, 2.8), random.Uniform(0, 2 * Math.PI));
        var (offset, scale, noise) = (random.Uniform(1.5, 4) * random.Pick(-1, 1), random.Uniform(1, 2), random.Log(0.03, 0.2));
        var (train, holdout, test) = Split(random, random.Integer(350, 550), 2, 1, hasLabels: false, (sample, i) =>
        {
            var (x, y) = (random.Uniform(-1.5, 1.5), random.Uniform(-1.5, 1.5));
            (sample.Input(i)[0], sample.Input(i)[1]) = (x, y);
            var mean = sample.IdealOf(i)[0] = offset + (scale * Math.Cos((waves * Math.Sqrt((x * x) + (y * y))) + phase));
            sample.Target(i)[0] = mean + (noise * random.Normal());
        });
        var optimizer = Loops.Rule(random, "adamw", "nadam", "radam", "adabelief");
        var (width, blocks) = (random.Integer(8, 12), random.Integer(4, 7));
        var activation = random.Pick(Activation.Gelu, Activation.Silu, Activation.Relu);
        return new Recipe
        {
            Train = train,
            Holdout = holdout,
            Test = test,
            Model = pass =>
            {
                var h = pass.Dense("0", pass.X, width);
                for (var block = 1; block <= blocks; block++)
                {
                    var inner = pass.Layer($"{block}a", pass.LayerNormalization($"{block}", h), width, activation, StartRules.He);
                    h = pass.Tape.Add(h, pass.Dense($"{block}b", inner, width));
                }

                return pass.Last("end", h, 1);
            },
            Loss = random.Pick(LossKind.Absolute, LossKind.Squared),
            Optimizer = optimizer,
            Rate = Loops.Rate(random, optimizer, plain: 0.02, adaptive: 0.008),
            Shape = (rate, steps) => Schedule.WarmUp(steps / 12, rate).Then(Schedule.CosineDecay(steps - (steps / 12), rate)),
            BatchSize = random.Pick(32, 48, 64),
            Steps = random.Integer(550, 700),
            Seed = seed,
            SampleSize = 128,
        };
    }
}
