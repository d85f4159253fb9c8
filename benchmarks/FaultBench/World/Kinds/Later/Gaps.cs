namespace Optimizers.FaultBench.World;

/// <summary>Rare cases in a table with gaps, of which each has a mark beside its value, and one-hot groups. The rate falls on a plateau.</summary>
internal sealed class Gaps() : LaterKind("gaps")
{
    private const int Numbers = 3;

    public override IReadOnlyList<WorldFault> Faults { get; } =
    [
        DataFaults.MissingAs(-999, Numbers), DataFaults.Imbalance, DataFaults.NanRow, DataFaults.ShuffledLabels,
        RateFaults.TooSmall(100), RateFaults.TooLarge(1000), DataFaults.Overfitting(30, 2), StartFaults.Dead, StepFaults.WeightDecay,
        CodeFaults.WrongSign, DataFaults.MissingAs(-999, Numbers).And(RateFaults.TooSmall(100)),
        DataFaults.ShuffledLabels.And(DataFaults.MissingAs(-999, Numbers)),
    ];

    protected override Recipe Make(Random random, int seed)
    {
        var (groups, missing, sharpness) = (random.Integer(3, 5), random.Uniform(0.1, 0.3), random.Uniform(5, 9));
        var features = (2 * Numbers) + groups;
        var (slopes, ofGroup) = (Draws.Normals(random, 2 * Numbers, 0.5), Draws.Normals(random, groups, 0.6));
        var level = random.Uniform(-1.3, -0.8);
        var (train, holdout, test) = Split(random, random.Integer(500, 800), features, 1, hasLabels: true, (sample, i) =>
        {
            // That a value is missing tells something by itself.
            var score = level;
            for (var f = 0; f < Numbers; f++)
            {
                var isMissing = random.Chance(missing);
                sample.Input(i)[2 * f] = isMissing ? 0 : random.Normal();
                sample.Input(i)[(2 * f) + 1] = isMissing ? 1 : 0;
                score += (slopes[2 * f] + (f == 0 ? 0.8 : 0)) * sample.Input(i)[2 * f];
                score += isMissing ? slopes[(2 * f) + 1] : 0;
            }

            var group = random.Next(groups);
            sample.Input(i)[(2 * Numbers) + group] = 1;
            score += ofGroup[group];
            sample.IdealOf(i)[0] = Activation.Logistic(sharpness * score);
            sample.Labels![i] = random.Chance(sample.IdealOf(i)[0]) ? 1 : 0;
        });
        var optimizer = Loops.Rule(random, "adamax", "radam", "rmsprop", "nesterov");
        var width = random.Integer(8, 16);
        return new Recipe
        {
            Train = Sample.WithTargets(train),
            Holdout = Sample.WithTargets(holdout),
            Test = Sample.WithTargets(test),
            Model = pass => pass.Last("2", pass.Layer("1", pass.X, width, Activation.Relu, StartRules.He), 1),
            Loss = LossKind.Binary,
            Optimizer = optimizer,
            Rate = Loops.Rate(random, optimizer, plain: 0.3, adaptive: 0.008),
            FallsOnPlateau = true,
            BatchSize = random.Pick(32, 64, 128),
            Steps = random.Integer(400, 700),
            Seed = seed,
            SampleSize = 192,
        };
    }
}
