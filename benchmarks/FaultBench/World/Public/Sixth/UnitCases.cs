namespace Optimizers.FaultBench.World;

/// <summary>Networks whose units do not do what they should, and data that are too few.</summary>
internal static class UnitCases
{
    /// <summary>Pictures by ReLUs from weights of deviation 1, as a library has it unless it is told.</summary>
    public static readonly PublicKind DeviationOfOne = new(
        "deviation-of-one",
        (random, seed) => PublicKind.Program(
            PublicData.Pictures(random, 800, 10),
            seed,
            pass => pass.Last("3", pass.Layer("2", pass.PictureConvolution("1", pass.X, 8, 3, 1, 6, Activation.Relu), 32, Activation.Relu), 10),
            LossKind.CrossEntropy,
            "sgd",
            rate: 0.05,
            batch: 32,
            steps: 1000),
        PublicKind.Reported(["exploding-gradient", "saturation", "dead-units"], recipe => recipe.Start = (table, theta, random) =>
        {
            foreach (var entry in table.Entries.Where(entry => !entry.IsBias))
                StartRules.Normal(1)(random, entry.Inputs, entry.Outputs, theta.AsSpan(entry.Offset, entry.Length));
        }) with
        {
            RateMayCure = true,
        });

    /// <summary>What kind of name a word is, by the word and its neighbours, whose vectors stay as they were read.</summary>
    public static readonly PublicKind ConstantVectors = new(
        "constant-vectors",
        (random, seed) =>
        {
            const int Kinds = 5, Window = 3;
            var kinds = Enumerable.Range(0, Vocabulary).Select(_ => random.Next(Kinds)).ToArray();
            var data = PublicKind.Samples(random, 2000, Window, Kinds, hasLabels: true, (sample, i) =>
            {
                for (var t = 0; t < Window; t++)
                    sample.Input(i)[t] = random.Next(Vocabulary);
                sample.Labels![i] = Mixtures.Slip(random, kinds[(int)sample.Input(i)[1]], 0.04, sample.IdealOf(i));
            });
            return PublicKind.Program(
                data,
                seed,
                pass => Named(pass, pass.Embeddings(Vocabulary, Width)),
                LossKind.CrossEntropy,
                "adam",
                rate: 0.003,
                batch: 32,
                steps: 1500);
        },
        PublicKind.Reported(["not-handed-over", "no-gradient", "model-bias"], recipe =>
        {
            var vectors = Tape.Constant(Vocabulary, Width, Draws.Normals(new Random(recipe.Seed), Vocabulary * Width, 1 / Math.Sqrt(Width)));
            recipe.Model = pass => Named(
                pass, [.. Enumerable.Range(0, pass.X.Columns).Select(column => pass.Tape.Lookup(vectors, pass.X, column))]);
        }));

    /// <summary>Pictures by three layers, of which a tenth of the units is to be dropped.</summary>
    public static readonly PublicKind DroppedForKept = new(
        "dropped-for-kept",
        (random, seed) => PublicKind.Program(
            PublicData.Pictures(random, 800, 10),
            seed,
            pass =>
            {
                var h = pass.Dropout(pass.PictureConvolution("1", pass.X, 8, 3, 1, 4, Activation.Relu), 0.1);
                h = pass.Dropout(pass.Layer("2", h, 40, Activation.Relu), 0.1);
                return pass.Last("4", pass.Dropout(pass.Layer("3", h, 40, Activation.Relu), 0.1), 10);
            },
            LossKind.CrossEntropy,
            "adam",
            rate: 0.002,
            batch: 32,
            steps: 800),
        PublicKind.Reported(["noise-dominated", "nondeterministic-loss", "evaluation-differs", "model-bias"], recipe => recipe.Dropped = 0.9));

    /// <summary>The first of many symbols, which has to be remembered: by an LSTM, or by a plain recurrence.</summary>
    public static readonly PublicKind FirstSymbol = new(
        "first-symbol",
        (random, seed) =>
        {
            const int Length = 30;
            var data = PublicKind.Samples(random, 1500, Length, Kept, hasLabels: true, (sample, i) =>
            {
                var first = random.Next(Kept);
                sample.Input(i)[0] = first;
                foreach (ref var symbol in sample.Input(i)[1..])
                    symbol = random.Integer(Kept, Symbols - 1);
                sample.Labels![i] = Mixtures.Slip(random, first, 0.02, sample.IdealOf(i));
            });
            return PublicKind.Program(
                data,
                seed,
                pass => pass.Last("2", Lstm(pass, pass.Embeddings(Symbols, 4), 10), Kept),
                LossKind.CrossEntropy,
                "adam",
                rate: 0.003,
                batch: 32,
                steps: 400);
        },
        PublicKind.Reported(["vanishing-gradient"], recipe => recipe.Model = pass =>
        {
            var states = pass.Recurrence("1", pass.Embeddings(Symbols, 4), 10, Activation.Tanh, StartRules.Uniform, StartRules.Uniform);
            return pass.Last("2", states[^1], Kept);
        }));

