namespace Optimizers.FaultBench.World;

/// <summary>Layers, starts and outputs that do not fit what is asked.</summary>
internal static class FormCases
{
    /// <summary>The next word. One table holds what words mean and what they are told by.</summary>
    public static readonly PublicKind EmbeddingOfOne = new(
        "embedding-of-one",
        (random, seed) =>
        {
            const int Words = 16, Width = 64;
            return PublicKind.Program(
                PublicData.NextSymbols(random, 5000, Words, 3),
                seed,
                pass =>
                {
                    var tape = pass.Tape;
                    var vectors = Enumerable.Range(0, pass.X.Columns)
                        .Select(place => pass.Embedding("E", place, Words, Width, StartRules.Normal(0.1))).ToList();
                    var inner = pass.Layer("1", vectors.Aggregate(tape.Beside), 48, Activation.Gelu);
                    var state = tape.Add(vectors[^1], pass.Dense("2", inner, Width));
                    return tape.Product(state, tape.Transpose(pass.Parameter("E", Words, Width, StartRules.Normal(0.1))));
                },
                LossKind.CrossEntropy,
                "adam",
                rate: 0.001,
                batch: 32,
                steps: 800);
        },
        PublicKind.Reported(["exploding-gradient", "saturation"], recipe => recipe.Start = (table, theta, random) =>
        {
            var words = table.Entries.Single(entry => entry.Name == "E");
            Draws.Normals(random, words.Length).CopyTo(theta, words.Offset);
        }) with
        {
            RateMayCure = true,
            ClippingMayCure = true,
        });

    /// <summary>The number in the middle of five that follow each other, by sigmoids.</summary>
    public static readonly PublicKind AboveOne = new(
        "above-one",
        (random, seed) =>
        {
            const int Examples = 4, Numbers = 5;
            var data = PublicKind.Samples(random, Examples, Numbers, 1, hasLabels: false, (sample, i) =>
            {
                for (var f = 0; f < Numbers; f++)
                    sample.Input(i)[f] = ((i % Examples) + f + 1) / 10.0;
                sample.IdealOf(i)[0] = sample.Target(i)[0] = ((i % Examples) + 3) / 10.0;
            });
            StartRule start = (starts, _, _, values) =>
            {
                foreach (ref var value in values)
                    value = starts.Uniform(-0.2, 0.2);
            };
            var recipe = PublicKind.Program(
                data,
                seed,
                pass => pass.Last("2", pass.Layer("1", pass.X, 3, Activation.Sigmoid, start, start), 1, Activation.Sigmoid, start, start),
                LossKind.Squared,
                "momentum",
                rate: 0.15, // 0.3 on half of the square
                batch: 1,
                steps: 20_000);
            recipe.Optimizer.Momentum = 0.1;
            return recipe;
        },
        PublicKind.Reported(["output-range", "targets-scale", "saturation", "nothing-moves"], recipe =>
            PublicData.InUnits(recipe, (10, 0), (10, 0))) with
        {
            RateMayCure = true,
        });

    /// <summary>Inside a circle or outside, by five ReLUs or by none.</summary>
    public static readonly PublicKind InsideACircle = new(
        "inside-a-circle",
        (random, seed) =>
        {
            var data = PublicData.YesOrNo(random, 1000, 2, (sample, i) =>
            {
                var (x, y) = (random.Uniform(-1, 1), random.Uniform(-1, 1));
                (sample.Input(i)[0], sample.Input(i)[1]) = (x, y);
                return 12 * (0.64 - (x * x) - (y * y));
            });
            return PublicKind.Program(
                data,
                seed,
                pass => pass.Perceptron(1, 5, Activation.Relu, StartRules.He, 1),
                LossKind.Binary,
                "adam",
                rate: 0.01,
                batch: 50,
                steps: 2000);
        },
        PublicKind.Reported(["model-bias", "no-nonlinearity"], recipe => recipe.Model = pass => pass.Last("1", pass.X, 1)));
}
