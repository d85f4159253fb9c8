namespace Optimizers.FaultBench.World;

/// <summary>The direction of a stroke somewhere in a black-bordered picture with stray pixels: a convolution and its mean over places.</summary>
internal sealed class Strokes() : LaterKind("strokes")
{
    private const int Side = 9;
    private const int Inside = 7;
    private const int Length = 5;

    // Along, down, and the two diagonals.
    private static readonly (int X, int Y)[] Directions = [(1, 0), (0, 1), (1, 1), (-1, 1)];

    public override IReadOnlyList<WorldFault> Faults { get; } =
    [
        ModelFaults.SoftmaxOverExamples, ModelFaults.NoNonlinearity, DataFaults.LabelsOffByOne, RateFaults.TooLarge(1000), RateFaults.TooSmall(100),
        RateFaults.WarmUpTooLong, StartFaults.Dead, ModelFaults.DropsAlways, DataFaults.TestPreparedDifferently,
        DataFaults.RowsShifted.And(RateFaults.TooLarge(1000)), ModelFaults.SoftmaxTwice.And(RateFaults.TooSmall(100)),
    ];

    protected override Recipe Make(Random random, int seed)
    {
        var (classes, seen, stray) = (random.Integer(2, 4), random.Uniform(0.9, 0.98), random.Uniform(0.01, 0.05));
        var light = random.Uniform(0.7, 1.3);
        var (train, holdout, test) = Split(random, random.Integer(300, 450), Side * Side, classes, hasLabels: true, (sample, i) =>
        {
            var label = sample.Labels![i] = random.Next(classes);
            var (dx, dy) = Directions[label];
            var (fromX, fromY) = random.Pick<(int X, int Y)>([.. Places(dx, dy)]);
            for (var y = 0; y < Inside; y++)
            {
                for (var x = 0; x < Inside; x++)
                {
                    var step = dx == 0 ? y - fromY : (x - fromX) * dx;
                    var isOn = step is >= 0 and < Length && x == fromX + (step * dx) && y == fromY + (step * dy);
                    sample.Input(i)[((y + 1) * Side) + x + 1] = random.Chance(isOn ? seen : stray) ? light : 0;
                }
            }

            for (var c = 0; c < classes; c++)
                sample.IdealOf(i)[c] = Evidence(sample.Input(i), c);
            Mixtures.Normalize(sample.IdealOf(i));
        });
        var optimizer = Loops.Rule(random, "nadam", "nadam", "radam", "momentum");
        var (channels, dropout) = (random.Integer(7, 10), random.Pick(0.05, 0.1));
        return new Recipe
        {
            Train = train,
            Holdout = holdout,
            Test = test,
            Model = pass =>
            {
                var h = pass.PictureConvolution("1", pass.X, Side, 3, 1, channels, Activation.Relu);
                return pass.Last("2", pass.Dropout(pass.Tape.MeanOverPositions(h, pass.Narrowed(channels)), dropout), classes);
            },
            Loss = LossKind.CrossEntropy,
            Smoothing = random.Pick(0, 0.05, 0.1),
            Optimizer = optimizer,
            Rate = Loops.Rate(random, optimizer, plain: 0.5, adaptive: 0.03),
            Shape = Cycle(random),
            BatchSize = random.Pick(16, 24, 32),
            Steps = random.Integer(500, 600),
            Seed = seed,
            SampleSize = 96,
        };

        // The logarithm of the mean over places of how much likelier the pixels are with the stroke there than without one.
        double Evidence(ReadOnlySpan<double> picture, int c)
        {
            var (dx, dy) = Directions[c];
            var (sum, count) = (0.0, 0);
            foreach (var (fromX, fromY) in Places(dx, dy))
            {
                var log = 0.0;
                for (var step = 0; step < Length; step++)
                {
                    var isLit = picture[((fromY + (step * dy) + 1) * Side) + fromX + (step * dx) + 1] != 0;
                    log += isLit ? Math.Log(seen / stray) : Math.Log((1 - seen) / (1 - stray));
                }

                sum += Math.Exp(log);
                count++;
            }

            return Math.Log(sum / count);
        }
    }

    private static IEnumerable<(int X, int Y)> Places(int dx, int dy) =>
        from y in Enumerable.Range(0, Inside)
        from x in Enumerable.Range(0, Inside)
        where x + ((Length - 1) * dx) is >= 0 and < Inside && y + ((Length - 1) * dy) < Inside
        select (x, y);
}
