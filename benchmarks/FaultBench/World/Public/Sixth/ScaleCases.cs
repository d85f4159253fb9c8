namespace Optimizers.FaultBench.World;

/// <summary>Columns and answers in units that do not fit.</summary>
internal static class ScaleCases
{
    /// <summary>Incomes by one linear unit. A step of Adam moves a parameter by the rate at most, and the incomes are far away.</summary>
    public static readonly PublicKind Incomes = new(
        "incomes",
        (random, seed) =>
        {
            double[] slopes = [0.8, 0.5];
            var data = PublicKind.Samples(random, 150, slopes.Length, 1, hasLabels: false, (sample, i) =>
            {
                sample.IdealOf(i)[0] = PublicData.NormalInputs(random, sample, i, slopes);
                sample.Target(i)[0] = sample.IdealOf(i)[0] + (0.3 * random.Normal());
            });
            return PublicKind.Program(data, seed, pass => pass.Last("1", pass.X, 1), LossKind.Squared, "adam", rate: 0.01, batch: 150, steps: 4000);
        },
        PublicKind.Reported(["targets-scale", "step-too-small", "too-few-steps"], recipe =>
            PublicData.InUnits(recipe, (1, 0), (8_000, 45_000))) with
        {
            RateMayCure = true,
        });

    /// <summary>Pass or fail by what a test of 100 in the mean says.</summary>
    public static readonly PublicKind PassOrFail = new(
        "pass-or-fail",
        (random, seed) =>
        {
            var (train, holdout, test) = PublicKind.Samples(random, 100, 1, 1, hasLabels: true, (sample, i) =>
            {
                // As many pass as fail.
                sample.IdealOf(i)[0] = Activation.Logistic(3 * PublicData.NormalInputs(random, sample, i, [1]));
                sample.Labels![i] = random.Chance(sample.IdealOf(i)[0]) ? 1 : 0;
            });
            return PublicKind.Program(
                (Sample.WithTargets(train), Sample.WithTargets(holdout), Sample.WithTargets(test)),
                seed,
                pass => pass.Last("1", pass.X, 1, weights: StartRules.Zero),
                LossKind.Binary,
                "sgd",
                rate: 0.01,
                batch: 100,
                steps: 15_000);
        },
        PublicKind.Reported(["bad-scaling", "ravine", "step-too-small", "too-few-steps"], recipe =>
        {
            PublicData.InUnits(recipe, (12, 108));
            recipe.Rate = 0.00001;
        }) with
        {
            RateMayCure = true,
        });

    /// <summary>Columns that are put from 0 to 1. The few rows of the test are, too, but by their own range.</summary>
    public static readonly PublicKind OwnRange = new(
        "own-range",
        (random, seed) =>
        {
            const int Features = 5, Tested = 16;
            var slopes = Draws.Normals(random, Features);
            var (train, holdout, _) = PublicKind.Samples(random, 400, Features, 1, hasLabels: false, (sample, i) =>
            {
                var sum = PublicData.NormalInputs(random, sample, i, slopes);
                sample.IdealOf(i)[0] = sum + Math.Tanh(sample.Input(i)[0] * sample.Input(i)[1]);
                sample.Target(i)[0] = sample.IdealOf(i)[0] + (0.2 * random.Normal());
            });
            var (lows, highs) = Range(train);
            var recipe = PublicKind.Program(
                (train, holdout, holdout.First(Tested)),
                seed,
                pass => pass.Perceptron(1, 24, Activation.Relu, StartRules.He, 1),
                LossKind.Squared,
                "adam",
                rate: 0.01,
                batch: 32,
                steps: 2000);
            foreach (var sample in PublicData.AllSamples(recipe))
                PutFromZeroToOne(sample, lows, highs);
            return recipe;
        },
        PublicKind.Reported(["distribution-mismatch"], recipe =>
        {
            // By the range of what was scaled already is by that of the raw columns.
            var (lows, highs) = Range(recipe.Test!);
            PutFromZeroToOne(recipe.Test!, lows, highs);
        }) with
        {
            Judge = Judge.Test,
            NeedsFullCase = true,
        });

    private static (double[] Lows, double[] Highs) Range(Sample sample)
    {
        var columns = Enumerable.Range(0, sample.Features).Select(f => Enumerable.Range(0, sample.Count).Select(i => sample.Input(i)[f])).ToArray();
        return ([.. columns.Select(column => column.Min())], [.. columns.Select(column => column.Max())]);
    }

    private static void PutFromZeroToOne(Sample sample, double[] lows, double[] highs)
    {
        for (var i = 0; i < sample.Inputs.Length; i++)
        {
            var f = i % sample.Features;
            sample.Inputs[i] = (sample.Inputs[i] - lows[f]) / (highs[f] - lows[f]);
        }
    }
}
