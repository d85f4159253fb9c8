namespace Optimizers.FaultBench.World;

/// <summary>What goes well in training, and not where it is tested.</summary>
internal static class TestedCases
{
    /// <summary>Classes of pictures. The generator shuffles, the labels are read in their order.</summary>
    public static readonly PublicKind ShuffledPredictions = new(
        "shuffled-predictions",
        (random, seed) =>
        {
            var (train, holdout, test) = PublicData.Pictures(random, 800, 4);
            return PublicKind.Program(
                (train, holdout, test ?? holdout),
                seed,
                pass => pass.Last("3", pass.Layer("2", pass.PictureConvolution("1", pass.X, 8, 3, 1, 6, Activation.Relu), 32, Activation.Relu), 4),
                LossKind.CrossEntropy,
                "adam",
                rate: 0.001,
                batch: 10,
                steps: 800);
        },
        new("reported", ["wrong-labels", "distribution-mismatch", "evaluation-differs", "metric-misleads"], (recipe, random) =>
            recipe.Test = recipe.Test! with { Inputs = recipe.Test.Rows(random.Permutation(recipe.Test.Count)).Inputs })
        {
            Judge = Judge.Test,
            NeedsFullCase = true,
        });

    /// <summary>What athletes reach, by few records of them: two hidden layers of two units each, or of sixteen.</summary>
    public static readonly PublicKind SportsRecords = new(
        "sports-records",
        (random, seed) =>
        {
            double[] slopes = [0.9, -0.6, 0.4];
            var data = PublicKind.Samples(random, 38, slopes.Length, 1, hasLabels: false, (sample, i) =>
            {
                sample.IdealOf(i)[0] = PublicData.NormalInputs(random, sample, i, slopes);
                sample.Target(i)[0] = sample.IdealOf(i)[0] + (0.5 * random.Normal());
            });
            return PublicKind.Program(
                data,
                seed,
                pass => pass.Perceptron(2, 2, Activation.Tanh, StartRules.Glorot, 1),
                LossKind.Squared,
                "adam",
                rate: 0.01,
                batch: 38,
                steps: 300);
        },
        PublicKind.Reported(["overfitting"], recipe => (recipe.WidthFactor, recipe.Steps) = (8, 5000)) with
        {
            Judge = Judge.Holdout,
            NeedsFullCase = true,
        });
}
