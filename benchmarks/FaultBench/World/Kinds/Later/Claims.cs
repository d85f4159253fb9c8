namespace Optimizers.FaultBench.World;

/// <summary>
/// Counts of claims in times of different length, by the logarithm of their rate and Poisson's loss, which the user wrote: no library has its name.
/// </summary>
internal sealed class Claims() : LaterKind("claims")
{
    public override IReadOnlyList<WorldFault> Faults { get; } =
    [
        RateFaults.TooLarge(1000), RateFaults.TooSmall(100), RateFaults.TooSmall(1000), DataFaults.ConstantInputs, CodeFaults.SummedLoss,
        DataFaults.ShuffledLabels, ModelFaults.Last(Activation.Sigmoid), StepFaults.WeightDecay, CodeFaults.WrongTerm, DataFaults.NanRow,
        RateFaults.TooFewSteps(60), CodeFaults.NoGradients, CodeFaults.WrongTerm.And(RateFaults.TooSmall(100)),
        DataFaults.ShuffledLabels.And(RateFaults.TooSmall(1000)),
    ];

    protected override Recipe Make(Random random, int seed)
    {
        var (numbers, flags) = (random.Integer(2, 4), random.Integer(1, 3));
        var features = 1 + numbers + flags;
        var (slopes, level) = (Draws.Normals(random, features, 0.6), random.Uniform(0.3, 1.3));
        var (train, holdout, test) = Split(random, random.Integer(400, 700), features, 1, hasLabels: false, (sample, i) =>
        {
            // The first input is the logarithm of how long was watched.
            var exponent = level;
            sample.Input(i)[0] = Math.Log(random.Uniform(0.3, 2));
            exponent += sample.Input(i)[0];
            for (var f = 1; f < features; f++)
            {
                sample.Input(i)[f] = f <= numbers ? random.Uniform(-1.5, 1.5) : random.Chance(0.4) ? 1 : 0;
                exponent += (f == 1 ? 0.8 : slopes[f]) * sample.Input(i)[f];
            }

            sample.IdealOf(i)[0] = exponent;
            sample.Target(i)[0] = random.Count(Math.Exp(Math.Min(exponent, 5)));
        });
        var optimizer = Loops.Rule(random, "sgd", "sgd", "rmsprop", "yogi");
        var hidden = random.Pick(0, 0, 8);
        return new Recipe
        {
            Train = train,
            Holdout = holdout,
            Test = test,
            Model = pass =>
            {
                var told = pass.Tape.Columns(pass.X, 0, 1);
                var rest = pass.Tape.Columns(pass.X, 1, features - 1);
                return pass.Tape.Add(told, pass.Last("2", hidden == 0 ? rest : pass.Layer("1", rest, hidden, Activation.Tanh), 1));
            },
            Loss = LossKind.Poisson,
            Optimizer = optimizer,
            Rate = Loops.Rate(random, optimizer, plain: 0.02, adaptive: 0.02),
            Shape = Cycle(random),
            BatchSize = random.Pick(64, 128, train.Count),
            Steps = random.Integer(400, 700),
            Seed = seed,
            HandsModel = false,
        };
    }
}
