namespace Optimizers.FaultBench.World;

/// <summary>Data as they came, too few of a kind, and what is done to them only in training or only afterwards.</summary>
internal static class EverydayDataCases
{
    private const int Side = 8, Vocabulary = 80, Stars = 5;

    // Age, days, weight, two measures of blood, and a yes or no.
    private static readonly (double Mean, double Spread)[] Patients = [(65, 12), (2100, 900), (78, 15), (1.3, 0.5), (110, 45), (0.5, 0.5)];

    /// <summary>House values by their columns, and by two layers of them beside these.</summary>
    public static readonly PublicKind WideAndDeep = new(
        "wide-and-deep",
        (random, seed) =>
        {
            var slopes = Draws.Normals(random, UnpreparedCases.Columns.Length, 0.4);
            var data = PublicKind.Samples(random, 1600, slopes.Length, 1, hasLabels: false, (sample, i) =>
            {
                var row = sample.Input(i);
                var value = PublicData.NormalInputs(random, sample, i, slopes, from: 2);
                sample.IdealOf(i)[0] = value + (0.4 * Math.Sin(2 * row[6])) + (0.3 * row[0] * row[7]);
                sample.Target(i)[0] = sample.IdealOf(i)[0] + (0.3 * random.Normal());
            });
            return PublicKind.Program(
                data,
                seed,
                pass =>
                {
                    var deep = pass.Layer("2", pass.Layer("1", pass.X, 30, Activation.Relu), 30, Activation.Relu);
                    return pass.Last("3", pass.Tape.Beside(pass.X, deep), 1);
                },
                LossKind.Squared,
                "adam",
                rate: 0.001,
                batch: 32,
                steps: 1000);
        },
        PublicKind.Reported(["bad-scaling", "ravine"], recipe => PublicData.InUnits(recipe, UnpreparedCases.Columns)) with { RateMayCure = true });

    /// <summary>Whether a word is a name, and of what, by itself and its neighbours. Nearly none is.</summary>
    public static readonly PublicKind OnlyOutside = new(
        "only-outside",
        (random, seed) =>
        {
            const int Words = 40, Window = 3, Tags = 4, Width = 8;
            var habits = new double[Tags * Window][];
            for (var habit = 0; habit < habits.Length; habit++)
            {
                habits[habit] = Draws.Normals(random, Words, habit % Window == 1 ? 2 : 1);
                Mixtures.Normalize(habits[habit]);
            }

            var data = PublicKind.Samples(random, 4000, Window, Tags, hasLabels: true, (sample, i) =>
            {
                var tag = sample.Labels![i] = random.Next(Tags);
                for (var place = 0; place < Window; place++)
                {
                    var word = random.Category(habits[(tag * Window) + place]);
                    sample.Input(i)[place] = word;
                    for (var c = 0; c < Tags; c++)
                        sample.IdealOf(i)[c] += Math.Log(habits[(c * Window) + place][word]);
                }

                Mixtures.Normalize(sample.IdealOf(i));
            });
            return PublicKind.Program(
                data,
                seed,
                pass => pass.Last("2", pass.Layer("1", pass.Embeddings(Words, Width).Aggregate(pass.Tape.Beside), 24, Activation.Tanh), Tags),
                LossKind.CrossEntropy,
                "adam",
                rate: 0.002,
                batch: 32,
                steps: 800);
        },
        PublicKind.Reported(["class-imbalance"], recipe =>
        {
            const int NamesOfAKind = 10;
            var (train, names) = (recipe.Train, new int[recipe.Train.Outputs]);
            recipe.Train = train.Rows(
                [.. Enumerable.Range(0, train.Count).Where(i => train.Labels![i] == 0 || ++names[train.Labels[i]] <= NamesOfAKind)]);
        }) with
        {
            Judge = Judge.Holdout,
        });

    /// <summary>How many die in a time, by columns as they came.</summary>
    public static readonly PublicKind Survival = new(
        "survival",
        (random, seed) =>
        {
            var slopes = Draws.Normals(random, Patients.Length, 0.4);
            var data = PublicKind.Samples(random, 800, Patients.Length, 1, hasLabels: false, (sample, i) =>
            {
                sample.IdealOf(i)[0] = PublicData.NormalInputs(random, sample, i, slopes) + (0.3 * Math.Abs(sample.Input(i)[0]));
                sample.Target(i)[0] = random.Count(Math.Exp(sample.IdealOf(i)[0]));
            });
            var recipe = PublicKind.Program(
                data,
                seed,
                pass => pass.Perceptron(2, 25, Activation.Relu, StartRules.Glorot, 1),
                LossKind.Poisson,
                "nesterov",
                rate: 0.003,
                batch: 800,
                steps: 600);
            recipe.HandsModel = false;
            return recipe;
        },
        PublicKind.Reported(["bad-scaling", "ravine", "non-finite"], recipe => PublicData.InUnits(recipe, Patients)) with
        {
            RateMayCure = true,
            ClippingMayCure = true,
        });

