namespace Optimizers.FaultBench.World;

/// <summary>Where in a signal with a peak and noise the peak is, in steps from one end: two convolutions and a layer.</summary>
internal sealed class Peaks() : Kind("peaks", isSeen: false)
{
    public override IReadOnlyList<WorldFault> Faults { get; } =
    [
        RateFaults.TooLarge(100), RateFaults.TooSmall(100), ModelFaults.Last(Activation.Sigmoid), ModelFaults.Last(Activation.Tanh),
        DataFaults.ExamplesMixed, DataFaults.ConstantInputs, CodeFaults.GradientsNotCleared, DataFaults.TestPreparedDifferently,
        ModelFaults.BroadcastTargets, StartFaults.Huge(20),
    ];

    protected override Recipe Make(Random random, int seed)
    {
        var (length, noise, blur) = (random.Integer(10, 14), random.Log(0.02, 0.15), random.Log(0.1, 0.5));
        var (height, breadth) = (random.Uniform(1, 3), random.Uniform(0.8, 1.6));
        var (train, holdout, test) = Split(random, random.Integer(150, 300), length, 1, hasLabels: false, (sample, i) =>
        {
            var place = random.Uniform(1, length - 2);
            for (var t = 0; t < length; t++)
                sample.Input(i)[t] = (height * Math.Exp(-Math.Pow((t - place) / breadth, 2))) + (noise * random.Normal());
            sample.IdealOf(i)[0] = place;
            sample.Target(i)[0] = place + (blur * random.Normal());
        });
        var optimizer = Loops.Rule(random, "adam", "amsgrad", "momentum");
        var (channels, activation) = (random.Integer(3, 5), random.Pick(Activation.Gelu, Activation.Softplus, Activation.Relu));
        return new Recipe
        {
            Train = train,
            Holdout = holdout,
            Test = test,
            Model = pass =>
            {
                var h = pass.Convolution("1", pass.X, 1, 3, channels, activation);
                h = pass.Convolution("2", h, pass.Narrowed(channels), 3, channels, activation);
                return pass.Last("3", h, 1);
            },
            Loss = LossKind.Squared,
            Optimizer = optimizer,
            Rate = Loops.Rate(random, optimizer, plain: 0.01, adaptive: 0.01),
            Shape = Loops.Shape(random),
            BatchSize = random.Pick(16, 32),
            Steps = random.Integer(400, 600),
            Seed = seed,
            SampleSize = 64,
        };
    }
}
