namespace Optimizers.FaultBench.World;

/// <summary>Recipes of yet other tutorials and books, which must not be accused.</summary>
internal static class SixthTutorials
{
    /// <summary>The passengers of next month, between 0 and 1, by those of three months, batches of one.</summary>
    public static readonly PublicKind Passengers = new("tutorial-passengers", (random, seed) =>
    {
        var month = 0.0;
        var data = PublicKind.Samples(random, 94, 3, 1, hasLabels: false, (sample, i) =>
        {
            // Holdout and test are other stretches of as many years.
            month = random.Uniform(0, 130);
            for (var t = 0; t < 3; t++)
                sample.Input(i)[t] = Passed(month + t) + (0.02 * random.Normal());
            sample.IdealOf(i)[0] = Passed(month + 3);
            sample.Target(i)[0] = sample.IdealOf(i)[0] + (0.02 * random.Normal());
        });
        return PublicKind.Program(
            data,
            seed,
            pass => pass.Last("2", UnitCases.Lstm(pass, pass.Times(1), 4), 1),
            LossKind.Squared,
            "adam",
            rate: 0.001,
            batch: 1,
            steps: 9400);

        static double Passed(double month) => 0.1 + (0.005 * month) + (0.1 * (1 + (0.005 * month)) * Math.Sin(2 * Math.PI * month / 12));
    });

    /// <summary>A high rate beside Nesterov's momentum.</summary>
    public static readonly PublicKind Filters = new("tutorial-filters", (random, seed) =>
    {
        var recipe = PublicKind.Program(
            PublicData.Pictures(random, 2000, 10),
            seed,
            pass => pass.Perceptron(1, 40, Activation.Relu, StartRules.Glorot, 10),
            LossKind.CrossEntropy,
            "nesterov",
            rate: 0.2,
            batch: 200,
            steps: 80);
        recipe.Optimizer.L2Penalty = 1e-4 / 200;
        return recipe;
    });

    public static readonly PublicKind Adadelta = new("tutorial-adadelta", (random, seed) => PublicKind.Program(
        PublicData.Pictures(random, 1280, 10),
        seed,
        pass =>
        {
            var h = pass.Dropout(pass.PictureConvolution("1", pass.X, 8, 3, 1, 6, Activation.Relu), 0.25);
            return pass.Last("3", pass.Dropout(pass.Layer("2", h, 48, Activation.Relu), 0.5), 10);
        },
        LossKind.CrossEntropy,
        "adadelta",
        rate: 1,
        batch: 128,
        steps: 300));

    /// <summary>The answers are the inputs before noise was added, which nobody can undo.</summary>
    public static readonly PublicKind Denoising = new("tutorial-denoising", (random, seed) =>
    {
        var recipe = PublicKind.Program(
            CodingCases.Spots(random, 1000),
            seed,
            CodingCases.Coder(32),
            LossKind.BinaryOfProbabilities,
            "adam",
            rate: 0.001,
            batch: 64,
            steps: 2000);
        foreach (var sample in PublicData.AllSamples(recipe))
        {
            foreach (ref var pixel in sample.Inputs.AsSpan())
                pixel = Math.Clamp(pixel + (0.2 * random.Normal()), 0, 1);
        }

        return recipe;
    });

    /// <summary>Whether two words stand near each other, or one of them was drawn by chance.</summary>
    public static readonly PublicKind SkipGram = new("tutorial-skipgram", (random, seed) =>
    {
        const int Words = 40, Topics = 3, Width = 8;
        var (centers, contexts) = (Draws.Normals(random, Words * Topics), Draws.Normals(random, Words * Topics));
        var (train, holdout, test) = PublicKind.Samples(random, 6000, 2, 1, hasLabels: true, (sample, i) =>
        {
            var (center, context) = (random.Next(Words), random.Next(Words));
            (sample.Input(i)[0], sample.Input(i)[1]) = (center, context);
            var nearness = 0.0;
            for (var k = 0; k < Topics; k++)
                nearness += centers[(center * Topics) + k] * contexts[(context * Topics) + k];
            sample.IdealOf(i)[0] = Activation.Logistic(2 * nearness);
            sample.Labels![i] = random.Chance(sample.IdealOf(i)[0]) ? 1 : 0;
        });
        return PublicKind.Program(
            (Sample.WithTargets(train), Sample.WithTargets(holdout), Sample.WithTargets(test)),
            seed,
            pass =>
            {
                var start = StartRules.Normal(Math.Sqrt(2.0 / (Words + Width)));
                var products = pass.Tape.Multiply(pass.Embedding("P", 0, Words, Width, start), pass.Embedding("Q", 1, Words, Width, start));
                return pass.Tape.Product(products, Tape.Constant(Width, 1, [.. Enumerable.Repeat(1.0, Width)]));
            },
            LossKind.Binary,
            "adam",
            rate: 0.002,
            batch: 64,
            steps: 1500);
    });

    /// <summary>Tiny starts, one sequence a step, Adagrad.</summary>
    public static readonly PublicKind Characters = new("tutorial-characters", (random, seed) =>
    {
        const int Symbols = 8, Length = 5;
        var recipe = PublicKind.Program(
            PublicData.NextSymbols(random, 4000, Symbols, Length),
            seed,
            pass =>
            {
                var tiny = StartRules.Normal(0.01);
                var inputs = Enumerable.Range(0, Length).Select(time => pass.Embedding("E", time, Symbols, 24, tiny)).ToList();
                return pass.Last("2", pass.Recurrence("1", inputs, 24, Activation.Tanh, tiny, tiny)[^1], Symbols, weights: tiny);
            },
            LossKind.CrossEntropy,
            "adagrad",
            rate: 0.1,
            batch: 1,
            steps: 8000);
        recipe.Optimizer.Clip = 5;
        return recipe;
    });
}
