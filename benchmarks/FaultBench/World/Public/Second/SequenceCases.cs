namespace Optimizers.FaultBench.World;

/// <summary>Recurrences and embeddings.</summary>
internal static class SequenceCases
{
    /// <summary>A recurrence without a bound on its states over many times. The cure is to clip gradients at a norm of 1.</summary>
    public static readonly PublicKind LongSequences = new(
        "long-sequences",
        (random, seed) =>
        {
            const int Times = 30, Features = 3, Classes = 4;
            var centers = Draws.Normals(random, Classes * Features);
            var data = PublicKind.Samples(random, 800, Times * Features, Classes, hasLabels: true, (sample, i) =>
            {
                var label = random.Next(Classes);
                for (var t = 0; t < sample.Features; t++)
                    sample.Input(i)[t] = centers[(label * Features) + (t % Features)] + random.Normal();
                sample.Labels![i] = Mixtures.Slip(random, label, 0.02, sample.IdealOf(i));
            });
            var recipe = PublicKind.Program(
                data,
                seed,
                pass => pass.Last("2", pass.Recurrence("1", pass.Times(Features), 16, Activation.Relu, recurrent: StartRules.He)[^1], Classes),
                LossKind.CrossEntropy,
                "sgd",
                rate: 0.05,
                batch: 16,
                steps: 1500);
            recipe.Optimizer.Clip = 1;
            return recipe;
        },
        PublicKind.Reported(["exploding-gradient"], recipe => recipe.Optimizer.Clip = null) with
        {
            RateMayCure = true,
        });

    /// <summary>Whether a user takes a thing, by the product of two vectors.</summary>
    public static readonly PublicKind Recommender = new(
        "recommender",
        (random, seed) =>
        {
            const int Users = 30, Things = 40, Width = 2;
            var (tastes, traits) = (Draws.Normals(random, Users * 2), Draws.Normals(random, Things * 2));
            var (train, holdout, test) = PublicKind.Samples(random, 4000, 2, 1, hasLabels: true, (sample, i) =>
            {
                var (user, thing) = (random.Next(Users), random.Next(Things));
                (sample.Input(i)[0], sample.Input(i)[1]) = (user, thing);
                var liking = (tastes[2 * user] * traits[2 * thing]) + (tastes[(2 * user) + 1] * traits[(2 * thing) + 1]);
                sample.IdealOf(i)[0] = Activation.Logistic(3 * liking);
                sample.Labels![i] = random.Chance(sample.IdealOf(i)[0]) ? 1 : 0;
            });
            return PublicKind.Program(
                (Sample.WithTargets(train), Sample.WithTargets(holdout), Sample.WithTargets(test)),
                seed,
                pass =>
                {
                    var products = pass.Tape.Multiply(
                        pass.Embedding("P", 0, Users, Width, StartRules.Normal(0.3)), pass.Embedding("Q", 1, Things, Width, StartRules.Normal(0.3)));
                    return pass.Dense("1", products, 1, weights: StartRules.One);
                },
                LossKind.Binary,
                "adam",
                rate: 0.01,
                batch: 64,
                steps: 800);
        },
        PublicKind.Reported(["softmax-twice", "output-range"], recipe =>
        {
            var model = recipe.Model;
            recipe.Model = pass => pass.Apply(model(pass), Activation.Sigmoid);
        }));

    /// <summary>Classes of texts by the mean of their words' vectors, in the order of their class.</summary>
    public static readonly PublicKind UnshuffledTexts = new(
        "unshuffled-texts",
        (random, seed) => PublicKind.Program(
            Texts(random, 800, 4),
            seed,
            pass => pass.Last("2", pass.Layer("1", pass.Tape.MeanOf(pass.Embeddings(Words, 8)), 16, Activation.Tanh), 4),
            LossKind.CrossEntropy,
            "adamw",
            rate: 0.03,
            batch: 32,
            steps: 75),
        StepFaults.SortedBatches);

    /// <summary>A number that belongs to a chain of symbols, from a start at which the last unit is below zero for all.</summary>
    public static readonly PublicKind Peptides = new(
        "peptides",
        (random, seed) =>
        {
            const int Symbols = 10, Length = 8;
            var sizes = Draws.Normals(random, Symbols, 0.6);
            var data = PublicKind.Samples(random, 500, Length, 1, hasLabels: false, (sample, i) =>
            {
                var size = 4.0;
                for (var t = 0; t < Length; t++)
                    size += sizes[(int)(sample.Input(i)[t] = random.Next(Symbols))];
                sample.IdealOf(i)[0] = Math.Max(size, 0.2);
                sample.Target(i)[0] = Math.Max(0.1, sample.IdealOf(i)[0] + (0.1 * random.Normal()));
            });
            var recipe = PublicKind.Program(
                data,
                seed,
                pass => pass.Last("2", pass.Recurrence("1", pass.Embeddings(Symbols, 6), 16, Activation.Tanh)[^1], 1),
                LossKind.Squared,
                "adam",
                rate: 0.01,
                batch: 32,
                steps: 800);
            recipe.Start = (table, theta, _) =>
            {
                var last = table.Entries[^1];
                theta.AsSpan(last.Offset, last.Length).Fill(-4);
            };
            return recipe;
        },
        PublicKind.Reported(["output-range", "dead-units", "nothing-moves"], recipe => recipe.LastActivation = Activation.Relu));

    /// <summary>The kind of a word behind others; the layer that tells it is not handed to the optimizer.</summary>
    public static readonly PublicKind UntrainedHead = new(
        "untrained-head",
        (random, seed) => PublicKind.Program(
            Texts(random, 1500, 8),
            seed,
            pass => pass.Last("2", pass.Recurrence("1", pass.Embeddings(Words, 8), 6, Activation.Tanh)[^1], 8),
            LossKind.CrossEntropy,
            "adamw",
            rate: 0.005,
            batch: 32,
            steps: 1000),
        CodeFaults.NotHandedOver("W2", "b2"));

    /// <summary>The words of a text's language.</summary>
    public const int Words = 30;

    /// <summary>Texts of ten words, each class with its own habits.</summary>
    public static (Sample Train, Sample Holdout, Sample? Test) Texts(Random random, int count, int classes)
    {
        const int Length = 10;
        var habits = new double[classes][];
        for (var c = 0; c < classes; c++)
        {
            habits[c] = Draws.Normals(random, Words, 1.5);
            Mixtures.Normalize(habits[c]);
        }

        return PublicKind.Samples(random, count, Length, classes, hasLabels: true, (sample, i) =>
        {
            var label = sample.Labels![i] = random.Next(classes);
            for (var t = 0; t < Length; t++)
            {
                var word = random.Category(habits[label]);
                sample.Input(i)[t] = word;
                for (var c = 0; c < classes; c++)
                    sample.IdealOf(i)[c] += Math.Log(habits[c][word]);
            }

            Mixtures.Normalize(sample.IdealOf(i));
        });
    }
}
