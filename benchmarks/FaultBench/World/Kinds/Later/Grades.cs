namespace Optimizers.FaultBench.World;

/// <summary>
/// Grades with an order: of one score and a cut for each step between grades the probability to be above it. The rate falls on a plateau, or never.
/// </summary>
internal sealed class Grades() : LaterKind("grades")
{
    public override IReadOnlyList<WorldFault> Faults { get; } =
    [
        CodeFaults.NotHandedOver("cuts"), DataFaults.RowsShifted, RateFaults.TooLarge(1000), RateFaults.TooSmall(100), DataFaults.UnscaledInputs,
        ModelFaults.NoNonlinearity, StartFaults.Constant, CodeFaults.WrongSign, RateFaults.SteppedPerBatch, StepFaults.L2Penalty,
        ModelFaults.TooSmall(0.01), CodeFaults.NotHandedOver("cuts").And(DataFaults.UnscaledInputs), RateFaults.TooLarge(1000).And(DataFaults.NanRow),
    ];

    protected override Recipe Make(Random random, int seed)
    {
        var (features, cuts, sharpness) = (random.Integer(3, 6), random.Integer(3, 5), random.Uniform(4, 8));
        var directions = Draws.Normals(random, features, 1 / Math.Sqrt(features));
        var bend = random.Uniform(1, 1.6) * random.Pick(-1, 1);
        var places = Enumerable.Range(0, cuts).Select(k => (1.2 * (k - ((cuts - 1) / 2.0))) + random.Uniform(-0.3, 0.3) + bend).ToArray();
        var (train, holdout, test) = Split(random, random.Integer(350, 550), features, cuts, hasLabels: false, (sample, i) =>
        {
            var score = 0.0;
            for (var f = 0; f < features; f++)
            {
                sample.Input(i)[f] = random.Normal();
                score += directions[f] * sample.Input(i)[f];
            }

            score += bend * sample.Input(i)[0] * sample.Input(i)[0];
            var luck = random.NextDouble();
            for (var k = 0; k < cuts; k++)
            {
                sample.IdealOf(i)[k] = Activation.Logistic(sharpness * (score - places[k]));
                sample.Target(i)[k] = luck < sample.IdealOf(i)[k] ? 1 : 0;
            }
        });
        var optimizer = Loops.Rule(random, "yogi", "adamax", "momentum", "nadam");
        var (width, activation) = (random.Integer(12, 20), random.Pick(Activation.Tanh, Activation.Softplus, Activation.Silu));
        return new Recipe
        {
            Train = train,
            Holdout = holdout,
            Test = test,
            Model = pass =>
            {
                var score = pass.Last("2", pass.Layer("1", pass.X, width, activation), 1);
                var each = pass.Tape.Product(score, Tape.Constant(1, cuts, [.. Enumerable.Repeat(1.0, cuts)]));
                return pass.Tape.AddRow(each, pass.Parameter("cuts", 1, cuts, StartRules.Zero, isBias: true));
            },
            Loss = LossKind.Binary,
            Optimizer = optimizer,
            Rate = Loops.Rate(random, optimizer, plain: 0.3, adaptive: 0.02),
            FallsOnPlateau = random.Chance(0.6),
            BatchSize = Loops.Batch(random, train.Count, least: 16),
            Steps = random.Integer(600, 900),
            Seed = seed,
            SampleSize = 192,
        };
    }
}
