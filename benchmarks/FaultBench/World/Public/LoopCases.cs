namespace Optimizers.FaultBench.World;

/// <summary>Slips in a loop or in a backward pass.</summary>
internal static class LoopCases
{
    // The two examples of the report.
    private static readonly double[][] AnalogInputs = [[0.1, 0.2, 0.4, 0.3], [0.2, 0.1, 0.1, 0.3]];
    private static readonly double[][] AnalogTargets = [[1, 0.5], [0.7, 0.3]];

    public static readonly PublicKind AnalogExample = new(
        "analog-example",
        (random, seed) =>
        {
            var (train, holdout, test) = PublicKind.Samples(random, 2, 4, 2, hasLabels: false, (sample, i) =>
            {
                AnalogInputs[i % 2].CopyTo(sample.Input(i));
                AnalogTargets[i % 2].CopyTo(sample.Target(i));
                AnalogTargets[i % 2].CopyTo(sample.IdealOf(i));
            });
            return new Recipe
            {
                Train = train,
                Holdout = holdout,
                Test = test,
                Model = pass => pass.Last("1", pass.X, 2, weights: StartRules.Uniform, biases: StartRules.Uniform),
                Loss = LossKind.Squared,
                Optimizer = new OptimizerChoice("sgd"),
                Rate = 0.1,
                BatchSize = 2,

                // Both examples are told apart only after many more than the 100 steps of the original.
                Steps = 3000,
                Seed = seed,
            };
        },
        CodeFaults.GradientsNotCleared);

    public static readonly PublicKind LineDemo = new(
        "line-demo",
        (random, seed) =>
        {
            var (train, holdout, test) = PublicKind.Samples(random, 100, 1, 1, hasLabels: false, (sample, i) =>
            {
                var x = sample.Input(i)[0] = random.Uniform(0, 20);
                sample.IdealOf(i)[0] = (2 * x) + 3;
                sample.Target(i)[0] = sample.IdealOf(i)[0] + (3 * random.Normal());
            });
            return new Recipe
            {
                Train = train,
                Holdout = holdout,
                Test = test,
                Model = pass => pass.Last("1", pass.X, 1, weights: StartRules.Uniform),
                Loss = LossKind.Squared,
                Optimizer = new OptimizerChoice("sgd"),
                Rate = 0.001,
                BatchSize = 8,
                Steps = 1000,
                Seed = seed,
            };
        },
        CodeFaults.GradientsNotCleared);

    /// <summary>Whether two pairs of numbers agree, contradict, or neither.</summary>
    public static readonly PublicKind ListedLayers = new(
        "listed-layers",
        (random, seed) =>
        {
            var (train, holdout, test) = PublicKind.Samples(random, 1000, 4, 3, hasLabels: true, (sample, i) =>
            {
                var x = sample.Input(i);
                for (var f = 0; f < 4; f++)
                    x[f] = random.Normal();
                var product = (x[0] * x[2]) + (x[1] * x[3]);
                sample.Labels![i] = Mixtures.Slip(random, product < -0.6 ? 0 : product > 0.6 ? 2 : 1, 0.05, sample.IdealOf(i));
            });
            return new Recipe
            {
                Train = train,
                Holdout = holdout,
                Test = test,
                Model = pass =>
                {
                    var h = pass.X;
                    foreach (var name in (string[])["1", "2", "3"])
                        h = pass.Layer(name, h, 24, Activation.Relu, StartRules.Uniform, StartRules.Uniform);
                    return pass.Last("4", h, 3, weights: StartRules.Uniform, biases: StartRules.Uniform);
                },
                Loss = LossKind.CrossEntropy,
                Optimizer = new OptimizerChoice("adam"),
                Rate = 0.003,
                BatchSize = 32,
                Steps = 800,
                Seed = seed,
            };
        },
        CodeFaults.NotHandedOver("W1", "b1", "W2", "b2", "W3", "b3"));

    public static readonly PublicKind GroupedImages = new(
        "grouped-images",
        (random, seed) =>
        {
            var (train, holdout, test) = PublicData.Clouds(random, 1000, 16, 2, distance: 0.3, spread: 1);
            return new Recipe
            {
                Train = train,
                Holdout = holdout,
                Test = test,
                Model = pass => pass.Last("2", pass.Layer("1", pass.X, 16, Activation.Relu), 2),
                Loss = LossKind.CrossEntropy,
                Optimizer = new OptimizerChoice("accumulated"),
                Rate = 0.01,

                // Small beside the data, so that a class goes on for many batches, as it does in a large set.
                BatchSize = 4,
                Steps = 800,
                Seed = seed,
            };
        },
        StepFaults.SortedBatches);

    /// <summary>A backward pass that multiplies by the weight, and leaves the slope of the sigmoid out.</summary>
    public static readonly PublicKind SignOfAWeight = new(
        "sign-of-a-weight",
        (random, seed) =>
        {
            var (train, holdout, test) = PublicKind.Samples(random, 101, 1, 1, hasLabels: false, (sample, i) =>
                sample.IdealOf(i)[0] = sample.Target(i)[0] = Activation.Logistic((10 * (sample.Input(i)[0] = i % 101 / 100.0)) - 5));
            return new Recipe
            {
                Train = train,
                Holdout = holdout,
                Test = test,
                Model = pass => pass.Last("1", pass.X, 1, Activation.Sigmoid),
                Loss = LossKind.Squared,
                Optimizer = new OptimizerChoice("sgd"),
                Rate = 0.05,
                BatchSize = 1,
                Steps = 40400,
                InOrder = true,
                Seed = seed,
                Start = (_, theta, start) => (theta[0], theta[1]) = (0.6 + (0.1 * start.Normal()), 0.2),
            };
        },
        PublicKind.Reported(["wrong-gradient"], recipe => recipe.Model = pass =>
        {
            var w = ByItself(pass, pass.Parameter("W1", 1, 1, StartRules.Glorot));
            var b = ByItself(pass, pass.Parameter("b1", 1, 1, StartRules.Zero, isBias: true));
            return pass.Tape.Map(pass.Tape.AddRow(pass.Tape.Product(pass.X, w), b), Activation.Logistic, (_, _) => 1);
        }));

    private static Node ByItself(Pass pass, Node parameter) => pass.Tape.Map(parameter, value => value, (value, _) => value);
}
