namespace Optimizers.FaultBench.World;

/// <summary>What a loop does every day: clearing, shuffling, rates, decay, and layers that are frozen.</summary>
internal static class EverydayLoopCases
{
    /// <summary>Digits by one wide layer, half of which is dropped, in a training step of one's own that clears no gradient.</summary>
    public static readonly PublicKind CustomTrainStep = new(
        "custom-train-step",
        (random, seed) => PublicKind.Program(
            PublicData.Pictures(random, 1280, 10),
            seed,
            pass => pass.Tape.Softmax(pass.Last("2", pass.Dropout(pass.Layer("1", pass.X, 64, Activation.Relu), 0.5), 10)),
            LossKind.CrossEntropyOfProbabilities,
            "adam",
            rate: 0.002,
            batch: 64,
            steps: 600),
        CodeFaults.GradientsNotCleared);

    /// <summary>Which step of a proof comes next. The data lie source by source, and are shuffled among their neighbours only.</summary>
    public static readonly PublicKind ShuffleBuffer = new(
        "shuffle-buffer",
        (random, seed) => PublicKind.Program(
            PublicData.Clouds(random, 3072, 16, 12, distance: 0.5, spread: 1),
            seed,
            pass => pass.Last(
                "3", pass.Layer("2", pass.LayerNormalization("1", pass.Layer("1", pass.X, 24, Activation.Gelu)), 24, Activation.Gelu), 12),
            LossKind.CrossEntropy,
            "adam",
            rate: 0.005,
            batch: 32,
            steps: 480),
        new("reported", ["correlated-batches"], (recipe, random) =>
        {
            // A source has its own kinds of steps; what is drawn from a buffer comes from about two of them.
            double[] places = [.. recipe.Train.Labels!.Select(label => label + random.NextDouble())];
            var order = Enumerable.Range(0, recipe.Train.Count).ToArray();
            Array.Sort(places, order);
            (recipe.Train, recipe.InOrder) = (recipe.Train.Rows(order), true);
        }));

    /// <summary>Gestures by what is measured of a movement, a few examples of each.</summary>
    public static readonly PublicKind Gestures = new(
        "gestures",
        (random, seed) => PublicKind.Program(
            PublicData.Clouds(random, 320, 8, 8, distance: 4, spread: 3),
            seed,
            pass => pass.Perceptron(1, 16, Activation.Relu, StartRules.Glorot, 8),
            LossKind.CrossEntropy,
            "sgd",
            rate: 0.02,
            batch: 16,
            steps: 1200),
        PublicKind.Reported(["step-too-large", "dead-units"], recipe => recipe.Rate = 0.5) with { ClippingMayCure = true });

    /// <summary>Which word of a text answers a question. The rate is halved again and again.</summary>
    public static readonly PublicKind HalvedTooOften = new(
        "halved-too-often",
        (random, seed) =>
        {
            const int Questions = 6, Each = 5, Places = 6, Width = 8;
            var data = PublicKind.Samples(random, 2000, Places + 1, Places, hasLabels: true, (sample, i) =>
            {
                var question = random.Next(Questions);
                var place = random.Next(Places);
                sample.Input(i)[0] = question;
                for (var t = 0; t < Places; t++)
                {
                    var kind = t == place ? question : (question + random.Integer(1, Questions - 1)) % Questions;
                    sample.Input(i)[t + 1] = Questions + (kind * Each) + random.Next(Each);
                }

                sample.Labels![i] = Mixtures.Slip(random, place, 0.05, sample.IdealOf(i));
            });
            return PublicKind.Program(
                data,
                seed,
                pass =>
                {
                    var tape = pass.Tape;
                    var vectors = pass.Embeddings(Questions + (Questions * Each), Width);
                    var asked = pass.Dense("q", vectors[0], Width);
                    return vectors.Skip(1)
                        .Select(word => OwnLossCases.SumOf(tape, tape.Multiply(asked, pass.Dense("k", word, Width)), 1))
                        .Aggregate(tape.Beside);
                },
                LossKind.CrossEntropy,
                "adam",
                rate: 0.005,
                batch: 32,
                steps: 1200);
        },
        PublicKind.Reported(["decayed-too-early", "step-too-small"], recipe => recipe.Shape = (rate, _) => Schedule.StepDecay(rate, 0.5, 25)) with
        {
            RateMayCure = true,
        });

