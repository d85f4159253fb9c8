namespace Optimizers.FaultBench.World;

/// <summary>Recipes of still further tutorials and books, which must not be accused.</summary>
internal static class FifthTutorials
{
    /// <summary>The noise of a wing, most of which is no line of what is known.</summary>
    public static readonly PublicKind Airfoil = new("tutorial-airfoil", (random, seed) =>
    {
        double[] slopes = [-0.6, -0.4, -0.5, 0.2, -0.3];
        var data = PublicKind.Samples(random, 1500, slopes.Length, 1, hasLabels: false, (sample, i) =>
        {
            for (var f = 0; f < slopes.Length; f++)
                sample.IdealOf(i)[0] += slopes[f] * (sample.Input(i)[f] = random.Normal());
            sample.Target(i)[0] = sample.IdealOf(i)[0] + (0.7 * random.Normal());
        });
        return PublicKind.Program(
            data,
            seed,
            pass => pass.Last("1", pass.X, 1, weights: StartRules.Normal(0.01)),
            LossKind.Squared,
            "adagrad",
            rate: 0.1,
            batch: 10,
            steps: 300);
    });

    /// <summary>A cubic by its coefficients, which start anywhere from 0 to 1; few steps at a high rate.</summary>
    public static readonly PublicKind Polynomial = new("tutorial-polynomial", (random, seed) =>
    {
        var data = PublicKind.Samples(random, 100, 1, 1, hasLabels: false, (sample, i) =>
        {
            var x = sample.Input(i)[0] = random.Uniform(-1, 1);
            sample.IdealOf(i)[0] = 0.5 + (0.5 * ((-0.8 * x * x * x) - (0.2 * x * x) + (0.9 * x)));
            sample.Target(i)[0] = sample.IdealOf(i)[0] + (0.04 * random.Normal());
        });
        return PublicKind.Program(
            data,
            seed,
            pass =>
            {
                var square = pass.Tape.Multiply(pass.X, pass.X);
                var powers = pass.Tape.Beside(pass.Tape.Beside(pass.Tape.Multiply(square, pass.X), square), pass.X);
                return pass.Last("1", powers, 1, weights: FromZeroToOne, biases: FromZeroToOne);
            },
            LossKind.Squared,
            "sgd",
            rate: 0.5,
            batch: 100,
            steps: 75);
    });

    /// <summary>Miles by horsepower, both from 0 to 1, by two layers of one unit without an activation.</summary>
    public static readonly PublicKind Horsepower = new("tutorial-horsepower", (random, seed) =>
    {
        var data = PublicKind.Samples(random, 392, 1, 1, hasLabels: false, (sample, i) =>
        {
            var power = sample.Input(i)[0] = Math.Pow(random.NextDouble(), 1.5);
            sample.IdealOf(i)[0] = 0.75 * Math.Exp(-1.6 * power);
            sample.Target(i)[0] = sample.IdealOf(i)[0] + (0.1 * random.Normal());
        });
        return PublicKind.Program(
            data,
            seed,
            pass => pass.Last("2", pass.Layer("1", pass.X, 1, Activation.None), 1),
            LossKind.Squared,
            "adam",
            rate: 0.001,
            batch: 32,
            steps: 3000); // five times as many, for starts that have to turn round
    });

    /// <summary>Convolutions and sigmoids with batch normalization, which bears a rate of 1.</summary>
    public static readonly PublicKind Normalized = new("tutorial-normalized", (random, seed) =>
    {
        const int Filters = 6;
        var recipe = PublicKind.Program(
            PublicData.Pictures(random, 1000, 10),
            seed,
            pass =>
            {
                var h = pass.PictureConvolution("1", pass.X, 8, 3, 1, Filters, Activation.None);
                h = pass.BatchNormalization("1", pass.Tape.Reshape(h, h.Values.Length / Filters, Filters));
                h = pass.Tape.Reshape(pass.Activate("1n", h, Activation.Sigmoid), pass.X.Rows, h.Values.Length / pass.X.Rows);
                h = pass.BatchNormalization("2", pass.Dense("2", h, 32));
                return pass.Last("3", pass.Activate("2", h, Activation.Sigmoid), 10);
            },
            LossKind.CrossEntropy,
            "sgd",
            rate: 1,
            batch: 128,
            steps: 200);
        recipe.HandsModel = false;
        return recipe;
    });

    /// <summary>The next symbol: decay, clipping, warm-up and a rate that falls to a tenth.</summary>
    public static readonly PublicKind Gpt = new("tutorial-gpt", (random, seed) =>
    {
        const int Symbols = 12, Length = 4;
        var recipe = PublicKind.Program(
            PublicData.NextSymbols(random, 2000, Symbols, Length),
            seed,
            pass =>
            {
                var h = pass.LayerNormalization("1", pass.Embeddings(Symbols, 8).Aggregate(pass.Tape.Beside));
                return pass.Last("2", pass.Layer("1", h, 32, Activation.Gelu, StartRules.Normal(0.02)), Symbols, weights: StartRules.Normal(0.02));
            },
            LossKind.CrossEntropy,
            "adamw",
            rate: 0.003,
            batch: 32,
            steps: 500);
        (recipe.Optimizer.WeightDecay, recipe.Optimizer.Clip) = (0.1, 1);
        recipe.Shape = (rate, steps) => Schedule.WarmUp(steps / 20, rate).Then(Schedule.CosineDecay(steps - (steps / 20), rate, 0.1 * rate));
        return recipe;
    });

    private static void FromZeroToOne(Random random, int fanIn, int fanOut, Span<double> values)
    {
        foreach (ref var value in values)
            value = random.NextDouble();
    }
}
