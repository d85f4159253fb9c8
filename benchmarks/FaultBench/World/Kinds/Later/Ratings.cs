namespace Optimizers.FaultBench.World;

/// <summary>What users think of things, from some of all pairs: products of two embedded vectors beside what is usual for either.</summary>
internal sealed class Ratings() : LaterKind("ratings")
{
    public override IReadOnlyList<WorldFault> Faults { get; } =
    [
        CodeFaults.NotHandedOver("P", "Q"), CodeFaults.Detached("P"), StartFaults.Zero, RateFaults.TooSmall(100),
        RateFaults.TooLarge(1000), DataFaults.ShuffledLabels, DataFaults.UnscaledTargets, ModelFaults.BroadcastTargets, StepFaults.WeightDecay,
        CodeFaults.WrongSign, DataFaults.ShuffledLabels.And(RateFaults.TooLarge(1000)), StartFaults.Zero.And(RateFaults.TooSmall(100)),
    ];

    protected override Recipe Make(Random random, int seed)
    {
        var (users, things, rank) = (random.Integer(12, 20), random.Integer(10, 16), random.Integer(1, 2));
        var (tastes, traits) = (Draws.Normals(random, users * rank), Draws.Normals(random, things * rank));
        var (usual, liked) = (Draws.Normals(random, users, 0.5), Draws.Normals(random, things, 0.5));
        var (level, noise) = (random.Uniform(1, 4), random.Log(0.1, 0.4));
        var (train, holdout, test) = Split(random, random.Integer(500, 800), 2, 1, hasLabels: false, (sample, i) =>
        {
            var (user, thing) = (random.Next(users), random.Next(things));
            (sample.Input(i)[0], sample.Input(i)[1]) = (user, thing);
            var mean = level + usual[user] + liked[thing];
            for (var k = 0; k < rank; k++)
                mean += tastes[(user * rank) + k] * traits[(thing * rank) + k];
            (sample.IdealOf(i)[0], sample.Target(i)[0]) = (mean, mean + (noise * random.Normal()));
        });
        var optimizer = Loops.Rule(random, "adabelief", "adabelief", "adagrad", "adamw");
        var (width, spread) = (random.Integer(2, 4), random.Uniform(0.2, 0.5));
        return new Recipe
        {
            Train = train,
            Holdout = holdout,
            Test = test,
            Model = pass =>
            {
                var k = pass.Narrowed(width);
                var ones = Tape.Constant(k, 1, [.. Enumerable.Repeat(1.0, k)]);
                var products = pass.Tape.Multiply(
                    pass.Embedding("P", 0, users, k, StartRules.Normal(spread)), pass.Embedding("Q", 1, things, k, StartRules.Normal(spread)));
                var sums = pass.Tape.Add(
                    pass.Embedding("U", 0, users, 1, StartRules.Zero), pass.Embedding("V", 1, things, 1, StartRules.Zero));
                var all = pass.Tape.Add(pass.Tape.Product(products, ones), sums);
                return pass.Tape.AddRow(all, pass.Parameter("b", 1, 1, StartRules.Zero, isBias: true));
            },
            Loss = random.Pick(LossKind.Squared, LossKind.Huber),
            Optimizer = optimizer,
            Rate = Loops.Rate(random, optimizer, plain: 0.5, adaptive: 0.03),
            Shape = Cycle(random),
            BatchSize = random.Pick(32, 64, 256),
            Steps = random.Integer(800, 1000),
            Seed = seed,
        };
    }
}
