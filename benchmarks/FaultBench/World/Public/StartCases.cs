namespace Optimizers.FaultBench.World;

/// <summary>Starts from which nothing is learnt.</summary>
internal static class StartCases
{
    public static readonly PublicKind ZeroLayers = new(
        "zero-layers",
        (random, seed) =>
        {
            var (train, holdout, test) = PublicData.Pictures(random, 600, 10);
            return new Recipe
            {
                Train = train,
                Holdout = holdout,
                Test = test,
                Model = pass => pass.Tape.Softmax(pass.Dense(
                    "2", pass.Layer("1", pass.X, 10, Activation.Sigmoid, StartRules.Normal(0.1)), 10, StartRules.Normal(0.1))),
                Loss = LossKind.CrossEntropyOfProbabilities,
                Optimizer = new OptimizerChoice("sgd"),
                Rate = 0.5,
                BatchSize = 100,
                Steps = 1500,
                Seed = seed,
            };
        },
        PublicKind.Reported(["symmetry", "saddle", "nothing-moves"], recipe => recipe.Model = pass =>
            pass.Tape.Softmax(pass.Dense("2", pass.Tape.Softmax(pass.Dense("1", pass.X, 10, StartRules.Zero)), 10, StartRules.Zero))));

    public static readonly PublicKind SingleRelu = new(
        "single-relu",
        (random, seed) =>
        {
            var (train, holdout, test) = PublicKind.Samples(random, 400, 1, 1, hasLabels: false, (sample, i) =>
                sample.IdealOf(i)[0] = sample.Target(i)[0] = Math.Max(0, sample.Input(i)[0] = random.Normal()));
            return new Recipe
            {
                Train = train,
                Holdout = holdout,
                Test = test,
                Model = pass => pass.Activate("1", pass.Tape.Product(pass.X, pass.Parameter("W1", 1, 1, StartRules.One)), Activation.Relu),
                Loss = LossKind.Squared,
                Optimizer = new OptimizerChoice("sgd"),
                Rate = 0.01,
                BatchSize = train.Count,
                Steps = 2000,
                Seed = seed,
                Start = (_, theta, _) => theta[0] = 10,
            };
        },
        PublicKind.Reported(
            ["dead-units", "vanishing-gradient", "nothing-moves"], recipe => recipe.Start = (_, theta, _) => theta[0] = -10));
}
