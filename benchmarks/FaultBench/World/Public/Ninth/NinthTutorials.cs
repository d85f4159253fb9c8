namespace Optimizers.FaultBench.World;

/// <summary>Recipes of some more tutorials, courses and books, which must not be accused.</summary>
internal static class NinthTutorials
{
    /// <summary>A line at six points, and a rate at which it hardly converges.</summary>
    public static readonly PublicKind StraightLine = new("tutorial-straight-line", (random, seed) =>
    {
        const int Points = 6;
        var next = 0;
        var data = PublicKind.Samples(random, Points, 1, 1, hasLabels: false, (sample, i) =>
        {
            var x = sample.Input(i)[0] = next++ % Points;
            sample.IdealOf(i)[0] = sample.Target(i)[0] = (4 * x) + 2;
        });
        return PublicKind.Program(
            data,
            seed,
            pass => pass.Last("1", pass.X, 1),
            LossKind.Squared,
            "sgd",
            rate: 0.1,
            batch: Points,
            steps: 200);
    });

    /// <summary>A high rate, and two epochs.</summary>
    public static readonly PublicKind TorchNn = new("tutorial-torch-nn", (random, seed) => PublicKind.Program(
        PublicData.Pictures(random, 12_800, 10),
        seed,
        pass => pass.Last("1", pass.X, 10, weights: StartRules.LeCun),
        LossKind.CrossEntropy,
        "sgd",
        rate: 0.5,
        batch: 64,
        steps: 400));

    /// <summary>Two sentences, over and over, and a loss that goes to zero.</summary>
    public static readonly PublicKind Tagger = new("tutorial-tagger", (random, seed) =>
    {
        const int Length = 4, Tags = 3, Words = 8;

        // The dog ate apples; everybody read that book.
        int[][] tags = [[0, 1, 2, 1], [1, 2, 0, 1]];
        var next = 0;
        var data = PublicKind.Samples(random, 2 * Length, Length, Tags, hasLabels: true, (sample, i) =>
        {
            var (sentence, place) = (next / Length % 2, next % Length);
            next++;

            // What has been read so far, behind the sign of a beginning.
            for (var t = 0; t < Length; t++)
                sample.Input(i)[t] = t + place + 1 < Length ? Words : (sentence * Length) + t + place + 1 - Length;
            sample.Labels![i] = tags[sentence][place];
            sample.IdealOf(i)[sample.Labels[i]] = 1;
        });
        var recipe = PublicKind.Program(
            data,
            seed,
            pass =>
            {
                var vectors = Enumerable.Range(0, Length).Select(place => pass.Embedding("E", place, Words + 1, 6, StartRules.Normal(1)));
                return pass.Last("2", UnitCases.Lstm(pass, [.. vectors], 6), Tags);
            },
            LossKind.CrossEntropy,
            "sgd",
            rate: 0.1,
            batch: Length,
            steps: 600);
        recipe.InOrder = true;
        return recipe;
    });

    /// <summary>Much noise, wide layers, large batches, few epochs.</summary>
    public static readonly PublicKind Wine = new("tutorial-wine", (random, seed) =>
    {
        const int Columns = 11;
        double[] slopes = [.. Enumerable.Range(0, Columns).Select(f => random.Pick(-0.1, 0.1))];
        var data = PublicKind.Samples(random, 1280, Columns, 1, hasLabels: false, (sample, i) =>
        {
            sample.IdealOf(i)[0] = 0.53;
            for (var f = 0; f < Columns; f++)
            {
                var value = sample.Input(i)[f] = (random.NextDouble() + random.NextDouble()) / 2;
                sample.IdealOf(i)[0] += slopes[f] * 2 * (value - 0.5);
            }

            sample.Target(i)[0] = sample.IdealOf(i)[0] + (0.12 * random.Normal());
        });
        return PublicKind.Program(
            data,
            seed,
            pass => pass.Perceptron(3, 256, Activation.Relu, StartRules.Glorot, 1),
            LossKind.Absolute,
            "adam",
            rate: 0.001,
            batch: 256,
            steps: 50);
    });

    /// <summary>Sigmoids by the cross-entropy of each class.</summary>
    public static readonly PublicKind CrossEntropy = new("tutorial-cross-entropy", (random, seed) =>
    {
        var (train, holdout, test) = PublicData.Pictures(random, 2000, 10);
        var recipe = PublicKind.Program(
            (PublicData.OneHot(train), PublicData.OneHot(holdout), PublicData.OneHot(test)),
            seed,
            pass =>
            {
                var (weights, biases) = (StartRules.LeCun, StartRules.Normal(1));
                var h = pass.Layer("1", pass.X, 30, Activation.Sigmoid, weights, biases);
                return CodingCases.Kept(pass.Tape, pass.Last("2", h, 10, Activation.Sigmoid, weights, biases));
            },
            LossKind.BinaryOfProbabilities,
            "sgd",
            rate: 5, // 0.5 on the sum over ten outputs
            batch: 10,
            steps: 4000);
        recipe.Optimizer.L2Penalty = 1e-5; // 5 over 50,000 examples, on the mean over ten outputs
        return recipe;
    });
}
