namespace Optimizers.FaultBench.World;

/// <summary>Answers to a dose, yes or no with much chance in it: the probability from one to three sigmoid units or from none.</summary>
internal sealed class DoseResponse() : Kind("dose-response", isSeen: false)
{
    public override IReadOnlyList<WorldFault> Faults { get; } =
    [
        RateFaults.TooSmall(100), RateFaults.TooLarge(1000), DataFaults.UnscaledInputs, RateFaults.TooFewSteps(40), StartFaults.LogOfZero,
        DataFaults.ShuffledLabels, CodeFaults.WrongSign, ModelFaults.SoftmaxOverOne, RateFaults.Zero,
    ];

    protected override Recipe Make(Random random, int seed)
    {
        var (middle, steepness) = (random.Uniform(-1, 1), random.Uniform(2.5, 6));
        var covariate = random.Uniform(-1, 1);
        var (train, holdout, test) = Split(random, random.Integer(150, 400), 2, 1, hasLabels: true, (sample, i) =>
        {
            sample.Input(i)[0] = random.Uniform(-2, 2);
            sample.Input(i)[1] = random.Chance(0.5) ? 1 : 0;
            sample.IdealOf(i)[0] = Activation.Logistic(steepness * (sample.Input(i)[0] - middle + (covariate * sample.Input(i)[1])));
            sample.Labels![i] = random.Chance(sample.IdealOf(i)[0]) ? 1 : 0;
        });
        var optimizer = Loops.Rule(random, "sgd", "nesterov", "rmsprop", "adam");
        var units = random.Pick(0, 0, 2, 3);
        return new Recipe
        {
            Train = Sample.WithTargets(train),
            Holdout = Sample.WithTargets(holdout),
            Test = Sample.WithTargets(test),
            Model = pass => units == 0
                ? pass.Last("1", pass.X, 1, Activation.Sigmoid, StartRules.Zero)
                : pass.Last("2", pass.Layer("1", pass.X, units, Activation.Sigmoid), 1, Activation.Sigmoid),
            Loss = LossKind.BinaryOfProbabilities,
            Optimizer = optimizer,
            Rate = Loops.Rate(random, optimizer, plain: 1, adaptive: 0.03),
            Shape = Loops.Shape(random),
            BatchSize = random.Chance(0.5) ? train.Count : random.Pick(4, 16, 32),
            Steps = random.Integer(600, 1000),
            Seed = seed,
        };
    }
}
