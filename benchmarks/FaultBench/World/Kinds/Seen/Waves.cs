namespace Optimizers.FaultBench.World;

/// <summary>Waves of a few lengths at any phase under noise, by a small convolution along time and a mean over positions.</summary>
internal sealed class Waves() : Kind("waves", isSeen: true)
{
    private const int Phases = 12;

    public override IReadOnlyList<WorldFault> Faults { get; } =
    [
        ModelFaults.NoNonlinearity, DataFaults.ExamplesMixed, StartFaults.Dead, DataFaults.ConstantInputs, RateFaults.TooSmall(100),
        RateFaults.TooLarge(100), StepFaults.WeightDecay, DataFaults.TestPreparedDifferently, CodeFaults.WrongTerm, RateFaults.Zero,
        ModelFaults.SoftmaxTwice,
    ];

    protected override Recipe Make(Random random, int seed)
    {
        var (length, classes, noise) = (random.Integer(12, 18), random.Integer(2, 4), random.Uniform(0.3, 0.7));
        var frequencies = Enumerable.Range(0, classes).Select(c => 0.5 + (0.75 * c) + random.Uniform(-0.1, 0.1)).ToArray();
        var (train, holdout, test) = Split(random, random.Integer(150, 300), length, classes, hasLabels: true, (sample, i) =>
        {
            var (label, phase) = (sample.Labels![i] = random.Next(classes), random.Next(Phases));
            for (var t = 0; t < length; t++)
                sample.Input(i)[t] = Wave(label, phase, t) + (noise * random.Normal());
            Span<double> logs = stackalloc double[Phases];
            for (var c = 0; c < classes; c++)
            {
                for (var p = 0; p < Phases; p++)
                {
                    logs[p] = 0;
                    for (var t = 0; t < length; t++)
                        logs[p] -= Math.Pow(sample.Input(i)[t] - Wave(c, p, t), 2) / (2 * noise * noise);
                }

                var largest = double.NegativeInfinity;
                foreach (var log in logs)
                    largest = Math.Max(largest, log);
                var sum = 0.0;
                foreach (var log in logs)
                    sum += Math.Exp(log - largest);
                sample.IdealOf(i)[c] = largest + Math.Log(sum);
            }

            Mixtures.Normalize(sample.IdealOf(i));
        });
        var optimizer = Loops.Rule(random, "adam", "momentum", "nesterov");
        var (channels, span, activation) = (random.Integer(6, 10), random.Integer(4, 5), random.Pick(Activation.Relu, Activation.LeakyRelu));
        return new Recipe
        {
            Train = train,
            Holdout = holdout,
            Test = test,
            Model = pass => pass.Last("2", pass.Tape.MeanOverPositions(
                pass.Convolution("1", pass.X, 1, span, channels, activation), pass.Narrowed(channels)), classes),
            Loss = LossKind.CrossEntropy,
            Optimizer = optimizer,
            Rate = Loops.Rate(random, optimizer, plain: 0.6, adaptive: 0.02),
            Shape = Loops.Shape(random),
            BatchSize = random.Pick(16, 32),
            Steps = random.Integer(400, 600),
            Seed = seed,
            SampleSize = 96,
            Shaking = random.Pick(0, 0, 0.1),
        };

        double Wave(int c, int phase, int t) => Math.Sin((frequencies[c] * t) + (2 * Math.PI * phase / Phases));
    }
}
