namespace Optimizers.FaultBench.World;

/// <summary>What is wrong with inputs, targets and their preparation.</summary>
internal static class DataFaults
{
    public static readonly WorldFault UnscaledInputs = new("unscaled-inputs", ["bad-scaling", "ravine"], (recipe, random) =>
    {
        var features = recipe.Train.Features;
        var (factors, shifts) = (new double[features], new double[features]);
        for (var f = 0; f < features; f++)
        {
            // The first is always one of the large ones.
            factors[f] = f == 0 || random.Chance(0.4) ? random.Log(50, 2000) : random.Log(0.5, 2);
            shifts[f] = random.Chance(0.3) ? factors[f] * random.Uniform(-3, 3) : 0;
        }

        foreach (var sample in AllSamples(recipe))
            ForEachInput(sample, (value, f) => (value * factors[f]) + shifts[f]);
    })
    {
        RateMayCure = true,
    };

    public static readonly WorldFault UnscaledTargets = new("unscaled-targets", ["targets-scale"], (recipe, random) =>
    {
        var (factor, shift) = (random.Log(1e3, 1e5), random.Uniform(0, 3));
        foreach (var sample in AllSamples(recipe))
        {
            for (var i = 0; i < sample.Targets.Length; i++)
            {
                sample.Targets[i] = factor * (sample.Targets[i] + shift);
                sample.Ideal[i] = factor * (sample.Ideal[i] + shift);
            }
        }
    })
    {
        RateMayCure = true,
    };

    public static readonly WorldFault ShuffledLabels = new("shuffled-labels", ["wrong-labels"], (recipe, random) =>
    {
        var (train, order) = (recipe.Train, random.Permutation(recipe.Train.Count));
        var others = train.Rows(order);
        recipe.Train = train with { Labels = others.Labels, Targets = others.Targets };
    })
    {
        Judge = Judge.Holdout,
    };

    /// <summary>Each row has the answer of the row after it.</summary>
    public static readonly WorldFault RowsShifted = new("rows-shifted", ["wrong-labels"], (recipe, _) =>
    {
        var train = recipe.Train;
        var others = train.Rows([.. Enumerable.Range(1, train.Count).Select(i => i % train.Count)]);
        recipe.Train = train with { Labels = others.Labels, Targets = others.Targets };
    })
    {
        Judge = Judge.Holdout,
    };

    /// <summary>
    /// The classes of the training data are counted from another number than those of the holdout: only both together can show it. To count them
    /// alike mends the run.
    /// </summary>
    public static readonly WorldFault LabelsOffByOne = new("labels-off-by-one", ["wrong-labels", "distribution-mismatch"], (recipe, _) =>
        recipe.Train = recipe.Train with { Labels = [.. recipe.Train.Labels!.Select(label => (label + 1) % recipe.Train.Outputs)] })
    {
        Judge = Judge.Holdout,
        NeedsFullCase = true,
        Fits = recipe => recipe.Train is { Labels: not null, Outputs: > 1 },
    };

    /// <summary>Answers of −1 are coded as 0, which a hinge never learns.</summary>
    public static readonly WorldFault ZerosForHinge = new("zeros-for-hinge", ["bad-labels", "wrong-labels"], (recipe, _) =>
        recipe.Train = recipe.Train with { Targets = [.. recipe.Train.Targets.Select(target => Math.Max(target, 0))] })
    {
        Judge = Judge.Holdout,
    };

    /// <summary>What is missing is told by a large negative number. The first inputs are pairs of a value and a mark where it is missing.</summary>
    public static WorldFault MissingAs(double number, int pairs) => new("missing-as-number", ["bad-scaling", "ravine"], (recipe, _) =>
    {
        foreach (var sample in AllSamples(recipe))
        {
            for (var i = 0; i < sample.Count; i++)
            {
                for (var pair = 0; pair < pairs; pair++)
                {
                    if (sample.Input(i)[(2 * pair) + 1] == 1)
                        sample.Input(i)[2 * pair] = number;
                }
            }
        }
    })
    {
        RateMayCure = true,
    };

