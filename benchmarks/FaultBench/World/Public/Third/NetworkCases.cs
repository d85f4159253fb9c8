namespace Optimizers.FaultBench.World;

/// <summary>What the network is made of, and where it starts.</summary>
internal static class NetworkCases
{
    /// <summary>A ReLU between the last layer and the softmax of the loss.</summary>
    public static readonly PublicKind ReluHead = new(
        "relu-head",
        (random, seed) => PublicKind.Program(
            PublicData.Pictures(random, 600, 6),
            seed,
            pass => pass.Last("3", pass.Layer("2", pass.PictureConvolution("1", pass.X, 8, 3, 1, 4, Activation.Relu), 16, Activation.Relu), 6),
            LossKind.CrossEntropy,
            "adam",
            rate: 0.01,
            batch: 16,
            steps: 500),
        PublicKind.Reported(["output-range", "dead-units", "nothing-moves"], recipe => recipe.LastActivation = Activation.Relu));

    /// <summary>Dropout as a function, which nothing switches off.</summary>
    public static readonly PublicKind FunctionalDropout = new(
        "functional-dropout",
        (random, seed) => PublicKind.Program(
            PublicData.Pictures(random, 800, 6),
            seed,
            pass => pass.Last("2", pass.Dropout(pass.PictureConvolution("1", pass.X, 8, 3, 1, 4, Activation.Relu), 0.3), 6),
            LossKind.CrossEntropy,
            "adam",
            rate: 0.002,
            batch: 32,
            steps: 600),
        PublicKind.Reported(
            ["nondeterministic-loss", "evaluation-differs"], recipe => recipe.DropsAlways = recipe.ObjectiveIsStochastic = true) with
        {
            Judge = Judge.Holdout,
        });

    /// <summary>Two hidden layers without an activation.</summary>
    public static readonly PublicKind RawNetwork = new(
        "raw-network",
        (random, seed) =>
        {
            const int Features = 6, Centers = 6;
            var centers = Draws.Normals(random, Centers * Features, 1.6);
            var data = PublicKind.Samples(random, 700, Features, 3, hasLabels: true, (sample, i) =>
            {
                // Two places a class.
                var center = random.Next(Centers);
                for (var f = 0; f < Features; f++)
                    sample.Input(i)[f] = centers[(center * Features) + f] + (0.7 * random.Normal());
                sample.Labels![i] = Mixtures.Slip(random, center % 3, 0.02, sample.IdealOf(i));
            });
            return PublicKind.Program(
                data,
                seed,
                pass => pass.Perceptron(2, 24, Activation.Relu, StartRules.Glorot, 3),
                LossKind.CrossEntropy,
                "adam",
                rate: 0.003,
                batch: 32,
                steps: 800);
        },
        ModelFaults.NoNonlinearity with { Id = "reported", Judge = Judge.Training });

    public static readonly PublicKind XorWithoutBias = new(
        "xor-without-bias",
        (random, seed) => PublicKind.Program(
            Xor(random),
            seed,
            pass => pass.Last("2", pass.Layer("1", pass.X, 2, Activation.Tanh), 1, Activation.Sigmoid),
            LossKind.BinaryOfProbabilities,
            "adam",
            rate: 0.02,
            batch: 4,
            steps: 3000),
        PublicKind.Reported(["model-bias"], recipe => recipe.Model = pass =>
        {
            var h = pass.Activate("1", pass.Tape.Product(pass.X, pass.Parameter("W1", 2, 2, StartRules.Glorot)), Activation.Tanh);
            return pass.Apply(pass.Tape.Product(h, pass.Parameter("W2", 2, 1, StartRules.Glorot)), Activation.Sigmoid);
        }));

    /// <summary>Weights of one small size in many layers of ReLUs, where their size should follow from the inputs of the layer.</summary>
    public static readonly PublicKind DeepStart = new(
        "deep-start",
        (random, seed) => PublicKind.Program(
            PublicData.Clouds(random, 600, 10, 4, distance: 0.9, spread: 0.8),
            seed,
            pass => pass.Perceptron(8, 24, Activation.Relu, StartRules.He, 4),
            LossKind.CrossEntropy,
            "sgd",
            rate: 0.03,
            batch: 32,
            steps: 800),
        PublicKind.Reported(["vanishing-gradient", "saddle"], recipe =>
            recipe.Model = pass => pass.Perceptron(8, 24, Activation.Relu, StartRules.Normal(0.1), 4, StartRules.Normal(0.1))) with
        {
            RateMayCure = true,
        });

    /// <summary>A sine by two units.</summary>
    public static readonly PublicKind SmallestSine = new(
        "smallest-sine",
        (random, seed) =>
        {
            var data = PublicKind.Samples(random, 400, 1, 1, hasLabels: false, (sample, i) =>
            {
                var x = sample.Input(i)[0] = random.Uniform(-1.5, 1.5);
                sample.IdealOf(i)[0] = sample.Target(i)[0] = Math.Sin(2 * Math.PI * x / 1.5);
            });
            return PublicKind.Program(
                data,
                seed,
                pass => pass.Last("2", pass.Layer("1", pass.X, 24, Activation.Sigmoid, StartRules.Normal(3), StartRules.Normal(3)), 1),
                LossKind.Squared,
                "adam",
                rate: 0.02,
                batch: 50,
                steps: 2500);
        },
        PublicKind.Reported(["model-bias"], recipe => recipe.WidthFactor = 2.0 / 24));

