namespace Optimizers.FaultBench.World;

/// <summary>Texts: their words, what they are padded with, and attention to them.</summary>
internal static class WordCases
{
    /// <summary>Moods of texts. Another tokenizer gives the words of the texts to be predicted other numbers.</summary>
    public static readonly PublicKind OtherTokenizer = new(
        "other-tokenizer",
        (random, seed) =>
        {
            var (train, holdout, test) = SequenceCases.Texts(random, 1200, 3);
            return PublicKind.Program(
                (train, holdout, test ?? holdout),
                seed,
                pass => pass.Last("2", pass.Recurrence("1", pass.Embeddings(SequenceCases.Words, 6), 12, Activation.Tanh)[^1], 3),
                LossKind.CrossEntropy,
                "adam",
                rate: 0.003,
                batch: 32,
                steps: 600);
        },
        new("reported", ["distribution-mismatch"], (recipe, random) =>
        {
            var numbers = random.Permutation(SequenceCases.Words);
            recipe.Test = recipe.Test! with { Inputs = [.. recipe.Test.Inputs.Select(word => (double)numbers[(int)word])] };
        })
        {
            Judge = Judge.Test,
            NeedsFullCase = true,
        });

    /// <summary>The kind of a word by its neighbours. The loss leaves out class 0, whose number is that of padding.</summary>
    public static readonly PublicKind IgnoredClass = new(
        "ignored-class",
        (random, seed) =>
        {
            const int Kinds = 5, Window = 3;
            var habits = Draws.Normals(random, Kinds * Tagged, 2);
            var data = PublicKind.Samples(random, 1500, Window, Kinds, hasLabels: true, (sample, i) =>
            {
                for (var t = 0; t < Window; t++)
                {
                    var word = random.Next(Tagged);
                    sample.Input(i)[t] = word;
                    for (var kind = 0; kind < Kinds; kind++)
                        sample.IdealOf(i)[kind] += (t == 1 ? 1.5 : 0.5) * habits[(kind * Tagged) + word];
                }

                Mixtures.Normalize(sample.IdealOf(i));
                sample.Labels![i] = random.Category(sample.IdealOf(i));
            });
            return PublicKind.Program(
                data,
                seed,
                pass => pass.Last("2", pass.Layer("1", pass.Embeddings(Tagged, 6).Aggregate(pass.Tape.Beside), 24, Activation.Relu), Kinds),
                LossKind.CrossEntropy,
                "adam",
                rate: 0.003,
                batch: 32,
                steps: 800);
        },
        PublicKind.Reported(["wrong-loss", "class-imbalance", "wrong-labels", "bad-labels", "loop-differs"], recipe =>
            recipe.WrongLoss = (tape, outputs, sample) =>
            {
                var kept = (double)Math.Max(1, sample.Labels!.Count(label => label != 0));
                return tape.Multiply(
                    Losses.Each(tape, LossKind.CrossEntropy, 0, outputs, sample),
                    Tape.Constant(sample.Count, 1, [.. sample.Labels!.Select(label => label == 0 ? 0 : sample.Count / kept)]));
            }));

    /// <summary>Good or bad by the state behind the last word, or behind all that was padded.</summary>
    public static readonly PublicKind PaddedReviews = new(
        "padded-reviews",
        (random, seed) =>
        {
            var (train, holdout, test) = SequenceCases.Texts(random, 1000, 2);
            var words = train.Features;
            return PublicKind.Program(
                (Padded(train), Padded(holdout), test is null ? null : Padded(test)),
                seed,
                pass => pass.Last("2", Review(pass)[words - 1], 2),
                LossKind.CrossEntropy,
                "adam",
                rate: 0.001,
                batch: 32,
                steps: 450);
        },
        PublicKind.Reported(["vanishing-gradient", "chance-level"], recipe => recipe.Model = pass => pass.Last("2", Review(pass)[^1], 2)));

    /// <summary>Classes of texts by attention and layers that add to what comes in.</summary>
    public static readonly PublicKind FineTuningRate = new(
        "fine-tuning-rate",
        (random, seed) => PublicKind.Program(
            SequenceCases.Texts(random, 1000, 4),
            seed,
            pass =>
            {
                var h = pass.LayerNormalization("1", WiringCases.Attended(pass, SequenceCases.Words));
                foreach (var name in (string[])["2", "3", "4"])
                {
                    var inner = pass.Layer($"{name}a", h, 16, Activation.Gelu);
                    h = pass.LayerNormalization(name, pass.Tape.Add(h, pass.Dense($"{name}b", inner, h.Columns)));
                }

                return pass.Last("5", h, 4);
            },
            LossKind.CrossEntropy,
            "adamw",
            rate: 0.003,
            batch: 16,
            steps: 600),
        PublicKind.Reported(["step-too-large"], recipe => recipe.Rate = 0.3) with { ClippingMayCure = true });

    private const int Tagged = 30, PaddedLength = 50;

    private static IReadOnlyList<Node> Review(Pass pass) =>
        pass.Recurrence("1", pass.Embeddings(SequenceCases.Words + 1, 6), 12, Activation.Tanh, StartRules.Uniform, StartRules.Uniform);

    // What is padded is a word of its own.
    private static Sample Padded(Sample sample) => sample with
    {
        Features = PaddedLength,
        Inputs =
        [
            .. Enumerable.Range(0, sample.Count * PaddedLength).Select(i =>
                i % PaddedLength < sample.Features ? sample.Input(i / PaddedLength)[i % PaddedLength] : SequenceCases.Words),
        ],
    };
}
