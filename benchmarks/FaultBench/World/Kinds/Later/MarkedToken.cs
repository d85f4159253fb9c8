namespace Optimizers.FaultBench.World;

/// <summary>The class of the one symbol that is marked among others and padding: embedded vectors, weighted by an attention of one query.</summary>
internal sealed class MarkedToken() : LaterKind("marked-token")
{
    public override IReadOnlyList<WorldFault> Faults { get; } =
    [
        CodeFaults.NotHandedOver("E"), CodeFaults.Detached("E"), ModelFaults.SoftmaxOverExamples, ModelFaults.SoftmaxTwice, DataFaults.RowsShifted,
        DataFaults.LabelsOffByOne, RateFaults.TooSmall(100), RateFaults.TooLarge(1000), RateFaults.WarmUpTooLong, RateFaults.TooFewSteps(30),
        StepFaults.WeightDecay, StartFaults.Constant, DataFaults.RowsShifted.And(RateFaults.TooSmall(1000)),
        ModelFaults.SoftmaxTwice.And(RateFaults.WarmUpTooLong),
    ];

    protected override Recipe Make(Random random, int seed)
    {
        var (symbols, classes, places, slips) = (random.Integer(6, 10), random.Integer(3, 5), random.Integer(4, 7), random.Pick(0.01, 0.05, 0.1));
        var padding = 2 * symbols;
        var classOf = Enumerable.Range(0, symbols).Select(symbol => symbol < classes ? symbol : random.Next(classes)).ToArray();
        var (train, holdout, test) = Split(random, random.Integer(350, 550), places, classes, hasLabels: true, (sample, i) =>
        {
            // The marked ones are symbols of their own.
            var length = random.Integer(2, places);
            for (var t = 0; t < places; t++)
                sample.Input(i)[t] = t < length ? random.Next(symbols) : padding;
            var marked = random.Next(length);
            var label = classOf[(int)sample.Input(i)[marked]];
            sample.Input(i)[marked] += symbols;
            sample.Labels![i] = Mixtures.Slip(random, label, slips, sample.IdealOf(i));
        });
        var optimizer = Loops.Rule(random, "nadam", "radam", "adam", "lion");
        var width = random.Integer(3, 5);
        return new Recipe
        {
            Train = train,
            Holdout = holdout,
            Test = test,
            Model = pass => pass.Last("2", Attended(pass, pass.Embeddings(padding + 1, width), padding), classes),
            Loss = LossKind.CrossEntropy,
            Smoothing = random.Pick(0, 0, 0.1),
            Optimizer = optimizer,
            Rate = Loops.Rate(random, optimizer, plain: 0.5, adaptive: 0.02),
            Shape = Cycle(random),
            BatchSize = random.Pick(24, 32, 64),
            Steps = random.Integer(350, 500),
            Seed = seed,
            SampleSize = 128,
        };
    }

    private static Node Attended(Pass pass, IReadOnlyList<Node> vectors, int padding)
    {
        var (tape, width) = (pass.Tape, vectors[0].Columns);
        var query = pass.Parameter("q", width, 1, StartRules.Normal(1 / Math.Sqrt(width)));
        var logits = tape.Product(vectors[0], query);
        for (var t = 1; t < vectors.Count; t++)
            logits = tape.Beside(logits, tape.Product(vectors[t], query));
        double[] mask = [.. pass.X.Values.Select(symbol => symbol == padding ? -30.0 : 0)];
        var weights = tape.Softmax(tape.Add(logits, Tape.Constant(pass.X.Rows, vectors.Count, mask)));
        var (ones, sum) = (Tape.Constant(1, width, [.. Enumerable.Repeat(1.0, width)]), (Node?)null);
        for (var t = 0; t < vectors.Count; t++)
        {
            var part = tape.Multiply(vectors[t], tape.Product(tape.Columns(weights, t, 1), ones));
            sum = sum is null ? part : tape.Add(sum, part);
        }

        return sum!;
    }
}
