namespace Optimizers.FaultBench.World;

/// <summary>Sums and normalizations along the wrong way, and layers that nothing flows back to.</summary>
internal static class WiringCases
{
    private const int Side = 8, Words = 20, Length = 6, Topics = 4, Width = 8;

    /// <summary>Pictures read row by row. Without a word about it the recurrence takes the first extent, the examples, for the time.</summary>
    public static readonly PublicKind BatchAsTime = new(
        "batch-as-time",
        (random, seed) =>
        {
            var recipe = PublicKind.Program(
                PublicData.Pictures(random, 600, 6),
                seed,
                pass => pass.Last("2", pass.Recurrence("1", pass.Times(Side), 20, Activation.Tanh)[^1], 6),
                LossKind.CrossEntropy,
                "adam",
                rate: 0.005,
                batch: 32,
                steps: 800);

            // Nothing is to be seen at the lower border, as with the digits of the report.
            foreach (var sample in PublicData.AllSamples(recipe))
            {
                for (var i = 0; i < sample.Count; i++)
                    sample.Input(i)[^Side..].Clear();
            }

            return recipe;
        },
        PublicKind.Reported(["examples-mixed", "chance-level"], recipe => recipe.Model = pass => pass.Last("2", OverExamples(pass, 20), 6)));

    /// <summary>Texts with one word of their topic each, which attention finds.</summary>
    public static readonly PublicKind AttentionOverBatch = new(
        "attention-over-batch",
        (random, seed) =>
        {
            var data = PublicKind.Samples(random, 800, Length, Topics, hasLabels: true, (sample, i) =>
            {
                var topic = random.Next(Topics);
                foreach (ref var word in sample.Input(i))
                    word = random.Integer(Topics, Words - 1);
                sample.Input(i)[random.Next(Length)] = topic;
                sample.Labels![i] = Mixtures.Slip(random, topic, 0.03, sample.IdealOf(i));
            });
            return PublicKind.Program(
                data,
                seed,
                pass => pass.Last("2", Attended(pass, Words), Topics),
                LossKind.CrossEntropy,
                "adam",
                rate: 0.01,
                batch: 16,
                steps: 800);
        },
        PublicKind.Reported(["examples-mixed", "evaluation-differs"], recipe =>
            recipe.Model = pass => pass.Last("2", Attended(pass, Words, isOverBatch: true), Topics)));

    /// <summary>Each hidden unit is normalized over the examples of a batch.</summary>
    public static readonly PublicKind BatchesOfOne = new(
        "batches-of-one",
        (random, seed) =>
        {
            var recipe = PublicKind.Program(
                PublicData.Pictures(random, 600, 5),
                seed,
                pass =>
                {
                    var h = pass.BatchNormalization("1", pass.Dense("1", pass.X, 24));
                    h = pass.BatchNormalization("2", pass.Dense("2", pass.Activate("1", h, Activation.Relu), 16));
                    return pass.Last("3", pass.Activate("2", h, Activation.Relu), 5);
                },
                LossKind.CrossEntropy,
                "momentum",
                rate: 0.01,
                batch: 64,
                steps: 600);
            recipe.HandsModel = false;
            return recipe;
        },
        PublicKind.Reported(["evaluation-differs", "noise-dominated", "no-gradient"], recipe => recipe.BatchSize = 1));

    /// <summary>Classes of texts by the mean of words and their places. What adds the places passes nothing back to the words.</summary>
    public static readonly PublicKind PositionConstants = new(
        "position-constants",
        (random, seed) => PublicKind.Program(
            SequenceCases.Texts(random, 1500, 6),
            seed,
            pass =>
            {
                var words = pass.Embeddings(SequenceCases.Words, 4);
                var placed = words.Select((word, place) => pass.Tape.Add(word, Places(word.Rows, place))).ToList();
                return pass.Last("2", pass.Layer("1", pass.Tape.MeanOf(placed), 16, Activation.Relu), 6);
            },
            LossKind.CrossEntropy,
            "adam",
            rate: 0.005,
            batch: 32,
            steps: 1200),
        PublicKind.Reported(["no-gradient"], recipe => recipe.Detached = "E"));

    /// <summary>The words of a text, each with the weight that a learnt query gives it.</summary>
    public static Node Attended(Pass pass, int words, bool isOverBatch = false)
    {
        var tape = pass.Tape;
        var vectors = pass.Embeddings(words, Width);
        var query = pass.Parameter("W1", Width, 1, StartRules.Glorot);
        var scores = vectors.Select(vector => tape.Product(vector, query)).Aggregate(tape.Beside);
        var weights = isOverBatch ? tape.Transpose(tape.Softmax(tape.Transpose(scores))) : tape.Softmax(scores);
        var ones = Tape.Constant(1, Width, [.. Enumerable.Repeat(1.0, Width)]);
        return vectors.Select((vector, place) => tape.Multiply(vector, tape.Product(tape.Columns(weights, place, 1), ones))).Aggregate(tape.Add);
    }

    // The state goes from example to example, over the last row of each picture.
    private static Node OverExamples(Pass pass, int width)
    {
        var (tape, n) = (pass.Tape, pass.X.Rows);
        var (w, u) = (pass.Parameter("W1", Side, width, StartRules.Glorot), pass.Parameter("U1", width, width, StartRules.Glorot));
        var b = pass.Parameter("b1", 1, width, StartRules.Zero, isBias: true);
        var (state, all) = (Tape.Constant(1, width, new double[width]), default(Node));
        for (var i = 0; i < n; i++)
        {
            var row = Tape.Constant(1, Side, pass.X.Values[(((i + 1) * pass.X.Columns) - Side)..((i + 1) * pass.X.Columns)]);
            state = tape.RecurrentCell(row, state, w, u, b, Activation.Tanh);
            all = all is null ? state : tape.Beside(all, state);
        }

        return tape.Reshape(all!, n, width);
    }

    private static Node Places(int rows, int place)
    {
        double[] code = [Math.Sin(place), Math.Cos(place), Math.Sin(place / 10.0), Math.Cos(place / 10.0)];
        return Tape.Constant(rows, code.Length, [.. Enumerable.Repeat(code, rows).SelectMany(values => values)]);
    }
}
