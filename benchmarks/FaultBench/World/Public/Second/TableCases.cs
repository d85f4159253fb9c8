namespace Optimizers.FaultBench.World;

/// <summary>Perceptrons and linear models over tables.</summary>
internal static class TableCases
{
    /// <summary>A classifier over ready features; its test counts the classes in another order.</summary>
    public static readonly PublicKind RenamedClasses = new(
        "renamed-classes",
        (random, seed) => PublicKind.Program(
            PublicData.Clouds(random, 600, 16, 5, distance: 0.7, spread: 0.8),
            seed,
            pass => pass.Last("1", pass.X, 5, weights: StartRules.Normal(0.001)),
            LossKind.CrossEntropy,
            "sgd",
            rate: 0.05,
            batch: 50,
            steps: 500),
        PublicKind.Reported(["wrong-labels", "distribution-mismatch"], recipe =>
        {
            int[] names = [3, 0, 4, 1, 2];
            var test = recipe.Test ?? recipe.Holdout;
            recipe.Test = test with { Labels = [.. test.Labels!.Select(label => names[label])] };
        }) with
        {
            Judge = Judge.Test,
            NeedsFullCase = true,
        });

    /// <summary>The loss is a sum over the batch, at a rate for small ones.</summary>
    public static readonly PublicKind SummedNotebook = new(
        "summed-notebook",
        (random, seed) => PublicKind.Program(
            PublicData.Pictures(random, 1000, 10),
            seed,
            pass => pass.Perceptron(2, 32, Activation.Relu, StartRules.Normal(0.1), 10, StartRules.Normal(0.1)),
            LossKind.CrossEntropy,
            "sgd",
            rate: 0.1,
            batch: 250,
            steps: 800),
        CodeFaults.SummedLoss);

    /// <summary>Yes or no by the squared error, outputs n × 1, targets n.</summary>
    public static readonly PublicKind TwoClasses = new(
        "two-classes",
        (random, seed) =>
        {
            var data = PublicKind.Samples(random, 200, 2, 1, hasLabels: false, (sample, i) =>
            {
                var (x, y) = (random.Normal(), random.Normal());
                (sample.Input(i)[0], sample.Input(i)[1]) = (x, y);
                sample.IdealOf(i)[0] = sample.Target(i)[0] = (x * x) + (y * y) > 1.4 ? 1 : 0;
            });
            return PublicKind.Program(
                data,
                seed,
                pass => pass.Perceptron(2, 16, Activation.Relu, StartRules.Glorot, 1),
                LossKind.Squared,
                "adam",
                rate: 0.005,
                batch: 200,
                steps: 600);
        },
        ModelFaults.BroadcastTargets);

    /// <summary>The softmax goes over the examples of a batch.</summary>
    public static readonly PublicKind Prototypes = new(
        "prototypes",
        (random, seed) => PublicKind.Program(
            PublicData.Clouds(random, 500, 12, 6, distance: 0.8, spread: 0.9),
            seed,
            pass => pass.Last("2", pass.Layer("1", pass.X, 16, Activation.Tanh), 6),
            LossKind.CrossEntropy,
            "adamw",
            rate: 0.005,
            batch: 32,
            steps: 500),
        ModelFaults.SoftmaxOverExamples);

    /// <summary>Three of the four units are silent for all of the four examples.</summary>
    public static readonly PublicKind XorFourRelus = new(
        "xor-four-relus",
        (random, seed) =>
        {
            var data = PublicKind.Samples(random, 4, 2, 1, hasLabels: false, (sample, i) =>
            {
                var (x, y) = (i / 2 % 2, i % 2);
                (sample.Input(i)[0], sample.Input(i)[1]) = (x, y);
                sample.IdealOf(i)[0] = sample.Target(i)[0] = x ^ y;
            });
            var recipe = PublicKind.Program(
                data,
                seed,
                pass => pass.Last("2", pass.Layer("1", pass.X, 4, Activation.Relu), 1, Activation.Sigmoid),
                LossKind.BinaryOfProbabilities,
                "sgd",
                rate: 0.5,
                batch: 4,
                steps: 2000);

            // Another seed: each unit is alive for one example or more.
            recipe.Start = (_, theta, _) => Signs(theta, [1, -1, 1, 1], [-1, 1, 1, 1], [1, 1, -1, -1]);
            return recipe;
        },
        PublicKind.Reported(["dead-units", "saddle", "local-minimum"], recipe =>
            recipe.Start = (_, theta, _) => Signs(theta, [-1, -1, -1, 1], [-1, -1, -1, 1], [1, 1, -1, -1])));

