namespace Optimizers.FaultBench.World;

/// <summary>What goes well in training, and not where it is applied.</summary>
internal static class AppliedCases
{
    private const int Symbols = 10, Known = 5, Width = 12;
    private const double Grain = 0.25;

    /// <summary>The next symbol by attention. Without a mask it is seen, as long as it is there.</summary>
    public static readonly PublicKind NoCausalMask = new(
        "no-causal-mask",
        (random, seed) =>
        {
            var (train, holdout, test) = PublicData.NextSymbols(random, 2500, Symbols, Known);
            return PublicKind.Program(
                (Whole(train), Whole(holdout), Whole(test ?? holdout, isWritten: false)),
                seed,
                pass => Attending(pass, Known),
                LossKind.CrossEntropy,
                "adam",
                rate: 0.003,
                batch: 32,
                steps: 1000);
        },
        PublicKind.Reported(["distribution-mismatch", "evaluation-differs"], recipe => recipe.Model = pass => Attending(pass, Known + 1)) with
        {
            Judge = Judge.Test,
            NeedsFullCase = true,
        });

    /// <summary>A number by a layer of which half is dropped. In evaluation the output is halved as if it had been dropped too.</summary>
    public static readonly PublicKind HalvedLastLayer = new(
        "halved-last-layer",
        (random, seed) =>
        {
            double[] slopes = [0.9, -0.7, 0.6, 0.5, -0.4];
            var data = PublicKind.Samples(random, 1000, slopes.Length, 1, hasLabels: false, (sample, i) =>
            {
                var sum = PublicData.NormalInputs(random, sample, i, slopes, from: 1);
                sample.IdealOf(i)[0] = sum + (0.5 * Math.Abs(sum));
                sample.Target(i)[0] = sample.IdealOf(i)[0] + (0.2 * random.Normal());
            });
            return PublicKind.Program(data, seed, Dropping, LossKind.Squared, "adam", rate: 0.003, batch: 32, steps: 1500);
        },
        PublicKind.Reported(["evaluation-differs"], recipe => recipe.Model = pass =>
        {
            var outputs = Dropping(pass);
            return IsTraining(pass) ? outputs : pass.Tape.Scale(outputs, 0.5);
        }));

    /// <summary>Yes or no by the columns of a table, which come in another order where the model is used.</summary>
    public static readonly PublicKind ColumnOrder = new(
        "column-order",
        (random, seed) =>
        {
            double[] weights = [1.5, -1.2, 2, 1, -1.4, 0.8];
            var (train, holdout, test) = PublicData.YesOrNo(random, 1500, weights.Length, (sample, i) =>
            {
                double[] row =
                [
                    random.Normal(), -Math.Log(1 - random.NextDouble()), random.Chance(0.3) ? 1 : 0,
                    random.Uniform(-1, 1), 1 + (0.5 * random.Normal()), random.Chance(0.6) ? 1 : 0,
                ];
                row.CopyTo(sample.Input(i));
                return 0.5 + (1.5 * row.Zip(weights, (value, weight) => value * weight).Sum()) + (row[0] * row[2]);
            });
            return PublicKind.Program(
                (train, holdout, test ?? holdout),
                seed,
                pass => pass.Perceptron(1, 16, Activation.Relu, StartRules.He, 1),
                LossKind.Binary,
                "adam",
                rate: 0.005,
                batch: 32,
                steps: 1000);
        },
        PublicKind.Reported(["distribution-mismatch"], recipe =>
        {
            var table = recipe.Test!;
            recipe.Test = table with { Inputs = [.. Enumerable.Range(0, table.Count).SelectMany(i => table.Input(i).ToArray().Reverse())] };
        }) with
        {
            Judge = Judge.Test,
            NeedsFullCase = true,
        });

    /// <summary>Masks of what is to be seen in small tiles, of which hardly any shows more than background.</summary>
    public static readonly PublicKind EmptyTiles = new(
        "empty-tiles",
        (random, seed) =>
        {
            var recipe = PublicKind.Program(
                PublicData.Masks(random, 400, 8),
                seed,
                pass => PublicData.Mask(pass, 8),
                LossKind.Binary,
                "adam",
                rate: 0.005,
                batch: 16,
                steps: 800);
            foreach (var sample in PublicData.AllSamples(recipe))
            {
                foreach (ref var pixel in sample.Inputs.AsSpan())
                    pixel += Grain * random.Normal();
            }

            return recipe;
        },
        new("reported", ["class-imbalance"], (recipe, random) =>
        {
            const int Filled = 2;
            var train = recipe.Train;
            for (var i = Filled; i < train.Count; i++)
            {
                foreach (ref var pixel in train.Input(i))
                    pixel = (0.1 * random.Normal()) + (Grain * random.Normal());
                train.Target(i).Clear();
                train.IdealOf(i).Fill(0.03);
            }
        })
        {
            Judge = Judge.Holdout,
        });

    private static Node Dropping(Pass pass) =>
        pass.Last("2", pass.Dropout(pass.Layer("1", pass.X, 64, Activation.Relu, StartRules.He), 0.5), 1);

    // Dropout drops nothing where the model is evaluated.
    private static bool IsTraining(Pass pass)
    {
        var one = Tape.Constant(1, 1, [1]);
        return pass.Dropout(one, 0.5) != one;
    }

    /// <summary>The known symbols, and behind them the next one, or a symbol of its own where it is yet to be written.</summary>
    private static Sample Whole(Sample sample, bool isWritten = true) => sample with
    {
        Features = Known + 1,
        Inputs =
        [
            .. Enumerable.Range(0, sample.Count).SelectMany(i =>
                sample.Input(i).ToArray().Append(isWritten ? sample.Labels![i] : Symbols)),
        ],
    };

    /// <summary>The last known symbol asks so many places, each with its symbol and its number.</summary>
    private static Node Attending(Pass pass, int places)
    {
        var tape = pass.Tape;
        var symbols = pass.Embeddings(Symbols + 1, Width);
        Node[] placed =
        [
            .. Enumerable.Range(0, Known + 1).Select(place =>
                tape.AddRow(symbols[place], pass.Parameter($"P{place}", 1, Width, StartRules.Normal(0.3), isBias: true))),
        ];
        var asked = pass.Dense("q", placed[Known - 1], Width);
        var scores = placed[..places]
            .Select(each => OwnLossCases.SumOf(tape, tape.Multiply(asked, pass.Dense("k", each, Width)), 1 / Math.Sqrt(Width)))
            .Aggregate(tape.Beside);
        var weights = tape.Softmax(scores);
        var ones = Tape.Constant(1, Width, [.. Enumerable.Repeat(1.0, Width)]);
        var answer = placed[..places]
            .Select((each, place) => tape.Multiply(pass.Dense("v", each, Width), tape.Product(tape.Columns(weights, place, 1), ones)))
            .Aggregate(tape.Add);
        return pass.Last("2", pass.Layer("1", tape.Beside(placed[Known - 1], answer), 32, Activation.Gelu), Symbols);
    }
}