    /// <summary>One of several targets is in another unit.</summary>
    public static readonly WorldFault OneTargetUnscaled = new("one-target-unscaled", ["targets-scale"], (recipe, random) =>
    {
        var factor = random.Log(1e3, 3e4);
        foreach (var sample in AllSamples(recipe))
        {
            for (var i = 0; i < sample.Count; i++)
            {
                sample.Target(i)[0] *= factor;
                sample.IdealOf(i)[0] *= factor;
            }
        }
    })
    {
        RateMayCure = true,
        Fits = recipe => recipe.Train.Targets.Length > recipe.Train.Count,
    };

    public static readonly WorldFault NanRow = new("nan-row", ["non-finite"], (recipe, random) =>
        recipe.Train.Input(random.Next(recipe.Train.Count))[random.Next(recipe.Train.Features)] = double.NaN)
    {
        // Training data with a NaN have no finite loss, whatever the model.
        Judge = Judge.Holdout,
    };

    /// <summary>Of the rare class hardly any example is left to learn from; the holdout keeps its classes.</summary>
    public static readonly WorldFault Imbalance = new("class-imbalance", ["class-imbalance"], (recipe, random) =>
    {
        var train = recipe.Train;
        var most = train.Labels!.Max();
        var share = random.Log(0.01, 0.03);
        var rows = new List<int>();
        var rare = 0;
        for (var i = 0; i < train.Count; i++)
        {
            if (train.Labels![i] != most || ++rare <= Math.Max(2, share * train.Count))
                rows.Add(i);
        }

        recipe.Train = train.Rows([.. rows]);
        recipe.BatchSize = Math.Min(recipe.BatchSize, recipe.Train.Count);
    })
    {
        Judge = Judge.Holdout,
    };

    public static readonly WorldFault ConstantInputs = new("constant-inputs", ["constant-inputs", "chance-level"], (recipe, random) =>
    {
        var value = random.Pick(0, 0, 1);
        foreach (var sample in AllSamples(recipe))
            Array.Fill(sample.Inputs, value);
    });

    /// <summary>A transposed array is reshaped where it should have been transposed back: rows hold pieces of many examples.</summary>
    public static readonly WorldFault ExamplesMixed = new(
        "examples-mixed",
        ["examples-mixed", "wrong-labels", "chance-level"],
        (recipe, _) =>
        {
            var model = recipe.Model;
            recipe.Model = pass =>
            {
                var (x, mixed) = (pass.X, new double[pass.X.Values.Length]);
                for (var i = 0; i < mixed.Length; i++)
                    mixed[i] = x.Values[(i % x.Rows * x.Columns) + (i / x.Rows)];
                pass.X = Tape.Constant(x.Rows, x.Columns, mixed);
                return model(pass);
            };
        })
    {
        Fits = recipe => recipe.Train.Features > 1 && recipe.BatchSize > 1,
    };

    public static WorldFault Overfitting(int examples, int times) => new("overfitting", ["overfitting"], (recipe, _) =>
    {
        recipe.Train = recipe.Train.First(examples);
        recipe.BatchSize = Math.Min(recipe.BatchSize, examples);
        recipe.Steps *= times;
        recipe.Shape = (rate, _) => rate;
        recipe.Dropped = 0;
    })
    {
        Judge = Judge.Holdout,
        NeedsFullCase = true,
    };

    public static readonly WorldFault TestPreparedDifferently = new(
        "test-prepared-differently",
        ["distribution-mismatch"],
        (recipe, random) =>
        {
            // Divided twice, not centred, or in other units.
            var (factor, shift) = random.Pick((0.05, 0.0), (1, 2.5), (8, 0), (0.3, -1.5));
            var test = recipe.Test ?? recipe.Holdout;
            recipe.Test = test with { Inputs = [.. test.Inputs] };
            ForEachInput(recipe.Test, (value, _) => (value * factor) + shift);
        })
    {
        Judge = Judge.Test,
        NeedsFullCase = true,
    };

    private static IEnumerable<Sample> AllSamples(Recipe recipe) =>
        recipe.Test is { } test ? [recipe.Train, recipe.Holdout, test] : [recipe.Train, recipe.Holdout];

    private static void ForEachInput(Sample sample, Func<double, int, double> change)
    {
        for (var i = 0; i < sample.Inputs.Length; i++)
            sample.Inputs[i] = change(sample.Inputs[i], i % sample.Features);
    }
}
