namespace Optimizers.FaultBench.World;

/// <summary>
/// The next value of a series that swings around a level, with two slopes and noise, from the last ones: a recurrence tells the change from the last
/// value.
/// </summary>
internal sealed class Forecast() : LaterKind("forecast")
{
    public override IReadOnlyList<WorldFault> Faults { get; } =
    [
        DataFaults.RowsShifted, StartFaults.GrowingRecurrence("U1", 4), DataFaults.UnscaledTargets, RateFaults.TooLarge(1000),
        RateFaults.TooSmall(100), RateFaults.SteppedPerBatch, ModelFaults.BroadcastTargets, StartFaults.Zero, DataFaults.NanRow,
        CodeFaults.WrongSign, RateFaults.SteppedPerBatch.And(StartFaults.Constant), ModelFaults.BroadcastTargets.And(RateFaults.TooSmall(100)),
    ];

    protected override Recipe Make(Random random, int seed)
    {
        var (window, level, noise) = (random.Integer(5, 8), random.Uniform(-2, 2), random.Uniform(0.2, 0.5));
        var (swing, back, bend) = (random.Uniform(-0.3, 0.9), random.Uniform(-0.9, -0.7), random.Uniform(0.1, 0.4));
        var series = new List<double>(Draws.Normals(random, window));
        for (var warm = 0; warm < 50; warm++)
            series.Add(Expected() + (noise * random.Normal()));
        var (train, holdout, test) = Split(random, random.Integer(400, 600), window, 1, hasLabels: false, (sample, i) =>
        {
            for (var t = 0; t < window; t++)
                sample.Input(i)[t] = level + series[^(window - t)];
            var mean = Expected();
            series.Add(mean + (noise * random.Normal()));
            (sample.IdealOf(i)[0], sample.Target(i)[0]) = (level + mean, level + series[^1]);
        });
        var optimizer = Loops.Rule(random, "radam", "radam", "lion", "nadam");
        optimizer.Clip = random.Pick<double?>(null, 1);
        var width = random.Integer(6, 10);
        return new Recipe
        {
            Train = train,
            Holdout = holdout,
            Test = test,
            Model = pass => pass.Tape.Add(
                pass.Last("2", pass.Recurrence("1", pass.Times(1), width, Activation.Tanh)[^1], 1), pass.Tape.Columns(pass.X, window - 1, 1)),
            Loss = random.Pick(LossKind.Absolute, LossKind.Huber, LossKind.Squared),
            Optimizer = optimizer,
            Rate = Loops.Rate(random, optimizer, plain: 0.05, adaptive: 0.012),
            Shape = Cycle(random),
            BatchSize = random.Pick(16, 32, 64),
            Steps = random.Integer(450, 700),
            Seed = seed,
            SampleSize = 96,
        };

        // Around 0; the second last value weighs less while the last one is high.
        double Expected() => (swing * series[^1]) + ((series[^1] > 0 ? back + bend : back) * series[^2]);
    }
}
