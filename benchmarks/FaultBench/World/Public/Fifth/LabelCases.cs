namespace Optimizers.FaultBench.World;

/// <summary>Answers that are not what they are taken for.</summary>
internal static class LabelCases
{
    private const int Side = 8, Symbols = 10;

    /// <summary>Where a person's left and right hands are. Half of the pictures are mirrored, their places too, but left stays left.</summary>
    public static readonly PublicKind MirroredLimbs = new(
        "mirrored-limbs",
        (random, seed) =>
        {
            var data = PublicKind.Samples(random, 600, Side * Side, 4, hasLabels: false, (sample, i) =>
            {
                (double X, double Y) left = (random.Uniform(4, 7), random.Uniform(1, 6)), right = (random.Uniform(0, 3), random.Uniform(1, 6));
                PublicData.Spot(sample.Input(i), Side, left.X, left.Y, 0.8);
                PublicData.Spot(sample.Input(i), Side, right.X, right.Y, 0.8);
                foreach (ref var pixel in sample.Input(i))
                    pixel += 0.05 * random.Normal();
                double[] places = [left.X, left.Y, right.X, right.Y];
                for (var c = 0; c < places.Length; c++)
                    sample.Target(i)[c] = sample.IdealOf(i)[c] = (places[c] - 3.5) / 3.5;
            });
            return PublicKind.Program(
                data,
                seed,
                pass => pass.Last("3", pass.Layer("2", pass.PictureConvolution("1", pass.X, Side, 3, 1, 4, Activation.Relu), 24, Activation.Relu), 4),
                LossKind.Squared,
                "adam",
                rate: 0.003,
                batch: 32,
                steps: 800);
        },
        new("reported", ["wrong-labels", "bad-labels"], (recipe, random) =>
        {
            var train = recipe.Train;
            for (var i = 0; i < train.Count; i++)
            {
                if (random.Chance(0.5))
                    continue;
                for (var y = 0; y < Side; y++)
                    train.Input(i).Slice(y * Side, Side).Reverse();
                (train.Target(i)[0], train.Target(i)[2]) = (-train.Target(i)[0], -train.Target(i)[2]);
            }
        })
        {
            Judge = Judge.Holdout,
        });

    /// <summary>Kinds of flowers, listed kind by kind; what is kept for the test is the end of the list.</summary>
    public static readonly PublicKind UnshuffledSplit = new(
        "unshuffled-split",
        (random, seed) => PublicKind.Program(
            PublicData.Clouds(random, 160, 4, 8, distance: 2, spread: 0.5),
            seed,
            pass => pass.Last("1", pass.X, 8),
            LossKind.CrossEntropy,
            "adam",
            rate: 0.05,
            batch: 16,
            steps: 500),
        PublicKind.Reported(["distribution-mismatch", "class-imbalance"], recipe =>
        {
            var all = recipe.Train;
            var order = Enumerable.Range(0, all.Count).OrderBy(i => all.Labels![i]).ToArray();
            var kept = all.Count * 4 / 5;
            (recipe.Train, recipe.Holdout) = (all.Rows(order.AsSpan(0, kept)), all.Rows(order.AsSpan(kept)));
        }) with
        {
            Judge = Judge.Holdout,
            NeedsFullCase = true,
        });

    /// <summary>Yes or no by a hinge, whose answers are counted as 1 and 0.</summary>
    public static readonly PublicKind HingeOfZeros = new(
        "hinge-of-zeros",
        (random, seed) =>
        {
            const int Features = 8;
            var weights = Draws.Normals(random, Features, 0.6);
            var data = PublicKind.Samples(random, 1500, Features, 1, hasLabels: false, (sample, i) =>
            {
                var sum = PublicData.NormalInputs(random, sample, i, weights);
                sample.IdealOf(i)[0] = sum + (0.5 * sample.Input(i)[0] * sample.Input(i)[1]) > 0 ? 1 : -1;
                sample.Target(i)[0] = random.Chance(0.03) ? -sample.IdealOf(i)[0] : sample.IdealOf(i)[0];
            });
            return PublicKind.Program(
                data,
                seed,
                pass => pass.Perceptron(1, 24, Activation.Relu, StartRules.He, 1),
                LossKind.Hinge,
                "adam",
                rate: 0.01,
                batch: 32,
                steps: 1500);
        },
        PublicKind.Reported(["bad-labels", "wrong-labels", "wrong-loss"], recipe =>
            recipe.Train = recipe.Train with { Targets = [.. recipe.Train.Targets.Select(target => Math.Max(target, 0))] }) with
        {
            Judge = Judge.Holdout,
        });

    /// <summary>The next symbol of a text; what is learnt is the one after it.</summary>
    public static readonly PublicKind DoubleShift = new(
        "double-shift",
        (random, seed) =>
        {
            var habits = Habits(seed);
            var data = PublicKind.Samples(random, 1200, 3, Symbols, hasLabels: true, (sample, i) =>
            {
                var symbol = random.Next(Symbols);
                for (var t = 0; t < 3; t++)
                {
                    sample.Input(i)[t] = symbol;
                    habits[symbol].CopyTo(sample.IdealOf(i));
                    symbol = random.Category(habits[symbol]);
                }

                sample.Labels![i] = symbol;
            });
            return PublicKind.Program(
                data,
                seed,
                pass => pass.Last("2", pass.Layer("1", pass.Embeddings(Symbols, 8).Aggregate(pass.Tape.Beside), 24, Activation.Gelu), Symbols),
                LossKind.CrossEntropy,
                "adamw",
                rate: 0.003,
                batch: 32,
                steps: 500);
        },
        new("reported", ["wrong-labels", "distribution-mismatch"], (recipe, random) =>
        {
            var habits = Habits(recipe.Seed);
            recipe.Train = recipe.Train with { Labels = [.. recipe.Train.Labels!.Select(symbol => random.Category(habits[symbol]))] };
        })
        {
            Judge = Judge.Holdout,
        });

    /// <summary>Two classes by the name of a folder, which is never found.</summary>
    public static readonly PublicKind WindowsPaths = new(
        "windows-paths",
        (random, seed) => PublicKind.Program(
            PublicData.Pictures(random, 500, 2),
            seed,
            pass => pass.Last("3", pass.Layer("2", pass.PictureConvolution("1", pass.X, Side, 3, 1, 4, Activation.Relu), 16, Activation.Relu), 2),
            LossKind.CrossEntropy,
            "adam",
            rate: 0.002,
            batch: 50,
            steps: 400),
        PublicKind.Reported(["wrong-labels", "bad-labels", "class-imbalance"], recipe => Array.Clear(recipe.Train.Labels!)) with
        {
            Judge = Judge.Holdout,
        });

    private static double[][] Habits(int seed)
    {
        var random = new Random(seed);
        var habits = new double[Symbols][];
        for (var symbol = 0; symbol < Symbols; symbol++)
        {
            habits[symbol] = Draws.Normals(random, Symbols, 2.5);
            Mixtures.Normalize(habits[symbol]);
        }

        return habits;
    }
}