    /// <summary>Prices in dollars, prepared features.</summary>
    public static readonly PublicKind AmesPrices = new(
        "ames-prices",
        (random, seed) =>
        {
            const int Features = 20;
            var slopes = Draws.Normals(random, Features, 0.25);
            var data = PublicKind.Samples(random, 800, Features, 1, hasLabels: false, (sample, i) =>
            {
                var price = PublicData.NormalInputs(random, sample, i, slopes);
                sample.IdealOf(i)[0] = price + (0.15 * price * price);
                sample.Target(i)[0] = sample.IdealOf(i)[0] + (0.1 * random.Normal());
            });
            return PublicKind.Program(
                data,
                seed,
                pass => pass.Perceptron(2, 24, Activation.Relu, StartRules.Glorot, 1),
                LossKind.Squared,
                "sgd",
                rate: 0.01,
                batch: 16,
                steps: 1000);
        },
        PublicKind.Reported(["targets-scale"], recipe => PublicData.InUnits(recipe, (1, 0), (80_000, 180_000))) with
        {
            RateMayCure = true,
        });

    /// <summary>A product of two vectors where their outer product belongs: every weight of a layer gets the same number.</summary>
    public static readonly PublicKind NumpyBackward = new(
        "numpy-backward",
        (random, seed) => PublicKind.Program(
            PublicData.Pictures(random, 500, 10),
            seed,
            pass => pass.Perceptron(2, 24, Activation.Sigmoid, StartRules.Glorot, 10),
            LossKind.CrossEntropy,
            "sgd",
            rate: 0.1,
            batch: 1,
            steps: 6000),
        PublicKind.Reported(["wrong-gradient"], recipe => recipe.GradientSlip = (table, gradient) =>
        {
            foreach (var entry in table.Entries.Where(entry => !entry.IsBias))
            {
                var slopes = gradient.AsSpan(entry.Offset, entry.Length);
                var sum = 0.0;
                foreach (var slope in slopes)
                    sum += slope;
                slopes.Fill(sum / entry.Length);
            }
        }));

    /// <summary>The hinge of probabilities, which never get below 0.</summary>
    public static readonly PublicKind Margins = new(
        "margins",
        (random, seed) =>
        {
            var weights = Draws.Normals(random, 6);
            var data = PublicKind.Samples(random, 400, 6, 1, hasLabels: false, (sample, i) =>
            {
                var sum = 0.0;
                for (var f = 0; f < 6; f++)
                    sum += weights[f] * (sample.Input(i)[f] = random.Normal());
                sample.IdealOf(i)[0] = sample.Target(i)[0] = (sum * sum) > 3 ? 1 : -1;
            });
            return PublicKind.Program(
                data,
                seed,
                pass => pass.Perceptron(1, 24, Activation.Relu, StartRules.Glorot, 1),
                LossKind.Hinge,
                "nesterov",
                rate: 0.1,
                batch: 32,
                steps: 1000);
        },
        PublicKind.Reported(["output-range", "softmax-twice"], recipe => recipe.LastActivation = Activation.Sigmoid));

    // Keeps the sizes of the weights: of two inputs × four units, and behind the biases of the units, of the last layer.
    private static void Signs(double[] theta, double[] first, double[] second, double[] last)
    {
        for (var unit = 0; unit < 4; unit++)
        {
            theta[unit] = first[unit] * Math.Abs(theta[unit]);
            theta[4 + unit] = second[unit] * Math.Abs(theta[4 + unit]);
            theta[12 + unit] = last[unit] * Math.Abs(theta[12 + unit]);
        }
    }
}
