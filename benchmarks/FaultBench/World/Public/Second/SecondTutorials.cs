namespace Optimizers.FaultBench.World;

/// <summary>Recipes of further tutorials, which must not be accused.</summary>
internal static class SecondTutorials
{
    public static readonly PublicKind Reviews = new("tutorial-reviews", (random, seed) =>
    {
        const int Words = 40, Length = 12;
        var moods = Draws.Normals(random, Words, 1.5);
        var (train, holdout, test) = PublicKind.Samples(random, 1000, Length, 1, hasLabels: true, (sample, i) =>
        {
            var mood = 0.0;
            for (var t = 0; t < Length; t++)
                mood += moods[(int)(sample.Input(i)[t] = random.Next(Words))];
            sample.IdealOf(i)[0] = Activation.Logistic(mood);
            sample.Labels![i] = random.Chance(sample.IdealOf(i)[0]) ? 1 : 0;
        });
        return PublicKind.Program(
            (Sample.WithTargets(train), Sample.WithTargets(holdout), Sample.WithTargets(test)),
            seed,
            pass => pass.Last("1", pass.Dropout(pass.Tape.MeanOf(pass.Embeddings(Words, 16)), 0.2), 1, Activation.Sigmoid),
            LossKind.BinaryOfProbabilities,
            "adam",
            rate: 0.001,
            batch: 32,
            steps: 3000);
    });

    public static readonly PublicKind Autoencoder = new("tutorial-autoencoder", (random, seed) => PublicKind.Program(
        CodingCases.Spots(random, 1000),
        seed,
        CodingCases.Coder(32),
        LossKind.BinaryOfProbabilities,
        "adam",
        rate: 0.001,
        batch: 64,
        steps: 2000));

    public static readonly PublicKind Moons = new("tutorial-moons", (random, seed) =>
    {
        var data = PublicKind.Samples(random, 100, 2, 1, hasLabels: false, (sample, i) =>
        {
            var (isUpper, angle) = (i % 2 == 0, random.Uniform(0, Math.PI));
            sample.Input(i)[0] = (isUpper ? Math.Cos(angle) : 1 - Math.Cos(angle)) + (0.1 * random.Normal());
            sample.Input(i)[1] = (isUpper ? Math.Sin(angle) : 0.5 - Math.Sin(angle)) + (0.1 * random.Normal());
            sample.IdealOf(i)[0] = sample.Target(i)[0] = isUpper ? -1 : 1;
        });
        var recipe = PublicKind.Program(
            data,
            seed,
            pass => pass.Perceptron(
                2, 16, Activation.Relu, (draws, _, _, values) => Within(draws, values), 1, (draws, _, _, values) => Within(draws, values)),
            LossKind.Hinge,
            "sgd",
            rate: 1,
            batch: 100,
            steps: 100);
        recipe.Optimizer.L2Penalty = 2e-4;
        recipe.Shape = (rate, steps) => Schedule.LinearDecay(steps, rate, 0.1 * rate);
        return recipe;
    });

    public static readonly PublicKind Films = new("tutorial-films", (random, seed) =>
    {
        const int Users = 30, Things = 40, Factors = 8;
        var (tastes, traits) = (Draws.Normals(random, Users), Draws.Normals(random, Things));
        var (usual, liked) = (Draws.Normals(random, Users, 0.4), Draws.Normals(random, Things, 0.6));
        var data = PublicKind.Samples(random, 1500, 2, 1, hasLabels: false, (sample, i) =>
        {
            var (user, thing) = (random.Next(Users), random.Next(Things));
            (sample.Input(i)[0], sample.Input(i)[1]) = (user, thing);
            sample.IdealOf(i)[0] = 3.5 + usual[user] + liked[thing] + (0.5 * tastes[user] * traits[thing]);
            sample.Target(i)[0] = sample.IdealOf(i)[0] + (0.4 * random.Normal());
        });
        var recipe = PublicKind.Program(
            data,
            seed,
            pass =>
            {
                var products = pass.Tape.Multiply(
                    pass.Embedding("P", 0, Users, Factors, StartRules.Normal(0.01)),
                    pass.Embedding("Q", 1, Things, Factors, StartRules.Normal(0.01)));
                var sums = pass.Tape.Add(
                    pass.Embedding("U", 0, Users, 1, StartRules.Normal(0.01)), pass.Embedding("V", 1, Things, 1, StartRules.Normal(0.01)));
                return pass.Tape.Add(pass.Tape.Product(products, Tape.Constant(Factors, 1, [.. Enumerable.Repeat(1.0, Factors)])), sums);
            },
            LossKind.Squared,
            "adam",
            rate: 0.002,
            batch: 64,
            steps: 3500);
        recipe.Optimizer.L2Penalty = 1e-5;
        return recipe;
    });

    public static readonly PublicKind Convolutions = new("tutorial-convolutions", (random, seed) => PublicKind.Program(
        PublicData.Pictures(random, 1000, 10),
        seed,
        pass => pass.Tape.Softmax(pass.Dense("2", pass.Dropout(pass.PictureConvolution("1", pass.X, 8, 3, 1, 4, Activation.Relu), 0.5), 10)),
        LossKind.CrossEntropyOfProbabilities,
        "adam",
        rate: 0.001,
        batch: 64,
        steps: 1200));

    public static readonly PublicKind Recurrence = new("tutorial-recurrence", (random, seed) =>
    {
        const int Symbols = 8, Length = 6;
        var habits = Enumerable.Range(0, Symbols).Select(_ =>
        {
            var habit = Draws.Normals(random, Symbols, 2);
            Mixtures.Normalize(habit);
            return habit;
        }).ToArray();
        var data = PublicKind.Samples(random, 6000, Length, Symbols, hasLabels: true, (sample, i) =>
        {
            var symbol = random.Next(Symbols);
            for (var t = 0; t < Length; t++)
            {
                sample.Input(i)[t] = symbol;
                if (t < Length - 1)
                    symbol = random.Category(habits[symbol]);
            }

            habits[symbol].CopyTo(sample.IdealOf(i));
            sample.Labels![i] = random.Category(habits[symbol]);
        });
        var recipe = PublicKind.Program(
            data,
            seed,
            pass => pass.Last("2", pass.Recurrence("1", pass.Embeddings(Symbols, 8), 16, Activation.Tanh)[^1], Symbols),
            LossKind.CrossEntropy,
            "sgd",
            rate: 1,
            batch: 128,
            steps: 700);
        recipe.Optimizer.Clip = 1;
        return recipe;
    });

    private static void Within(Random random, Span<double> values)
    {
        foreach (ref var value in values)
            value = random.Uniform(-1, 1);
    }
}
