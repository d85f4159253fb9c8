using Optimizers.Diagnostics;

namespace Optimizers.FaultBench.World;

/// <summary>A training that has run, watched as a user would watch it.</summary>
internal sealed class Training
{
    private Training(Recipe recipe)
    {
        Recipe = recipe;
        Table = recipe.NewTable();
        Start = recipe.NewStart(Table, recipe.Seed);
        Theta = [.. Start];
    }

    public Recipe Recipe { get; }

    public ParameterTable Table { get; }

    public double[] Start { get; }

    public double[] Theta { get; }

    public TrainingMonitor Monitor { get; } = new();

    public static Training Run(Recipe recipe)
    {
        var training = new Training(recipe);
        training.Run();
        return training;
    }

    /// <summary>
    /// The share of the reducible loss that is left over a sample: 0 is the ideal model, 1 the best constant. Infinite where it is not finite.
    /// </summary>
    public double Harm(Sample sample, bool asRecorded = false)
    {
        var loss = Recipe.LossOver(Table, Theta, sample, asRecorded);
        var floor = Losses.Floor(Recipe.Loss, Recipe.Smoothing, sample);
        var chance = Losses.Chance(Recipe.Loss, Recipe.Smoothing, sample);
        return double.IsFinite(loss) ? (loss - floor) / (chance - floor) : double.PositiveInfinity;
    }

    private void Run()
    {
        var recipe = Recipe;
        var (order, masks) = (new BatchOrder(recipe), new Random(recipe.Seed + 77));
        var (gradient, sum) = (new double[Theta.Length], new double[Theta.Length]);
        var optimizer = recipe.Optimizer.Make(recipe.Schedule);
        var plateau = recipe.FallsOnPlateau ? new ReduceOnPlateau(optimizer, factor: 0.3, patience: 8, maximizes: recipe.PlateauIsOfMaximum) : null;
        var (epoch, sumOfEpoch) = (Math.Max(1, recipe.Train.Count / recipe.BatchSize), 0.0);
        optimizer.Watch(Monitor);
        Monitor.RecordBatchSize(Math.Min(recipe.BatchSize, recipe.Train.Count));
        var (single, slopes) = (Array.ConvertAll(Theta, value => (float)value), new float[Theta.Length]);
        Parameter[] parameters = recipe.IsSingle
            ? Handed(
                (at, length) => new(single.AsMemory(at, length), slopes.AsMemory(at, length)),
                (at, rows, columns) => Parameter.Matrix(single.AsMemory(at, rows * columns), slopes.AsMemory(at, rows * columns), rows, columns))
            : Handed(
                (at, length) => new(Theta.AsMemory(at, length), gradient.AsMemory(at, length)),
                (at, rows, columns) => Parameter.Matrix(Theta.AsMemory(at, rows * columns), gradient.AsMemory(at, rows * columns), rows, columns));
        if (recipe.IsSingle)
            Copy(single, Theta);
        for (var i = 0; i < recipe.Steps; i++)
        {
            if (i > 0 && i % epoch == 0)
            {
                if (recipe.ResetsParameters)
                    Start.CopyTo(Theta, 0);
                if (recipe.RenewsOptimizer)
                {
                    optimizer = recipe.Optimizer.Make(recipe.Schedule);
                    optimizer.Watch(Monitor);
                }
            }

            var pass = recipe.NewPass(Table, Theta, order.Next(), wantsSlopes: true, masks);
            var loss = pass.Tape.Mean(recipe.ExampleLosses(pass));
            pass.Tape.Backward(loss);
            pass.CollectSlopes(gradient);
            recipe.GradientSlip?.Invoke(Table, gradient);
            if (recipe.KeepsGradients)
            {
                for (var j = 0; j < sum.Length; j++)
                    gradient[j] = sum[j] += gradient[j];
            }

            recipe.BeforeStep?.Invoke(gradient);
            for (var j = 0; recipe.AddedParts > 1 && j < gradient.Length; j++)
                gradient[j] *= recipe.AddedParts;
            for (var j = 0; recipe.IsSingle && j < slopes.Length; j++)
                slopes[j] = (float)gradient[j];
            Monitor.RecordLoss(loss.Values[0]);
            try
            {
                if (!recipe.TakesNoSteps)
                    optimizer.Step(parameters);
                if (recipe.IsSingle)
                    Copy(single, Theta);
            }
            catch (NonFiniteGradientException)
            {
                // The user's program ends here.
                break;
            }

            sumOfEpoch += loss.Values[0];
            if ((i + 1) % epoch == 0)
            {
                plateau?.Report(sumOfEpoch / epoch);
                sumOfEpoch = 0;
            }
        }
    }

    private Parameter[] Handed(Func<int, int, Parameter> vector, Func<int, int, int, Parameter> matrix)
    {
        if (Table.IsPacked)
            return [vector(0, Theta.Length) with { Name = "theta" }];
        return
        [
            .. Table.InTheta.Where(entry => Recipe.IsHandedOver(entry.Name)).Select(entry =>
                (entry.IsBias ? vector(entry.Offset, entry.Length) : matrix(entry.Offset, entry.Outputs, entry.Inputs))
                    with { Name = Table.Shown(entry) }),
        ];
    }

    private static void Copy(float[] from, double[] to)
    {
        for (var i = 0; i < to.Length; i++)
            to[i] = from[i];
    }
}