    /// <summary>A curve below 0 by one sigmoid unit; its mirror image above 0 is learnt.</summary>
    public static readonly PublicKind NegativeCurve = new(
        "negative-curve",
        (random, seed) =>
        {
            var data = PublicKind.Samples(random, 111, 1, 1, hasLabels: false, (sample, i) =>
            {
                sample.Input(i)[0] = (2 * (i % 111) / 110.0) - 1;
                sample.IdealOf(i)[0] = sample.Target(i)[0] = Activation.Logistic(-10 * sample.Input(i)[0]);
            });
            return PublicKind.Program(
                data,
                seed,
                pass => pass.Last("1", pass.X, 1, Activation.Sigmoid),
                LossKind.Squared,
                "adam",
                rate: 0.01,
                batch: 32,
                steps: 1500);
        },
        PublicKind.Reported(["output-range", "nothing-moves"], recipe =>
        {
            foreach (var sample in new[] { recipe.Train, recipe.Holdout, recipe.Test })
            {
                for (var i = 0; i < sample?.Count; i++)
                    (sample.Target(i)[0], sample.IdealOf(i)[0]) = (-sample.Target(i)[0], -sample.IdealOf(i)[0]);
            }
        }));

    /// <summary>Two rings; weights from a normal distribution, times ten.</summary>
    public static readonly PublicKind TenTimesStart = new(
        "ten-times-start",
        (random, seed) =>
        {
            var (train, holdout, test) = PublicKind.Samples(random, 300, 2, 1, hasLabels: true, (sample, i) =>
            {
                var (angle, label) = (random.Uniform(0, 6.28), i % 2);
                var radius = (label == 1 ? 0.7 : 1) + (0.08 * random.Normal());
                (sample.Input(i)[0], sample.Input(i)[1]) = (radius * Math.Cos(angle), radius * Math.Sin(angle));
                sample.Labels![i] = label;
                var (near, far) = (Math.Pow((radius - 0.7) / 0.08, 2), Math.Pow((radius - 1) / 0.08, 2));
                sample.IdealOf(i)[0] = 1 / (1 + Math.Exp((near - far) / 2));
            });
            return PublicKind.Program(
                (Sample.WithTargets(train), Sample.WithTargets(holdout), Sample.WithTargets(test)),
                seed,
                pass =>
                {
                    var first = pass.Layer("1", pass.X, 10, Activation.Relu, StartRules.He);
                    return pass.Last("3", pass.Layer("2", first, 5, Activation.Relu, StartRules.He), 1, weights: StartRules.He);
                },
                LossKind.Binary,
                "sgd",
                rate: 0.05,
                batch: 300,
                steps: 6000);
        },
        PublicKind.Reported(["exploding-gradient", "saturation"], recipe => recipe.Start = (table, theta, random) =>
        {
            foreach (var entry in table.Entries.Where(entry => !entry.IsBias))
                Draws.Normals(random, entry.Length, 10).CopyTo(theta, entry.Offset);
        }) with
        {
            RateMayCure = true,
        });

    /// <summary>Two inputs, two layers of three sigmoids, two outputs, and every weight and bias is 1.</summary>
    public static readonly PublicKind AllOnes = new(
        "all-ones",
        (random, seed) =>
        {
            var data = PublicKind.Samples(random, 40, 2, 2, hasLabels: false, (sample, i) =>
            {
                var (x, y) = (random.NextDouble(), random.NextDouble());
                (sample.Input(i)[0], sample.Input(i)[1]) = (x, y);
                (sample.IdealOf(i)[0], sample.IdealOf(i)[1]) = (0.1 + (0.8 * x), 0.1 + (0.8 * y));
                sample.IdealOf(i).CopyTo(sample.Target(i));
            });
            return PublicKind.Program(
                data,
                seed,
                pass => pass.Last("3", pass.Layer("2", pass.Layer("1", pass.X, 3, Activation.Sigmoid), 3, Activation.Sigmoid), 2, Activation.Sigmoid),
                LossKind.Squared,
                "nesterov",
                rate: 1,
                batch: 40,
                steps: 4000);
        },
        PublicKind.Reported(["symmetry"], recipe => recipe.Start = (_, theta, _) => Array.Fill(theta, 1)));

    private static (Sample Train, Sample Holdout, Sample? Test) Xor(Random random) =>
        PublicKind.Samples(random, 4, 2, 1, hasLabels: false, (sample, i) =>
        {
            var (x, y) = (i / 2 % 2, i % 2);
            (sample.Input(i)[0], sample.Input(i)[1]) = (x, y);
            sample.IdealOf(i)[0] = sample.Target(i)[0] = x ^ y;
        });
}
