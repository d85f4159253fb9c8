namespace Optimizers.FaultBench.World;

/// <summary>Two kinds of texts as sparse counts of words, by a line and the hinge of a margin, in batches of one to eight.</summary>
internal sealed class Margins() : LaterKind("margins")
{
    public override IReadOnlyList<WorldFault> Faults { get; } =
    [
        DataFaults.ZerosForHinge, RateFaults.TooSmall(1000), RateFaults.TooLarge(1000), DataFaults.ShuffledLabels, StepFaults.ClippingTooTight,
        ModelFaults.Last(Activation.Sigmoid), ModelFaults.Last(Activation.Relu), DataFaults.NanRow, StepFaults.WeightDecay,
        CodeFaults.NoGradients, DataFaults.TestPreparedDifferently, ModelFaults.Last(Activation.Sigmoid).And(StepFaults.WeightDecay),
        DataFaults.ZerosForHinge.And(RateFaults.TooSmall(1000)),
    ];

    protected override Recipe Make(Random random, int seed)
    {
        var (words, density, slips) = (random.Integer(25, 45), random.Uniform(0.08, 0.2), random.Pick(0, 0.01, 0.03));
        var (weights, offset) = (Draws.Normals(random, words), random.Uniform(-0.3, 0.3));
        var gap = random.Uniform(0.2, 0.6);
        var (train, holdout, test) = Split(random, random.Integer(400, 700), words, 1, hasLabels: false, (sample, i) =>
        {
            double score;
            do
            {
                score = offset;
                for (var f = 0; f < words; f++)
                {
                    sample.Input(i)[f] = random.Chance(density) ? random.Integer(1, 3) : 0;
                    score += weights[f] * sample.Input(i)[f];
                }
            }
            while (Math.Abs(score) < gap);
            sample.IdealOf(i)[0] = Math.Sign(score);
            sample.Target(i)[0] = random.Chance(slips) ? -Math.Sign(score) : Math.Sign(score);
        });
        var optimizer = Loops.Rule(random, "sgd", "sgd", "momentum", "adagrad");
        var hidden = random.Pick(0, 0, 8);
        return new Recipe
        {
            Train = train,
            Holdout = holdout,
            Test = test,
            Model = pass => pass.Last("2", hidden == 0 ? pass.X : pass.Layer("1", pass.X, hidden, Activation.LeakyRelu), 1),
            Loss = LossKind.Hinge,
            Optimizer = optimizer,
            Rate = Loops.Rate(random, optimizer, plain: 0.1, adaptive: 0.03),
            Shape = random.Chance(0.5)
                ? (rate, steps) => Schedule.InverseTimeDecay(rate, 3.0 / steps)
                : (rate, steps) => Schedule.LinearDecay(steps, rate, 0.02 * rate),
            BatchSize = random.Pick(1, 2, 4, 8),
            Steps = random.Integer(3000, 4500),
            Seed = seed,
        };
    }
}
