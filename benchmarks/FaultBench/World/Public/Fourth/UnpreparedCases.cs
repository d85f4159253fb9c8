namespace Optimizers.FaultBench.World;

/// <summary>Numbers that were not prepared, or not alike.</summary>
internal static class UnpreparedCases
{
    // One picture in so many is dark.
    private const int Dark = 20;

    /// <summary>Mean and spread of income, age, rooms, bedrooms, population, occupation, latitude and longitude.</summary>
    public static readonly (double Mean, double Spread)[] Columns =
        [(3.9, 1.9), (28.6, 12.6), (5.4, 2.5), (1.1, 0.5), (1425, 1132), (3.1, 1), (35.6, 2.1), (-119.6, 2)];

    /// <summary>House values by eight columns in the units of their census.</summary>
    public static readonly PublicKind Population = new(
        "population",
        (random, seed) =>
        {
            var slopes = Draws.Normals(random, Columns.Length, 0.4);
            var data = PublicKind.Samples(random, 500, Columns.Length, 1, hasLabels: false, (sample, i) =>
            {
                sample.IdealOf(i)[0] = 2;
                for (var f = 0; f < Columns.Length; f++)
                    sample.IdealOf(i)[0] += slopes[f] * (sample.Input(i)[f] = random.Normal());
                sample.Target(i)[0] = sample.IdealOf(i)[0] + (0.4 * random.Normal());
            });
            return PublicKind.Program(
                data,
                seed,
                pass => pass.Last("1", pass.X, 1, weights: StartRules.Normal(0.1)),
                LossKind.Squared,
                "sgd",
                rate: 0.01,
                batch: 500,
                steps: 1000);
        },
        PublicKind.Reported(["bad-scaling", "ravine"], recipe => PublicData.InUnits(recipe, Columns)) with { RateMayCure = true });

    /// <summary>What comes next in windows of a series that were divided by their first number. Some begin near 0.</summary>
    public static readonly PublicKind DividedWindows = new(
        "divided-windows",
        (random, seed) =>
        {
            const int Times = 10;
            var data = PublicKind.Samples(random, 600, Times, 1, hasLabels: false, (sample, i) =>
            {
                var growth = 0.06 * random.Normal();
                for (var t = 0; t < Times; t++)
                    sample.Input(i)[t] = Math.Exp((growth * t) + (0.02 * random.Normal())) - 1;
                sample.IdealOf(i)[0] = Math.Exp(growth * Times) - 1;
                sample.Target(i)[0] = Math.Exp((growth * Times) + (0.02 * random.Normal())) - 1;
            });
            return PublicKind.Program(
                data,
                seed,
                pass => pass.Last("2", pass.Recurrence("1", pass.Times(1), 12, Activation.Tanh)[^1], 1),
                LossKind.Squared,
                "adam",
                rate: 0.003,
                batch: 32,
                steps: 800);
        },
        PublicKind.Reported(["targets-scale", "bad-scaling", "ravine", "bad-labels"], recipe =>
        {
            foreach (var sample in PublicData.AllSamples(recipe))
            {
                for (var i = 0; i < sample.Count; i += 25)
                {
                    foreach (ref var value in sample.Input(i)[1..])
                        value = (value + 1) * 1e5;
                    sample.Target(i)[0] = (sample.Target(i)[0] + 1) * 1e5;
                    sample.IdealOf(i)[0] = (sample.IdealOf(i)[0] + 1) * 1e5;
                }
            }
        }) with
        {
            RateMayCure = true,
        });

    /// <summary>Pictures of cells, each divided by its own spread; on some nothing is to be seen.</summary>
    public static readonly PublicKind DarkPictures = new(
        "dark-pictures",
        (random, seed) =>
        {
            var recipe = PublicKind.Program(
                PublicData.Pictures(random, 800, 5),
                seed,
                pass => pass.Last("2", pass.PictureConvolution("1", pass.X, 8, 3, 1, 6, Activation.Relu), 5),
                LossKind.CrossEntropy,
                "sgd",
                rate: 0.05,
                batch: 32,
                steps: 800);
            PublicData.InUnits(recipe, (1 / 0.28, -0.45 / 0.28));
            foreach (var sample in PublicData.AllSamples(recipe))
            {
                for (var i = 0; i < sample.Count; i += Dark)
                {
                    foreach (ref var pixel in sample.Input(i))
                        pixel = 0.1 * random.Normal();
                    sample.Labels![i] = Mixtures.Slip(random, 0, 0.02, sample.IdealOf(i));
                }
            }

            return recipe;
        },
        PublicKind.Reported(["bad-scaling", "ravine"], recipe =>
        {
            foreach (var sample in PublicData.AllSamples(recipe))
            {
                for (var i = 0; i < sample.Count; i += Dark)
                {
                    foreach (ref var pixel in sample.Input(i))
                        pixel *= 10_000;
                }
            }
        }) with
        {
            RateMayCure = true,
        });

