namespace Optimizers.FaultBench.World;

/// <summary>Recipes of further tutorials and books, which must not be accused.</summary>
internal static class ThirdTutorials
{
    /// <summary>Smoothed labels: the loss ends far above 0.</summary>
    public static readonly PublicKind Smoothing = new("tutorial-smoothing", (random, seed) =>
    {
        var recipe = PublicKind.Program(
            PublicData.Pictures(random, 1000, 10),
            seed,
            pass => pass.Last("2", pass.PictureConvolution("1", pass.X, 8, 3, 1, 4, Activation.Relu), 10),
            LossKind.CrossEntropy,
            "momentum",
            rate: 0.02,
            batch: 64,
            steps: 800);
        recipe.Smoothing = 0.1;
        recipe.Shape = (rate, steps) => Schedule.LinearDecay(steps, rate);
        return recipe;
    });

    /// <summary>Logistic regression of classes that overlap.</summary>
    public static readonly PublicKind Cancer = new("tutorial-cancer", (random, seed) =>
    {
        const int Features = 12;
        var (train, holdout, test) = PublicKind.Samples(random, 1000, Features, 1, hasLabels: true, (sample, i) =>
        {
            // Measures of a cell that go together.
            var (size, shape) = (random.Normal(), random.Normal());
            for (var f = 0; f < Features; f++)
                sample.Input(i)[f] = (0.7 * (f % 2 == 0 ? size : shape)) + (0.7 * random.Normal());
            sample.IdealOf(i)[0] = Activation.Logistic((2.4 * size) + (1.5 * shape) - 0.6);
            sample.Labels![i] = random.Chance(sample.IdealOf(i)[0]) ? 1 : 0;
        });
        return PublicKind.Program(
            (Sample.WithTargets(train), Sample.WithTargets(holdout), Sample.WithTargets(test)),
            seed,
            pass => pass.Last("1", pass.X, 1, weights: StartRules.Normal(0.1)),
            LossKind.Binary,
            "sgd",
            rate: 0.01,
            batch: 64,
            steps: 1800);
    });

    public static readonly PublicKind Dropout = new("tutorial-dropout", (random, seed) => PublicKind.Program(
        PublicData.Pictures(random, 1280, 10),
        seed,
        pass =>
        {
            var first = pass.Dropout(pass.Layer("1", pass.X, 48, Activation.Relu), 0.5);
            return pass.Last("3", pass.Dropout(pass.Layer("2", first, 48, Activation.Relu), 0.5), 10);
        },
        LossKind.CrossEntropy,
        "sgd",
        rate: 0.1,
        batch: 64,
        steps: 2000));

    /// <summary>Two moons, three units, descent by hand with a penalty.</summary>
    public static readonly PublicKind Scratch = new("tutorial-scratch", (random, seed) =>
    {
        var data = PublicKind.Samples(random, 200, 2, 2, hasLabels: true, (sample, i) =>
        {
            var (isUpper, angle) = (i % 2 == 0, random.Uniform(0, Math.PI));
            sample.Input(i)[0] = (isUpper ? Math.Cos(angle) : 1 - Math.Cos(angle)) + (0.2 * random.Normal());
            sample.Input(i)[1] = (isUpper ? Math.Sin(angle) : 0.5 - Math.Sin(angle)) + (0.2 * random.Normal());
            sample.Labels![i] = isUpper ? 0 : 1;
            sample.IdealOf(i).Fill(0.06);
            sample.IdealOf(i)[sample.Labels[i]] = 0.94;
        });
        var recipe = PublicKind.Program(
            data,
            seed,
            pass => pass.Last("2", pass.Layer("1", pass.X, 3, Activation.Tanh, StartRules.LeCun), 2, weights: StartRules.LeCun),
            LossKind.CrossEntropy,
            "sgd",
            rate: 2,
            batch: 200,
            steps: 5000);

        // 0.01 on the sum over 200 examples, which takes steps of 0.01.
        recipe.Optimizer.L2Penalty = 5e-5;
        return recipe;
    });