    /// <summary>Where two joints are. Every weight is pulled to zero.</summary>
    public static readonly PublicKind JointsDecay = new(
        "joints-decay",
        (random, seed) =>
        {
            const int Side = 8;
            var data = PublicKind.Samples(random, 800, Side * Side, 4, hasLabels: false, (sample, i) =>
            {
                for (var joint = 0; joint < 2; joint++)
                {
                    var (x, y) = (random.Uniform(1, Side - 2), random.Uniform((4 * joint) - 0.5, (4 * joint) + 3.5));
                    PublicData.Spot(sample.Input(i), Side, x, y, 1);
                    (sample.Target(i)[2 * joint], sample.Target(i)[(2 * joint) + 1]) = ((x - 3.5) / 1.5, y - 1.5 - (4 * joint));
                }

                foreach (ref var pixel in sample.Input(i))
                    pixel += 0.05 * random.Normal();
                sample.Target(i).CopyTo(sample.IdealOf(i));
            });
            return PublicKind.Program(
                data,
                seed,
                pass => pass.Last("3", pass.Layer("2", pass.PictureConvolution("1", pass.X, Side, 3, 1, 6, Activation.Relu), 48, Activation.Relu), 4),
                LossKind.Squared,
                "momentum",
                rate: 0.01,
                batch: 16,
                steps: 1000);
        },
        PublicKind.Reported(["weight-decay"], recipe => recipe.Optimizer.L2Penalty = 0.5));

    /// <summary>Kinds of sounds by two convolutions over time, which stay as they were when they came.</summary>
    public static readonly PublicKind NeverUnfrozen = new(
        "never-unfrozen",
        (random, seed) =>
        {
            const int Times = 12, Bands = 4, Span = 3, Kinds = 6, Starts = Times - Span + 1;
            const double Noise = 0.5;
            var patterns = Draws.Normals(random, Kinds * Span * Bands, 1.2);
            var scores = new double[Starts];
            var data = PublicKind.Samples(random, 1000, Times * Bands, Kinds, hasLabels: true, (sample, i) =>
            {
                var (kind, from) = (random.Next(Kinds), random.Next(Starts) * Bands);
                var heard = sample.Input(i);
                sample.Labels![i] = kind;
                foreach (ref var value in heard)
                    value = Noise * random.Normal();
                for (var entry = 0; entry < Span * Bands; entry++)
                    heard[from + entry] += patterns[(kind * Span * Bands) + entry];

                // Who knows the patterns does not know where they begin.
                for (var other = 0; other < Kinds; other++)
                {
                    for (var start = 0; start < Starts; start++)
                    {
                        scores[start] = 0;
                        for (var entry = 0; entry < Span * Bands; entry++)
                        {
                            var (pattern, value) = (patterns[(other * Span * Bands) + entry], heard[(start * Bands) + entry]);
                            scores[start] += pattern * (value - (pattern / 2)) / (Noise * Noise);
                        }
                    }

                    var largest = scores.Max();
                    sample.IdealOf(i)[other] = largest + Math.Log(scores.Sum(score => Math.Exp(score - largest)));
                }

                Mixtures.Normalize(sample.IdealOf(i));
            });
            return PublicKind.Program(
                data,
                seed,
                pass =>
                {
                    var encoded = pass.Convolution("1", pass.X, Bands, Span, 16, Activation.Relu);
                    encoded = pass.Convolution("2", encoded, 16, 1, 16, Activation.Relu);
                    return pass.Last("3", pass.Tape.MeanOverPositions(encoded, 16), Kinds);
                },
                LossKind.CrossEntropy,
                "adam",
                rate: 0.003,
                batch: 32,
                steps: 1200);
        },
        PublicKind.Reported(["not-handed-over", "no-gradient", "model-bias"], recipe => recipe.Detached = "2"));
}