    /// <summary>A curve by two layers of three sigmoids; its points are far from 0.</summary>
    public static readonly PublicKind FarCloud = new(
        "far-cloud",
        (random, seed) =>
        {
            var data = PublicKind.Samples(random, 100, 1, 1, hasLabels: false, (sample, i) =>
            {
                var x = sample.Input(i)[0] = random.Uniform(-3, 3);
                sample.IdealOf(i)[0] = Math.Tanh(2 * x);
                sample.Target(i)[0] = sample.IdealOf(i)[0] + (0.05 * random.Normal());
            });
            return PublicKind.Program(
                data,
                seed,
                pass => pass.Perceptron(2, 3, Activation.Sigmoid, StartRules.Glorot, 1),
                LossKind.Squared,
                "sgd",
                rate: 0.5,
                batch: 100,
                steps: 3000);
        },
        PublicKind.Reported(["bad-scaling", "ravine", "saturation"], recipe => PublicData.InUnits(recipe, (1, 30), (1, 30))) with
        {
            RateMayCure = true,
        });

    /// <summary>Prices in thousands by a loss for yes or no, which clips outputs to what is a probability.</summary>
    public static readonly PublicKind NegativePriceLoss = new(
        "negative-price-loss",
        (random, seed) =>
        {
            const int Features = 10;
            var slopes = Draws.Normals(random, Features, 0.4);
            var data = PublicKind.Samples(random, 600, Features, 1, hasLabels: false, (sample, i) =>
            {
                sample.IdealOf(i)[0] = PublicData.NormalInputs(random, sample, i, slopes) + (0.2 * sample.Input(i)[0] * sample.Input(i)[1]);
                sample.Target(i)[0] = sample.IdealOf(i)[0] + (0.2 * random.Normal());
            });
            return PublicKind.Program(
                data,
                seed,
                pass => pass.Perceptron(2, 16, Activation.Relu, StartRules.Glorot, 1),
                LossKind.Squared,
                "adam",
                rate: 0.003,
                batch: 32,
                steps: 1000);
        },
        PublicKind.Reported(["wrong-loss", "bad-labels", "targets-scale"], recipe =>
        {
            const double Least = 1e-7;
            PublicData.InUnits(recipe, (1, 0), (60, 200));
            recipe.WrongLoss = (tape, outputs, sample) => tape.BinaryCrossEntropyFromProbabilities(
                tape.Map(outputs, o => Math.Clamp(o, Least, 1 - Least), (o, _) => o is > Least and < 1 - Least ? 1 : 0), sample.Targets);
        }));

    /// <summary>A generator standardizes the training pictures; what they are validated with is as it was.</summary>
    public static readonly PublicKind OwnStandardization = new(
        "own-standardization",
        (random, seed) =>
        {
            var recipe = PublicKind.Program(
                PublicData.Pictures(random, 800, 6),
                seed,
                pass => pass.Last("3", pass.Layer("2", pass.PictureConvolution("1", pass.X, 8, 3, 1, 4, Activation.Relu), 24, Activation.Relu), 6),
                LossKind.CrossEntropy,
                "rmsprop",
                rate: 0.001,
                batch: 32,
                steps: 600);
            PublicData.InUnits(recipe, (1 / 0.2, -0.45 / 0.2));
            return recipe;
        },
        PublicKind.Reported(["distribution-mismatch"], recipe =>
            recipe.Holdout = recipe.Holdout with { Inputs = [.. recipe.Holdout.Inputs.Select(pixel => 0.45 + (0.2 * pixel))] }) with
        {
            Judge = Judge.Holdout,
            NeedsFullCase = true,
        });
}
