namespace Optimizers.FaultBench.World;

/// <summary>
/// A change of a training under which what is wrong with it stays the same, and so must what is said of it: the same in other units, names, orders
/// or numbers, trained again.
/// </summary>
/// <param name="Id">Its name.</param>
/// <param name="Apply">Changes the recipe, with whatever fault it has.</param>
internal sealed record Change(string Id, Action<Recipe, Random> Apply)
{
    private static readonly string[] FaultsOfScale = ["unscaled-inputs", "unscaled-targets"];

    /// <summary>Whether the change leaves this training what it is.</summary>
    public Func<Recipe, WorldFault?, bool> Fits { get; init; } = (_, _) => true;

    public static IReadOnlyList<Change> All { get; } =
    [
        new("targets in other units", TargetUnits)
        {
            Fits = (recipe, fault) => recipe is { Loss: LossKind.Squared or LossKind.Absolute, WrongLoss: null, LastActivation: null }
                && IsOfUnitScale(fault) && recipe.Train.Labels is null,
        },
        new("inputs in other units", InputUnits)
        {
            Fits = (recipe, fault) => IsOfUnitScale(fault) && !recipe.Train.Inputs.All(double.IsInteger),
        },
        new("a multiple of the loss", (recipe, random) => Multiply(recipe, random.Log(0.2, 5)))
        {
            Fits = (recipe, fault) => recipe is { HandsModel: true, WrongLoss: null } && fault?.Id != "softmax-twice",
        },
        new("a constant in the loss", (recipe, random) => WithLoss(recipe, factor: 1, constant: random.Uniform(0.1, 0.3)))
        {
            Fits = (recipe, fault) => recipe is { HandsModel: true, WrongLoss: null } && fault?.Id is not ("softmax-twice" or "unscaled-targets"),
        },
        new("other names", (recipe, _) => recipe.Arrange = table =>
        {
            var numbers = table.Entries.Select((entry, k) => (entry.Name, Shown: FormattableString.Invariant($"parameter {k}"))).ToDictionary();
            table.Rename(name => numbers[name]);
        }),
        new("parameters in reverse", (recipe, _) => recipe.Arrange = table => table.Reverse()),
        new("parameters in one vector", (recipe, _) => recipe.Arrange = table => table.Pack())
        {
            // Without their extents what is told by layers is not told.
            Fits = (_, fault) => fault?.Id is not ("not-handed-over" or "detached-layer"),
        },
        new("other numbers of the classes", PermuteClasses)
        {
            Fits = (recipe, _) => recipe is { Train: { Labels: not null, Targets: [], Outputs: > 1 }, WrongLoss: null },
        },
        new("every example twice", (recipe, _) =>
        {
            recipe.Train = recipe.Train.Rows([.. Enumerable.Range(0, 2 * recipe.Train.Count).Select(i => i / 2)]);
        })
        {
            // The steps of an epoch are as many.
            Fits = (recipe, _) => recipe.BatchSize < recipe.Train.Count,
        },
        new("examples in another order", (recipe, random) => recipe.Train = recipe.Train.Rows(random.Permutation(recipe.Train.Count)))
        {
            Fits = (recipe, _) => !recipe.InOrder,
        },
        new("floats", (recipe, _) => recipe.IsSingle = true),
        new("a parameter that nothing uses", (recipe, _) =>
        {
            var model = recipe.Model;
            recipe.Model = pass =>
            {
                pass.Parameter("unused", 1, 3, StartRules.Glorot, isBias: true);
                return model(pass);
            };
        }),
        new("another seed", (recipe, random) => recipe.Seed = random.Next()),
    ];

    private static bool IsOfUnitScale(WorldFault? fault) => fault is null || !FaultsOfScale.Contains(fault.Id);

    // y′ = ay + b of a model that gives az + b: the same network, and a multiple of the loss.
    private static void TargetUnits(Recipe recipe, Random random)
    {
        var (unit, zero, model) = (random.Log(0.4, 2.5), random.Uniform(-0.5, 0.5), recipe.Model);
        recipe.Model = pass => pass.Tape.Map(model(pass), z => (unit * z) + zero, (_, _) => unit);
        ForEachSample(recipe, sample => sample with
        {
            Targets = [.. sample.Targets.Select(y => (unit * y) + zero)],
            Ideal = [.. sample.Ideal.Select(y => (unit * y) + zero)],
        });
        Compensate(recipe, recipe.Loss == LossKind.Squared ? unit * unit : unit);
    }

    // x′ = Ax + c before a model that takes x.
    private static void InputUnits(Recipe recipe, Random random)
    {
        double[] units = [.. Enumerable.Range(0, recipe.Train.Features).Select(_ => random.Log(0.6, 1.7))];
        double[] zeros = [.. units.Select(_ => random.Uniform(-0.4, 0.4))];
        ForEachSample(recipe, sample => sample with
        {
            Inputs = [.. sample.Inputs.Select((x, i) => (units[i % units.Length] * x) + zeros[i % units.Length])],
        });
        var model = recipe.Model;
        recipe.Model = pass =>
        {
            var x = pass.X;
            pass.X = Tape.Constant(x.Rows, x.Columns, [.. x.Values.Select((value, i) => (value - zeros[i % x.Columns]) / units[i % x.Columns])]);
            return model(pass);
        };
    }

    private static void Multiply(Recipe recipe, double factor)
    {
        WithLoss(recipe, factor, constant: 0);
        Compensate(recipe, factor);
    }

    // The loss by the loop's own code; the constant is a share of what chance has.
    private static void WithLoss(Recipe recipe, double factor, double constant)
    {
        var (loss, smoothing) = (recipe.Loss, recipe.Smoothing);
        var added = constant * Losses.Chance(loss, smoothing, recipe.Train);
        recipe.WrongLoss = (tape, outputs, sample) =>
            tape.Map(Losses.Each(tape, loss, smoothing, outputs, sample), each => (factor * each) + added, (_, _) => factor);
    }

    // What makes the same steps under a multiple of the gradient.
    private static void Compensate(Recipe recipe, double factor)
    {
        if (!recipe.Optimizer.IgnoresScale)
            recipe.Rate /= factor;
        if (recipe.Optimizer.Clip is { } norm)
            recipe.Optimizer.Clip = norm * factor;
        if (!recipe.Optimizer.IgnoresScale && recipe.Optimizer.WeightDecay is { } decay)
            recipe.Optimizer.WeightDecay = decay * factor;
        recipe.Optimizer.L2Penalty *= factor;
    }

    private static void PermuteClasses(Recipe recipe, Random random)
    {
        var (order, model) = (random.Permutation(recipe.Train.Outputs), recipe.Model);
        recipe.Model = pass =>
        {
            var outputs = model(pass);
            var columns = order.Select(column => pass.Tape.Columns(outputs, column, 1)).ToArray();
            return columns.Skip(1).Aggregate(columns[0], pass.Tape.Beside);
        };
        ForEachSample(recipe, sample => sample with
        {
            Labels = Array.ConvertAll(sample.Labels!, label => Array.IndexOf(order, label)),
            Ideal = [.. Enumerable.Range(0, sample.Ideal.Length).Select(i =>
                sample.Ideal[(i / sample.Outputs * sample.Outputs) + order[i % sample.Outputs]])],
        });
    }

    private static void ForEachSample(Recipe recipe, Func<Sample, Sample> changed)
    {
        (recipe.Train, recipe.Holdout) = (changed(recipe.Train), changed(recipe.Holdout));
        if (recipe.Test is { } test)
            recipe.Test = changed(test);
    }
}
