namespace Optimizers.FaultBench.World;

/// <summary>Many measurements that follow from two or three hidden quantities, given back through a bottleneck. Muon for matrices.</summary>
internal sealed class Bottleneck() : LaterKind("bottleneck")
{
    public override IReadOnlyList<WorldFault> Faults { get; } =
    [
        ModelFaults.TooSmall(0.01), ModelFaults.Last(Activation.Sigmoid), ModelFaults.Last(Activation.Relu), CodeFaults.Detached("2"),
        RateFaults.TooLarge(100), RateFaults.TooSmall(100), StartFaults.Zero, CodeFaults.NotHandedOver("W1", "b1", "W2", "b2"),
        DataFaults.ConstantInputs, DataFaults.NanRow, RateFaults.Zero,
        CodeFaults.NotHandedOver("W1", "b1", "W2", "b2").And(RateFaults.TooSmall(100)),
        ModelFaults.Last(Activation.Sigmoid).And(StartFaults.Huge(30)),
    ];

    protected override Recipe Make(Random random, int seed)
    {
        var (quantities, features, noise) = (random.Integer(2, 3), random.Integer(8, 14), random.Log(0.05, 0.3));
        var (slopes, bends) = (Draws.Normals(random, features * quantities), Draws.Normals(random, features * quantities, 0.3));
        var offsets = Draws.Normals(random, features, 0.5);
        var (train, holdout, test) = Split(random, random.Integer(200, 350), features, features, hasLabels: false, (sample, i) =>
        {
            var hidden = Draws.Normals(random, quantities);
            for (var f = 0; f < features; f++)
            {
                var mean = offsets[f];
                for (var q = 0; q < quantities; q++)
                    mean += (slopes[(f * quantities) + q] * hidden[q]) + (bends[(f * quantities) + q] * Math.Abs(hidden[q]));
                sample.IdealOf(i)[f] = mean;
                sample.Input(i)[f] = sample.Target(i)[f] = mean + (noise * random.Normal());
            }
        });
        var optimizer = Loops.Rule(random, "muon", "muon", "adamax", "adam");
        var (width, activation) = (random.Integer(16, 24), random.Pick(Activation.Relu, Activation.Elu, Activation.Gelu));
        return new Recipe
        {
            Train = train,
            Holdout = holdout,
            Test = test,
            Model = pass =>
            {
                var code = pass.Dense("2", pass.Layer("1", pass.X, width, activation, StartRules.He), pass.Narrowed(quantities));
                return pass.Last("4", pass.Layer("3", code, width, activation, StartRules.He), features);
            },
            Loss = LossKind.Squared,
            Optimizer = optimizer,
            Rate = Loops.Rate(random, optimizer, plain: 0.05, adaptive: 0.01),
            Shape = Cycle(random),
            BatchSize = random.Pick(32, 64),
            Steps = random.Integer(350, 500),
            Seed = seed,
            SampleSize = 128,
        };
    }
}
