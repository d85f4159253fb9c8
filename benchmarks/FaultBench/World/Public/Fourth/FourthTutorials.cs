namespace Optimizers.FaultBench.World;

/// <summary>Recipes of further tutorials and books, which must not be accused.</summary>
internal static class FourthTutorials
{
    /// <summary>Sigmoids from a standard normal start, and a high rate.</summary>
    public static readonly PublicKind Nielsen = new("tutorial-nielsen", (random, seed) =>
    {
        var (train, holdout, test) = PublicData.Pictures(random, 1000, 10);
        return PublicKind.Program(
            (PublicData.OneHot(train), PublicData.OneHot(holdout), PublicData.OneHot(test)),
            seed,
            pass =>
            {
                var normal = StartRules.Normal(1);
                return pass.Last("2", pass.Layer("1", pass.X, 30, Activation.Sigmoid, normal, normal), 10, Activation.Sigmoid, normal, normal);
            },
            LossKind.Squared,
            "sgd",
            rate: 15, // 3 on half of the sum over ten outputs
            batch: 10,
            steps: 3000);
    });

    /// <summary>Topics, most of which are rare.</summary>
    public static readonly PublicKind Newswires = new("tutorial-newswires", (random, seed) =>
    {
        const int Words = 40, Topics = 12;
        var (habits, sizes) = (Draws.Normals(random, Topics * Words, 1.3), new double[Topics]);
        for (var c = 0; c < Topics; c++)
            sizes[c] = -0.35 * c;
        Mixtures.Normalize(sizes);
        var data = PublicKind.Samples(random, 4000, Words, Topics, hasLabels: true, (sample, i) =>
        {
            var label = sample.Labels![i] = random.Category(sizes);
            for (var c = 0; c < Topics; c++)
                sample.IdealOf(i)[c] = Math.Log(sizes[c]);
            for (var word = 0; word < Words; word++)
            {
                sample.Input(i)[word] = random.Chance(Activation.Logistic(habits[(label * Words) + word] - 0.7)) ? 1 : 0;
                for (var c = 0; c < Topics; c++)
                {
                    var chance = Activation.Logistic(habits[(c * Words) + word] - 0.7);
                    sample.IdealOf(i)[c] += Math.Log(sample.Input(i)[word] == 1 ? chance : 1 - chance);
                }
            }

            Mixtures.Normalize(sample.IdealOf(i));
        });
        return PublicKind.Program(
            data,
            seed,
            pass => pass.Perceptron(2, 64, Activation.Relu, StartRules.Glorot, Topics),
            LossKind.CrossEntropy,
            "rmsprop",
            rate: 0.001,
            batch: 512,
            steps: 150);
    });

    /// <summary>Three spirals, full descent at rate 1 from small weights.</summary>
    public static readonly PublicKind Spirals = new("tutorial-spirals", (random, seed) =>
    {
        var data = PublicKind.Samples(random, 300, 2, 3, hasLabels: true, (sample, i) =>
        {
            var (label, radius) = (i % 3, random.NextDouble());
            var angle = (4 * (label + radius)) + (0.2 * random.Normal());
            (sample.Input(i)[0], sample.Input(i)[1]) = (radius * Math.Sin(angle), radius * Math.Cos(angle));
            sample.Labels![i] = label;
            sample.IdealOf(i).Fill(0.02);
            sample.IdealOf(i)[label] = 0.96;
        });
        var small = StartRules.Normal(0.01);
        var recipe = PublicKind.Program(
            data,
            seed,
            pass => pass.Last("2", pass.Layer("1", pass.X, 100, Activation.Relu, small), 3, weights: small),
            LossKind.CrossEntropy,
            "sgd",
            rate: 1,
            batch: 300,
            steps: 2000);
        recipe.Optimizer.L2Penalty = 1e-3;
        return recipe;
    });

    public static readonly PublicKind Blitz = new("tutorial-blitz", (random, seed) => PublicKind.Program(
        PublicData.Pictures(random, 1000, 10),
        seed,
        pass => pass.Last("3", pass.Layer("2", pass.PictureConvolution("1", pass.X, 8, 3, 1, 6, Activation.Relu), 32, Activation.Relu), 10),
        LossKind.CrossEntropy,
        "momentum",
        rate: 0.001,
        batch: 4,
        steps: 4000));

