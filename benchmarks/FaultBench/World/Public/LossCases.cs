namespace Optimizers.FaultBench.World;

/// <summary>Losses that are not what was meant.</summary>
internal static class LossCases
{
    // What Keras keeps a probability away from 0 and 1.
    private const double Margin = 1e-7;

    public static readonly PublicKind SumOfThree = new(
        "sum-of-three",
        (random, seed) =>
        {
            var (train, holdout, test) = PublicKind.Samples(random, 128, 3, 1, hasLabels: false, (sample, i) =>
            {
                for (var f = 0; f < 3; f++)
                    sample.IdealOf(i)[0] += sample.Input(i)[f] = random.NextDouble();
                sample.Target(i)[0] = sample.IdealOf(i)[0];
            });
            return new Recipe
            {
                Train = train,
                Holdout = holdout,
                Test = test,
                Model = pass => pass.Tape.Product(pass.X, pass.Parameter("W1", 3, 1, StartRules.Uniform)),
                Loss = LossKind.Squared,
                Optimizer = new OptimizerChoice("sgd"),
                Rate = 0.1,
                BatchSize = train.Count,
                Steps = 500,
                Seed = seed,
            };
        },
        ModelFaults.BroadcastTargets);

    public static readonly PublicKind HouseValues = new(
        "house-values",
        (random, seed) =>
        {
            var (train, holdout, test) = PublicKind.Samples(random, 128, 1, 1, hasLabels: false, (sample, i) =>
            {
                var x = sample.Input(i)[0] = Math.Clamp(12.6 + (7 * random.Normal()), 1.7, 38);
                sample.IdealOf(i)[0] = 34.5 - (0.95 * x);
                sample.Target(i)[0] = sample.IdealOf(i)[0] + (6 * random.Normal());
            });
            return new Recipe
            {
                Train = train,
                Holdout = holdout,
                Test = test,
                Model = pass => pass.Last("1", pass.X, 1, weights: StartRules.Normal(0.01), biases: StartRules.Normal(0.01)),
                Loss = LossKind.Squared,
                Optimizer = new OptimizerChoice("adamw"),

                // The original takes 100000 steps at 0.001.
                Rate = 0.03,
                BatchSize = train.Count,
                Steps = 3500,
                Seed = seed,
            };
        },
        ModelFaults.BroadcastTargets);

    public static readonly PublicKind OneSoftmaxConvolution = new(
        "one-softmax-convolution",
        (random, seed) =>
        {
            const int Times = 10, Columns = 4;
            var (train, holdout, test) = PublicKind.Samples(random, 800, Times * Columns, 1, hasLabels: true, (sample, i) =>
            {
                var trend = random.Normal();
                for (var t = 0; t < Times; t++)
                {
                    for (var c = 0; c < Columns; c++)
                        sample.Input(i)[(t * Columns) + c] = (trend * (t - 4.5) / 3) + (0.5 * random.Normal());
                }

                sample.IdealOf(i)[0] = Activation.Logistic(4 * trend);
                sample.Labels![i] = random.Chance(sample.IdealOf(i)[0]) ? 1 : 0;
            });
            return YesOrNo((train, holdout, test), seed, "adam", Convolutions(Activation.Sigmoid), batch: 32, steps: 300);
        },
        PublicKind.Reported(
            ["output-range", "nothing-moves", "softmax-twice"], recipe => recipe.Model = OverOne(Convolutions(Activation.None))));

    public static readonly PublicKind OneSoftmaxBits = new(
        "one-softmax-bits",
        (random, seed) =>
        {
            double[] shares = [0.8, 0.45, 0.55];
            var (train, holdout, test) = PublicKind.Samples(random, 100, 3, 1, hasLabels: true, (sample, i) =>
            {
                for (var f = 0; f < 3; f++)
                    sample.Input(i)[f] = random.Chance(shares[f]) ? 1 : 0;
                sample.IdealOf(i)[0] = sample.Labels![i] = sample.Input(i)[0] + sample.Input(i)[1] + sample.Input(i)[2] > 1 ? 1 : 0;
            });
            return YesOrNo((train, holdout, test), seed, "rmsprop", Bits(Activation.Sigmoid), batch: 19, steps: 1500);
        },
        PublicKind.Reported(["output-range", "nothing-moves", "softmax-twice"], recipe => recipe.Model = OverOne(Bits(Activation.None))));

