namespace Optimizers.FaultBench.World;

/// <summary>Recipes of a few more tutorials and books, which must not be accused.</summary>
internal static class SeventhTutorials
{
    /// <summary>A sum of errors over all points, and a rate that is small for it.</summary>
    public static readonly PublicKind Cubic = new("tutorial-cubic", (random, seed) =>
    {
        const int Points = 2000;
        var data = PublicKind.Samples(random, Points, 3, 1, hasLabels: false, (sample, i) =>
        {
            // Those of the holdout and of the test are fewer, and as far apart from end to end.
            var x = Math.PI * ((2.0 * i / (sample.Count - 1)) - 1);
            for (var f = 0; f < 3; f++)
                sample.Input(i)[f] = Math.Pow(x, f + 1);
            sample.IdealOf(i)[0] = sample.Target(i)[0] = Math.Sin(x);
        });
        var recipe = PublicKind.Program(
            data,
            seed,
            pass => pass.Last("1", pass.X, 1, weights: StartRules.Uniform, biases: StartRules.Uniform),
            LossKind.Squared,
            "sgd",
            rate: 1e-6,
            batch: Points,
            steps: 2000);
        recipe.WrongLoss = (tape, outputs, sample) => tape.Scale(Losses.Each(tape, LossKind.Squared, 0, outputs, sample), sample.Count);
        recipe.HandsModel = false;
        return recipe;
    });

    /// <summary>The loss is how far a probability is from the answer.</summary>
    public static readonly PublicKind Threes = new("tutorial-threes", (random, seed) =>
    {
        var (train, holdout, test) = PublicData.Pictures(random, 2560, 2);
        return PublicKind.Program(
            (OneOutput(train), OneOutput(holdout), test is null ? null : OneOutput(test)),
            seed,
            pass => pass.Last("1", pass.X, 1, Activation.Sigmoid, StartRules.Uniform, StartRules.Uniform),
            LossKind.Absolute,
            "sgd",
            rate: 1,
            batch: 256,
            steps: 300);

        static Sample OneOutput(Sample sample) => sample with
        {
            Outputs = 1,
            Labels = null,
            Targets = [.. sample.Labels!.Select(label => (double)label)],
            Ideal = [.. Enumerable.Range(0, sample.Count).Select(i => sample.IdealOf(i)[1] > 0.5 ? 1.0 : 0)],
        };
    });

    /// <summary>One name a step, letter by letter.</summary>
    public static readonly PublicKind Surnames = new("tutorial-surnames", (random, seed) => PublicKind.Program(
        SequenceCases.Texts(random, 2000, 4),
        seed,
        pass => pass.Last("2", pass.Recurrence("1", pass.Embeddings(SequenceCases.Words, 16), 24, Activation.Tanh)[^1], 4),
        LossKind.CrossEntropy,
        "sgd",
        rate: 0.005,
        batch: 1,
        steps: 15_000));
}