    /// <summary>The next letter of names by the last three: much of it nobody can know.</summary>
    public static readonly PublicKind Names = new("tutorial-names", (random, seed) =>
    {
        const int Letters = 12, Context = 3;
        var habits = Draws.Normals(random, Letters * Letters, 1.3);
        var data = PublicKind.Samples(random, 4000, Context, Letters, hasLabels: true, (sample, i) =>
        {
            var letter = random.Next(Letters);
            for (var t = 0; t < Context; t++)
            {
                sample.Input(i)[t] = letter;
                habits.AsSpan(letter * Letters, Letters).CopyTo(sample.IdealOf(i));
                Mixtures.Normalize(sample.IdealOf(i));
                if (t < Context - 1)
                    letter = random.Category(sample.IdealOf(i));
            }

            sample.Labels![i] = random.Category(sample.IdealOf(i));
        });
        var recipe = PublicKind.Program(
            data,
            seed,
            pass =>
            {
                var letters = pass.Embeddings(Letters, 10);
                var row = pass.Tape.Beside(pass.Tape.Beside(letters[0], letters[1]), letters[2]);
                return pass.Last("2", pass.Layer("1", row, 32, Activation.Tanh, StartRules.LeCun), Letters, weights: StartRules.Normal(0.01));
            },
            LossKind.CrossEntropy,
            "sgd",
            rate: 0.1,
            batch: 32,
            steps: 4000);
        recipe.Shape = (rate, steps) => Schedule.StepDecay(rate, 0.1, steps / 2);
        return recipe;
    });

    /// <summary>Prices in thousands, which are not centred, with much noise.</summary>
    public static readonly PublicKind Housing = new("tutorial-housing", (random, seed) =>
    {
        double[] slopes = [-1, 1, 0.2, 0.7, -2, 2.7, 0.3, -3, 2.5, -2, -2, 0.8, -3.7];
        var data = PublicKind.Samples(random, 404, 13, 1, hasLabels: false, (sample, i) =>
        {
            var mean = 22.5;
            for (var f = 0; f < 13; f++)
                mean += slopes[f] * (sample.Input(i)[f] = random.Normal());
            mean += 1.5 * sample.Input(i)[5] * sample.Input(i)[12];
            sample.IdealOf(i)[0] = mean;
            sample.Target(i)[0] = mean + (3 * random.Normal());
        });
        return PublicKind.Program(
            data,
            seed,
            pass => pass.Last("3", pass.Layer("2", pass.Layer("1", pass.X, 64, Activation.Relu), 64, Activation.Relu), 1),
            LossKind.Squared,
            "rmsprop",
            rate: 0.001,
            batch: 16,
            steps: 1000);
    });

    /// <summary>XOR by four sigmoids and an input that is always 1: the loss stands before it falls.</summary>
    public static readonly PublicKind Basic = new("tutorial-basic", (random, seed) =>
    {
        var data = PublicKind.Samples(random, 4, 3, 1, hasLabels: false, (sample, i) =>
        {
            var (x, y) = (i / 2 % 2, i % 2);
            (sample.Input(i)[0], sample.Input(i)[1], sample.Input(i)[2]) = (x, y, 1);
            sample.IdealOf(i)[0] = sample.Target(i)[0] = x ^ y;
        });
        return PublicKind.Program(
            data,
            seed,
            pass =>
            {
                var h = pass.Activate("1", pass.Tape.Product(pass.X, pass.Parameter("W1", 3, 4, Within)), Activation.Sigmoid);
                return pass.Apply(pass.Tape.Product(h, pass.Parameter("W2", 4, 1, Within)), Activation.Sigmoid);
            },
            LossKind.Squared,
            "sgd",
            rate: 2,
            batch: 4,
            steps: 15_000);
    });

    /// <summary>Labels that are much noise, ELUs, dropout, a penalty, and a rate that falls as 1/t.</summary>
    public static readonly PublicKind Higgs = new("tutorial-higgs", (random, seed) =>
    {
        const int Features = 14;
        var slopes = Draws.Normals(random, Features, 0.5);
        var (train, holdout, test) = PublicKind.Samples(random, 2000, Features, 1, hasLabels: true, (sample, i) =>
        {
            var sum = PublicData.NormalInputs(random, sample, i, slopes);
            sample.IdealOf(i)[0] = Activation.Logistic(sum);
            sample.Labels![i] = random.Chance(sample.IdealOf(i)[0]) ? 1 : 0;
        });
        var recipe = PublicKind.Program(
            (Sample.WithTargets(train), Sample.WithTargets(holdout), Sample.WithTargets(test)),
            seed,
            pass =>
            {
                var first = pass.Dropout(pass.Layer("1", pass.X, 32, Activation.Elu), 0.5);
                return pass.Last("3", pass.Dropout(pass.Layer("2", first, 32, Activation.Elu), 0.5), 1);
            },
            LossKind.Binary,
            "adam",
            rate: 0.001,
            batch: 100,
            steps: 1200);
        recipe.Optimizer.L2Penalty = 1e-4;
        recipe.Shape = (rate, steps) => Schedule.InverseTimeDecay(rate, 1.0 / steps);
        return recipe;
    });

    private static void Within(Random random, int fanIn, int fanOut, Span<double> values)
    {
        foreach (ref var value in values)
            value = random.Uniform(-1, 1);
    }
}