    public static readonly PublicKind SoftmaxFederated = new(
        "softmax-federated",
        (random, seed) =>
        {
            var (train, holdout, test) = PublicData.Clouds(random, 600, 32, 10, distance: 0.6, spread: 0.8);
            return new Recipe
            {
                Train = train,
                Holdout = holdout,
                Test = test,
                Model = pass => pass.Last(
                    "2",
                    pass.Dropout(pass.Layer("1", pass.X, 64, Activation.Relu, StartRules.Uniform, StartRules.Uniform), 0.5),
                    10,
                    weights: StartRules.Uniform,
                    biases: StartRules.Uniform),
                Loss = LossKind.CrossEntropy,
                Optimizer = new OptimizerChoice("accumulated") { Momentum = 0.5 },
                Rate = 0.01,
                BatchSize = 10,
                Steps = 1500,
                Seed = seed,
            };
        },
        ModelFaults.SoftmaxTwice);

    public static readonly PublicKind SoftmaxBigrams = new(
        "softmax-bigrams",
        (random, seed) =>
        {
            const int Symbols = 16;
            var table = Draws.Normals(random, Symbols * Symbols, 2.5);
            var last = 0;
            var (train, holdout, test) = PublicKind.Samples(random, 500, 1, Symbols, hasLabels: true, (sample, i) =>
            {
                sample.Input(i)[0] = last;
                table.AsSpan(last * Symbols, Symbols).CopyTo(sample.IdealOf(i));
                Mixtures.Normalize(sample.IdealOf(i));
                last = sample.Labels![i] = random.Category(sample.IdealOf(i));
            });
            return new Recipe
            {
                Train = train,
                Holdout = holdout,
                Test = test,
                Model = pass => pass.Last("2", pass.Layer("1", pass.Embeddings(Symbols, 16)[0], 16, Activation.Relu, StartRules.Uniform), Symbols),
                Loss = LossKind.CrossEntropy,
                Optimizer = new OptimizerChoice("adam"),
                Rate = 0.003,
                BatchSize = 32,
                Steps = 1500,
                Seed = seed,
            };
        },
        ModelFaults.SoftmaxTwice);

    private static Func<Pass, Node> Convolutions(Activation last) => pass =>
    {
        var h = pass.Convolution("1", pass.X, 4, 4, 16, Activation.LeakyRelu, StartRules.Glorot);
        h = pass.Convolution("2", h, 16, 4, 8, Activation.LeakyRelu, StartRules.Glorot);
        return pass.Last("4", pass.Layer("3", h, 16, Activation.LeakyRelu), 1, last);
    };

    private static Func<Pass, Node> Bits(Activation last) => pass => pass.Last("2", pass.Layer("1", pass.X, 10, Activation.Relu), 1, last);

    private static Func<Pass, Node> OverOne(Func<Pass, Node> logits) => pass => pass.Tape.Map(
        pass.Tape.Softmax(logits(pass)), p => Math.Clamp(p, Margin, 1 - Margin), (p, _) => p is > Margin and < 1 - Margin ? 1 : 0);

    private static Recipe YesOrNo(
        (Sample Train, Sample Holdout, Sample? Test) data, int seed, string rule, Func<Pass, Node> model, int batch, int steps) =>
        PublicKind.Program(
            (Sample.WithTargets(data.Train), Sample.WithTargets(data.Holdout), Sample.WithTargets(data.Test)),
            seed,
            model,
            LossKind.BinaryOfProbabilities,
            rule,
            rate: 0.001,
            batch,
            steps);
}