    /// <summary>Moods of a few hundred short texts, by many units or by few and with dropout.</summary>
    public static readonly PublicKind Tweets = new(
        "tweets",
        (random, seed) =>
        {
            var recipe = PublicKind.Program(
                SequenceCases.Texts(random, 1200, Moods),
                seed,
                pass => Mood(pass, embedded: 4, width: 5),
                LossKind.CrossEntropy,
                "adam",
                rate: 0.003,
                batch: 32,
                steps: 1500);

            // Of some texts nobody can tell the mood.
            foreach (var sample in PublicData.AllSamples(recipe))
            {
                for (var i = 0; i < sample.Count; i++)
                {
                    foreach (ref var share in sample.IdealOf(i))
                        share = ((1 - Unclear) * share) + (Unclear / Moods);
                    if (random.Chance(Unclear))
                        sample.Labels![i] = random.Next(Moods);
                }
            }

            return recipe;
        },
        PublicKind.Reported(["overfitting"], recipe =>
        {
            recipe.Model = pass => Mood(pass, embedded: 8, width: 32);
            recipe.Dropped = 0;
        }) with
        {
            Judge = Judge.Holdout,
            NeedsFullCase = true,
        });

    /// <summary>Frauds by what an autoencoder has made of a payment.</summary>
    public static readonly PublicKind RareFrauds = new(
        "rare-frauds",
        (random, seed) =>
        {
            var (train, holdout, test) = PublicKind.Samples(random, 3600, 5, 1, hasLabels: true, (sample, i) =>
            {
                var label = sample.Labels![i] = random.Next(2);
                for (var f = 0; f < 5; f++)
                    sample.Input(i)[f] = (label * Shift) + random.Normal();
                var sum = 0.0;
                foreach (var value in sample.Input(i))
                    sum += Shift * (value - (Shift / 2));
                sample.IdealOf(i)[0] = Activation.Logistic(sum);
            });
            return PublicKind.Program(
                (Sample.WithTargets(train), Sample.WithTargets(holdout), Sample.WithTargets(test)),
                seed,
                pass => pass.Perceptron(2, 10, Activation.Relu, StartRules.He, 1),
                LossKind.Binary,
                "adam",
                rate: 0.001,
                batch: 32,
                steps: 1500);
        },
        PublicKind.Reported(["class-imbalance"], recipe =>
        {
            var train = recipe.Train;
            var frauds = 0;
            recipe.Train = train.Rows([.. Enumerable.Range(0, train.Count).Where(i => train.Labels![i] == 0 || ++frauds <= 3)]);
        }) with
        {
            Judge = Judge.Holdout,
        });

    private const int Vocabulary = 60, Width = 3, Symbols = 8, Kept = 4;
    private const int Moods = 3;
    private const double Shift = 1, Unclear = 0.2;

    /// <summary>The last state of an LSTM, whose forget gates start open (Hochreiter and Schmidhuber 1997, Gers et al. 2000).</summary>
    public static Node Lstm(Pass pass, IReadOnlyList<Node> inputs, int width)
    {
        var tape = pass.Tape;
        var state = Tape.Constant(pass.Sample.Count, width, new double[pass.Sample.Count * width]);
        var cell = state;
        foreach (var input in inputs)
        {
            var both = tape.Beside(input, state);
            var forgotten = tape.Multiply(cell, Gate("f", both, Activation.Sigmoid, (_, _, _, values) => values.Fill(4)));
            cell = tape.Add(forgotten, tape.Multiply(Gate("i", both, Activation.Sigmoid), Gate("c", both, Activation.Tanh)));
            state = tape.Multiply(Gate("o", both, Activation.Sigmoid), pass.Apply(cell, Activation.Tanh));
        }

        return state;

        Node Gate(string name, Node x, Activation activation, StartRule? biases = null) =>
            pass.Apply(pass.Dense(name, x, width, biases: biases), activation);
    }

    private static Node Named(Pass pass, IReadOnlyList<Node> vectors) =>
        pass.Last("2", pass.Layer("1", vectors.Aggregate(pass.Tape.Beside), 12, Activation.Tanh), 5);

    private static Node Mood(Pass pass, int embedded, int width)
    {
        var state = pass.Recurrence("1", pass.Embeddings(SequenceCases.Words, embedded), width, Activation.Tanh)[^1];
        return pass.Last("2", pass.Dropout(state, 0.2), Moods);
    }
}