    /// <summary>The temperature of the next hour by those of a day.</summary>
    public static readonly PublicKind Weather = new("tutorial-weather", (random, seed) =>
    {
        const int Hours = 24;
        var data = PublicKind.Samples(random, 1500, Hours, 1, hasLabels: false, (sample, i) =>
        {
            var (start, level, trend) = (random.Uniform(0, Hours), random.Normal(), 0.01 * random.Normal());
            double Mean(int t) => level + (trend * t) + (0.6 * Math.Sin(2 * Math.PI * (start + t) / Hours));
            for (var t = 0; t < Hours; t++)
                sample.Input(i)[t] = Mean(t) + (0.1 * random.Normal());
            sample.IdealOf(i)[0] = Mean(Hours);
            sample.Target(i)[0] = Mean(Hours) + (0.1 * random.Normal());
        });
        return PublicKind.Program(
            data,
            seed,
            pass => pass.Perceptron(2, 64, Activation.Relu, StartRules.Glorot, 1),
            LossKind.Absolute,
            "adam",
            rate: 0.001,
            batch: 32,
            steps: 900);
    });

    /// <summary>One yes in twenty; the last bias begins at the logarithm of the classes' odds.</summary>
    public static readonly PublicKind Fraud = new("tutorial-fraud", (random, seed) =>
    {
        const int Features = 12;
        const double Share = 0.05;
        var shifts = Draws.Normals(random, Features, 0.9);
        var (train, holdout, test) = PublicKind.Samples(random, 4000, Features, 1, hasLabels: true, (sample, i) =>
        {
            var label = sample.Labels![i] = random.Chance(Share) ? 1 : 0;
            var odds = Math.Log(Share / (1 - Share));
            for (var f = 0; f < Features; f++)
            {
                var x = sample.Input(i)[f] = (label * shifts[f]) + random.Normal();
                odds += (x * shifts[f]) - (0.5 * shifts[f] * shifts[f]);
            }

            sample.IdealOf(i)[0] = Activation.Logistic(odds);
        });
        return PublicKind.Program(
            (Sample.WithTargets(train), Sample.WithTargets(holdout), Sample.WithTargets(test)),
            seed,
            pass => pass.Last(
                "2",
                pass.Dropout(pass.Layer("1", pass.X, 16, Activation.Relu), 0.5),
                1,
                biases: (_, _, _, values) => values.Fill(Math.Log(Share / (1 - Share)))),
            LossKind.Binary,
            "adam",
            rate: 0.001,
            batch: 512,
            steps: 1500);
    });

    /// <summary>Convolutions and sigmoids: the loss stands before it falls.</summary>
    public static readonly PublicKind Lenet = new("tutorial-lenet", (random, seed) => PublicKind.Program(
        PublicData.Pictures(random, 1000, 10),
        seed,
        pass =>
        {
            var h = pass.Activate("1", pass.Dense("1", pass.Tape.Patches(pass.X, 8, 3, 1), 6), Activation.Sigmoid);
            h = pass.Tape.Reshape(h, pass.X.Rows, h.Values.Length / pass.X.Rows);
            return pass.Last("3", pass.Layer("2", h, 24, Activation.Sigmoid), 10);
        },
        LossKind.CrossEntropy,
        "sgd",
        rate: 0.9,
        batch: 50,
        steps: 2000));

    /// <summary>The next letter by a table of logits.</summary>
    public static readonly PublicKind Bigrams = new("tutorial-bigrams", (random, seed) =>
    {
        const int Letters = 16;
        var habits = Draws.Normals(random, Letters * Letters, 1.5);
        var data = PublicKind.Samples(random, 4000, 1, Letters, hasLabels: true, (sample, i) =>
        {
            var letter = (int)(sample.Input(i)[0] = random.Next(Letters));
            habits.AsSpan(letter * Letters, Letters).CopyTo(sample.IdealOf(i));
            Mixtures.Normalize(sample.IdealOf(i));
            sample.Labels![i] = random.Category(sample.IdealOf(i));
        });
        var recipe = PublicKind.Program(
            data,
            seed,
            pass => pass.Embedding("E", 0, Letters, Letters, StartRules.Normal(1)),
            LossKind.CrossEntropy,
            "sgd",
            rate: 50,
            batch: 4000,
            steps: 100);

        // 0.01 of the mean of the squares.
        recipe.Optimizer.L2Penalty = 0.02 / (Letters * Letters);
        return recipe;
    });
}
