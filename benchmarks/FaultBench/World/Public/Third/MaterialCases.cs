namespace Optimizers.FaultBench.World;

/// <summary>What the model is given to learn from, and how it was prepared.</summary>
internal static class MaterialCases
{
    private const int Side = 8;

    /// <summary>Pixels are divided by 255 once more in front of the mean and the spread that they are brought to.</summary>
    public static readonly PublicKind DividedTwice = new(
        "divided-twice",
        (random, seed) =>
        {
            var recipe = PublicKind.Program(
                PublicData.Pictures(random, 600, 4),
                seed,
                pass => pass.Last("2", pass.PictureConvolution("1", pass.X, Side, 3, 1, 6, Activation.Relu), 4),
                LossKind.CrossEntropy,
                "momentum",
                rate: 0.005,
                batch: 32,
                steps: 500);
            PublicData.InUnits(recipe, (1 / 0.225, -0.45 / 0.225));
            return recipe;
        },
        PublicKind.Reported(["bad-scaling", "ravine", "constant-inputs"], recipe =>
            PublicData.InUnits(recipe, (1 / 255.0, ((1 / 255.0) - 1) * 0.45 / 0.225))) with
        {
            RateMayCure = true,
        });

    /// <summary>The next symbol of a text. What the model is given beside the last ones is the answer itself; in use it is not there.</summary>
    public static readonly PublicKind CopiedAnswers = new(
        "copied-answers",
        (random, seed) =>
        {
            const int Symbols = 10, Length = 3;
            var habits = Draws.Normals(random, Symbols * Symbols, 2);
            var data = PublicKind.Samples(random, 1200, Length, Symbols, hasLabels: true, (sample, i) =>
            {
                var symbol = random.Next(Symbols);
                for (var t = 0; t <= Length; t++)
                {
                    habits.AsSpan(symbol * Symbols, Symbols).CopyTo(sample.IdealOf(i));
                    Mixtures.Normalize(sample.IdealOf(i));
                    if (t < Length)
                        sample.Input(i)[t] = symbol;
                    if (t < Length - 1)
                        symbol = random.Category(sample.IdealOf(i));
                }

                sample.Labels![i] = random.Category(sample.IdealOf(i));
            });
            return PublicKind.Program(
                data,
                seed,
                pass =>
                {
                    var words = pass.Embeddings(Symbols, 8);
                    var row = pass.Tape.Beside(pass.Tape.Beside(words[0], words[1]), words[2]);
                    return pass.Last("2", pass.Layer("1", row, 24, Activation.Gelu), Symbols);
                },
                LossKind.CrossEntropy,
                "adamw",
                rate: 0.003,
                batch: 32,
                steps: 500);
        },
        PublicKind.Reported(["distribution-mismatch", "wrong-labels"], recipe =>
        {
            recipe.Test ??= recipe.Holdout;
            (recipe.Train, recipe.Holdout) = (Shifted(recipe.Train), Shifted(recipe.Holdout));
        }) with
        {
            Judge = Judge.Test,
            NeedsFullCase = true,
        });

    /// <summary>Red, green and blue in training, blue, green and red in use.</summary>
    public static readonly PublicKind ColourOrder = new(
        "colour-order",
        (random, seed) =>
        {
            const int Small = 5, Colours = 3, Classes = 4;
            var tints = Draws.Normals(random, Classes * Colours, 0.25);
            var data = PublicKind.Samples(random, 600, Small * Small * Colours, Classes, hasLabels: true, (sample, i) =>
            {
                var label = random.Next(Classes);
                for (var p = 0; p < sample.Features; p++)
                    sample.Input(i)[p] = Math.Clamp(0.5 + tints[(label * Colours) + (p % Colours)] + (0.2 * random.Normal()), 0, 1);
                sample.Labels![i] = Mixtures.Slip(random, label, 0.02, sample.IdealOf(i));
            });
            return PublicKind.Program(
                data,
                seed,
                pass => pass.Last("2", pass.PictureConvolution("1", pass.X, Small, 3, Colours, 6, Activation.LeakyRelu), Classes),
                LossKind.CrossEntropy,
                "adam",
                rate: 0.002,
                batch: 32,
                steps: 500);
        },
        PublicKind.Reported(["distribution-mismatch"], recipe =>
        {
            var test = recipe.Test ?? recipe.Holdout;
            recipe.Test = test with
            {
                Inputs = [.. Enumerable.Range(0, test.Inputs.Length).Select(i => test.Inputs[i - (i % 3) + 2 - (i % 3)])],
            };
        }) with
        {
            Judge = Judge.Test,
            NeedsFullCase = true,
        });

    /// <summary>Where a thing is in a picture, as a mask of 0 and 255.</summary>
    public static readonly PublicKind ByteMasks = new(
        "byte-masks",
        (random, seed) => PublicKind.Program(
            PublicData.Masks(random, 400, Side),
            seed,
            pass => PublicData.Mask(pass, Side),
            LossKind.Binary,
            "rmsprop",
            rate: 0.003,
            batch: 16,
            steps: 1000),
        PublicKind.Reported(["bad-labels", "targets-scale"], recipe =>
        {
            foreach (var sample in new[] { recipe.Train, recipe.Holdout, recipe.Test })
            {
                for (var i = 0; i < sample?.Targets.Length; i++)
                    sample.Targets[i] *= 255;
            }
        }));

    // One symbol further: the last one is the answer.
    private static Sample Shifted(Sample sample)
    {
        var shifted = sample with { Inputs = [.. sample.Inputs] };
        for (var i = 0; i < sample.Count; i++)
        {
            sample.Input(i)[1..].CopyTo(shifted.Input(i));
            shifted.Input(i)[^1] = sample.Labels![i];
        }

        return shifted;
    }
}