    /// <summary>Letters at three places of a picture, each of five. Dropout goes on where they are read.</summary>
    public static readonly PublicKind CaptchaDropout = new(
        "captcha-dropout",
        (random, seed) =>
        {
            const int Places = 3, Letters = 5, Pixels = 16;
            const double Spread = 0.5;
            var shapes = Draws.Normals(random, Letters * Pixels, 0.7);
            var data = PublicKind.Samples(random, 1000, Places * Pixels, Places * Letters, hasLabels: false, (sample, i) =>
            {
                for (var place = 0; place < Places; place++)
                {
                    var letter = random.Next(Letters);
                    var seen = sample.Input(i).Slice(place * Pixels, Pixels);
                    for (var p = 0; p < Pixels; p++)
                        seen[p] = shapes[(letter * Pixels) + p] + (Spread * random.Normal());
                    var ideal = sample.IdealOf(i).Slice(place * Letters, Letters);
                    Mixtures.Posterior(seen, shapes, Spread, ideal);
                    foreach (ref var p in ideal)
                        p = Math.Clamp(p, 1e-9, 1 - 1e-9);
                    sample.Target(i)[(place * Letters) + letter] = 1;
                }
            });
            return PublicKind.Program(
                data,
                seed,
                pass => pass.Last("2", pass.Dropout(pass.Layer("1", pass.X, 64, Activation.Relu, StartRules.He), 0.5), Places * Letters),
                LossKind.Binary,
                "adam",
                rate: 0.003,
                batch: 64,
                steps: 800);
        },
        PublicKind.Reported(
            ["nondeterministic-loss", "evaluation-differs"], recipe => recipe.DropsAlways = recipe.ObjectiveIsStochastic = true) with
        {
            Judge = Judge.Holdout,
        });

    /// <summary>Kinds of pictures by a model that divides their bytes itself. Where it is used, they have been divided before.</summary>
    public static readonly PublicKind DividedAgain = new(
        "divided-again",
        (random, seed) =>
        {
            var (train, holdout, test) = PublicData.Pictures(random, 800, 4);
            var recipe = PublicKind.Program(
                (train, holdout, test ?? holdout with { Inputs = [.. holdout.Inputs] }),
                seed,
                pass =>
                {
                    var h = pass.PictureConvolution("1", pass.Tape.Scale(pass.X, 1.0 / 255), Side, 3, 1, 6, Activation.Relu);
                    return pass.Last("3", pass.Layer("2", h, 24, Activation.Relu), 4);
                },
                LossKind.CrossEntropy,
                "adam",
                rate: 0.002,
                batch: 32,
                steps: 500);
            PublicData.InUnits(recipe, (255, 0));
            return recipe;
        },
        PublicKind.Reported(["distribution-mismatch"], recipe =>
            recipe.Test = recipe.Test! with { Inputs = [.. recipe.Test.Inputs.Select(pixel => pixel / 255)] }) with
        {
            Judge = Judge.Test,
            NeedsFullCase = true,
        });

    /// <summary>Stars by convolutions over the words of a review.</summary>
    public static readonly PublicKind StarsOfReviews = new(
        "stars-of-reviews",
        (random, seed) =>
        {
            const int Length = 10;
            const double Sharpness = 0.4;
            var moods = Draws.Normals(random, Vocabulary, 0.8);
            var data = PublicKind.Samples(random, 2000, Length, Stars, hasLabels: true, (sample, i) =>
            {
                var mood = 0.0;
                for (var t = 0; t < Length; t++)
                    mood += moods[(int)(sample.Input(i)[t] = random.Next(Vocabulary))];
                for (var star = 0; star < Stars; star++)
                    sample.IdealOf(i)[star] = -Sharpness * (mood - (2 * (star - 2))) * (mood - (2 * (star - 2)));
                Mixtures.Normalize(sample.IdealOf(i));
                sample.Labels![i] = random.Category(sample.IdealOf(i));
            });
            return PublicKind.Program(
                data,
                seed,
                pass => Reviewed(pass, width: 6, filters: 12),
                LossKind.CrossEntropy,
                "adam",
                rate: 0.01,
                batch: 50,
                steps: 800);
        },
        PublicKind.Reported(["overfitting"], recipe =>
        {
            recipe.Model = pass => Reviewed(pass, width: 16, filters: 32);
            recipe.Dropped = 0;
        }) with
        {
            Judge = Judge.Holdout,
            NeedsFullCase = true,
        });

    private static Node Reviewed(Pass pass, int width, int filters)
    {
        var texts = pass.Embeddings(Vocabulary, width).Aggregate(pass.Tape.Beside);
        var found = pass.Convolution("1", texts, width, 3, filters, Activation.Relu);
        return pass.Last("3", pass.Layer("2", pass.Dropout(pass.Tape.MeanOverPositions(found, filters), 0.2), 10, Activation.Relu), Stars);
    }
}
