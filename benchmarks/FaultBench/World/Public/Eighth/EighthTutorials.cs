namespace Optimizers.FaultBench.World;

/// <summary>Recipes of a few more tutorials, courses and books, which must not be accused.</summary>
internal static class EighthTutorials
{
    /// <summary>One raw column, and many steps for a line.</summary>
    public static readonly PublicKind Profit = new("tutorial-profit", (random, seed) =>
    {
        const int Cities = 97;
        var data = PublicKind.Samples(random, Cities, 1, 1, hasLabels: false, (sample, i) =>
        {
            var people = sample.Input(i)[0] = Math.Min(5 - (3.2 * Math.Log(1 - random.NextDouble())), 22);
            sample.IdealOf(i)[0] = (1.19 * people) - 3.9;
            sample.Target(i)[0] = sample.IdealOf(i)[0] + (3 * random.Normal());
        });
        return PublicKind.Program(
            data,
            seed,
            pass => pass.Last("1", pass.X, 1, weights: StartRules.Zero),
            LossKind.Squared,
            "sgd",
            rate: 0.005, // 0.01 on half of the square
            batch: Cities,
            steps: 1500);
    });

    /// <summary>What a network that was trained before makes of pictures, and a rate that falls soon.</summary>
    public static readonly PublicKind Ants = new("tutorial-ants", (random, seed) =>
    {
        const int Examples = 244, Features = 64, Batch = 4, Epoch = Examples / Batch;
        var usual = Draws.Normals(random, 2 * Features, 0.5);
        var data = PublicKind.Samples(random, Examples, Features, 2, hasLabels: true, (sample, i) =>
        {
            var label = random.Next(2);
            for (var f = 0; f < Features; f++)
                sample.Input(i)[f] = Math.Max(0, 0.7 + usual[(label * Features) + f] + (0.7 * random.Normal()));
            sample.Labels![i] = Mixtures.Slip(random, label, 0.04, sample.IdealOf(i));
        });
        var recipe = PublicKind.Program(
            data,
            seed,
            pass => pass.Last("1", pass.X, 2, weights: StartRules.Uniform, biases: StartRules.Uniform),
            LossKind.CrossEntropy,
            "momentum",
            rate: 0.001,
            batch: Batch,
            steps: 25 * Epoch);
        recipe.Shape = (rate, _) => Schedule.StepDecay(rate, 0.1, 7 * Epoch);
        return recipe;
    });

    /// <summary>Ratings within a range, much decay, few epochs.</summary>
    public static readonly PublicKind Range = new("tutorial-range", (random, seed) =>
    {
        const int Users = 30, Films = 40, Factors = 8;
        var (tastes, traits) = (Draws.Normals(random, Users), Draws.Normals(random, Films));
        var (usual, liked) = (Draws.Normals(random, Users, 0.5), Draws.Normals(random, Films, 0.7));
        var data = PublicKind.Samples(random, 4000, 2, 1, hasLabels: false, (sample, i) =>
        {
            var (user, film) = (random.Next(Users), random.Next(Films));
            (sample.Input(i)[0], sample.Input(i)[1]) = (user, film);
            sample.IdealOf(i)[0] = 5.5 * Activation.Logistic(0.6 + usual[user] + liked[film] + (0.5 * tastes[user] * traits[film]));
            sample.Target(i)[0] = Math.Clamp(Math.Round(sample.IdealOf(i)[0] + (0.4 * random.Normal())), 1, 5);
        });
        var recipe = PublicKind.Program(
            data,
            seed,
            pass =>
            {
                var tape = pass.Tape;
                var products = tape.Multiply(
                    pass.Embedding("P", 0, Users, Factors, StartRules.Normal(0.01)), pass.Embedding("Q", 1, Films, Factors, StartRules.Normal(0.01)));
                var biases = tape.Add(
                    pass.Embedding("U", 0, Users, 1, StartRules.Normal(0.01)), pass.Embedding("V", 1, Films, 1, StartRules.Normal(0.01)));
                return tape.Scale(pass.Apply(tape.Add(OwnLossCases.SumOf(tape, products, 1), biases), Activation.Sigmoid), 5.5);
            },
            LossKind.Squared,
            "adamw",
            rate: 0.005,
            batch: 64,
            steps: 1500);
        recipe.Optimizer.WeightDecay = 0.1;
        recipe.Shape = (rate, steps) => Schedule.OneCycle(steps, rate);
        return recipe;
    });

    /// <summary>A rate that goes up to where it would not stay.</summary>
    public static readonly PublicKind Cycle = new("tutorial-cycle", (random, seed) =>
    {
        var recipe = PublicKind.Program(
            PublicData.Pictures(random, 6400, 10),
            seed,
            pass =>
            {
                var h = pass.PictureConvolution("1", pass.X, 8, 3, 1, 4, Activation.Relu);
                return pass.Last("3", pass.PictureConvolution("2", h, 6, 3, 4, 8, Activation.Relu), 10);
            },
            LossKind.CrossEntropy,
            "adam",
            rate: 0.06,
            batch: 64,
            steps: 100);
        recipe.Shape = (rate, steps) => Schedule.OneCycle(steps, rate);
        return recipe;
    });

    /// <summary>Columns from 0 to 1, and a rate of 100.</summary>
    public static readonly PublicKind Titanic = new("tutorial-titanic", (random, seed) =>
    {
        const int Passengers = 713, Columns = 12;
        double[] weights = [-2, -1, 0.5, 3, 5, -5, 2, 0, -2, 0.5, 0, -0.5];
        var (train, holdout, test) = PublicKind.Samples(random, Passengers, Columns, 1, hasLabels: false, (sample, i) =>
        {
            var row = sample.Input(i);
            for (var f = 0; f < 4; f++)
                row[f] = Math.Pow(random.NextDouble(), f == 3 ? 1 : 2);
            row[random.Chance(0.35) ? 4 : 5] = 1;
            row[6 + random.Category([0.25, 0.2, 0.55])] = 1;
            row[9 + random.Category([0.7, 0.2, 0.1])] = 1;
            var sum = 0.0;
            for (var f = 0; f < Columns; f++)
                sum += weights[f] * row[f];
            sample.IdealOf(i)[0] = sum > 0 ? 1 : 0;
            sample.Target(i)[0] = random.Chance(0.1) ? 1 - sample.IdealOf(i)[0] : sample.IdealOf(i)[0];
        });
        return PublicKind.Program(
            (train, holdout, test),
            seed,
            pass => pass.Apply(
                pass.Tape.Product(pass.X, pass.Parameter("W1", Columns, 1, (start, _, _, values) =>
                {
                    foreach (ref var value in values)
                        value = start.NextDouble() - 0.5;
                })),
                Activation.Sigmoid),
            LossKind.Absolute,
            "sgd",
            rate: 100,
            batch: Passengers,
            steps: 30);
    });
}
