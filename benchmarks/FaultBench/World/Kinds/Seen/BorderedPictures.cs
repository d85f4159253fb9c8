namespace Optimizers.FaultBench.World;

/// <summary>Small pictures whose border is always black: templates that move by a pixel and lose some, by ReLUs with dropout.</summary>
internal sealed class BorderedPictures() : Kind("bordered-pictures", isSeen: true)
{
    private const int Side = 8;
    private const int Inside = 4;

    public override IReadOnlyList<WorldFault> Faults { get; } =
    [
        ModelFaults.StochasticObjective, RateFaults.TooSmall(1000), RateFaults.TooLarge(100), StepFaults.ClippingTooTight, StartFaults.Zero,
        StartFaults.Huge(40), StepFaults.SortedBatches, CodeFaults.GradientsNotCleared, CodeFaults.NotHandedOver("W1", "b1", "W2"),
        DataFaults.Overfitting(20, 1), StepFaults.BatchOfOne,
    ];

    protected override Recipe Make(Random random, int seed)
    {
        var classes = random.Integer(3, 6);
        var templates = new bool[classes * Inside * Inside];
        for (var p = 0; p < templates.Length; p++)
            templates[p] = random.Chance(0.5);
        var (seen, stray) = (random.Uniform(0.8, 0.95), random.Uniform(0.02, 0.08));
        var (train, holdout, test) = Split(random, random.Integer(400, 600), Side * Side, classes, hasLabels: true, (sample, i) =>
        {
            var (label, right, down) = (sample.Labels![i] = random.Next(classes), random.Next(3), random.Next(3));
            for (var y = 1; y < Side - 1; y++)
            {
                for (var x = 1; x < Side - 1; x++)
                    sample.Input(i)[(y * Side) + x] = random.Chance(Lit(label, right, down, x, y)) ? 1 : 0;
            }

            Span<double> logs = stackalloc double[9];
            for (var c = 0; c < classes; c++)
            {
                for (var shift = 0; shift < 9; shift++)
                {
                    logs[shift] = 0;
                    for (var y = 1; y < Side - 1; y++)
                    {
                        for (var x = 1; x < Side - 1; x++)
                        {
                            var lit = Lit(c, shift % 3, shift / 3, x, y);
                            logs[shift] += Math.Log(sample.Input(i)[(y * Side) + x] == 1 ? lit : 1 - lit);
                        }
                    }
                }

                var (largest, sum) = (double.NegativeInfinity, 0.0);
                foreach (var log in logs)
                    largest = Math.Max(largest, log);
                foreach (var log in logs)
                    sum += Math.Exp(log - largest);
                sample.IdealOf(i)[c] = largest + Math.Log(sum);
            }

            Mixtures.Normalize(sample.IdealOf(i));
        });
        var optimizer = Loops.Rule(random, "sgd", "momentum", "accumulated", "adam");
        var (width, dropout) = (random.Integer(16, 32), random.Pick(0, 0.1, 0.25));
        return new Recipe
        {
            Train = train,
            Holdout = holdout,
            Test = test,
            Model = pass => pass.Last("2", pass.Dropout(pass.Layer("1", pass.X, width, Activation.Relu, StartRules.He), dropout), classes),
            Loss = LossKind.CrossEntropy,
            Smoothing = random.Pick(0, 0, 0.05),
            Optimizer = optimizer,
            Rate = Loops.Rate(random, optimizer, plain: 0.15, adaptive: 0.004),
            Shape = Loops.Shape(random),
            BatchSize = random.Pick(16, 32, 64),
            Steps = random.Integer(350, 550),
            Seed = seed,
            SampleSize = 192,

            // Some hand over the loss with its dropout: that is noise, and no fault.
            ObjectiveIsStochastic = dropout > 0 && random.Chance(0.4),
        };

        double Lit(int c, int right, int down, int x, int y)
        {
            var (u, v) = (x - 1 - right, y - 1 - down);
            return u is >= 0 and < Inside && v is >= 0 and < Inside && templates[(((c * Inside) + v) * Inside) + u] ? seen : stray;
        }
    }
}
