using MathNet.Numerics.LinearAlgebra;
using Optimizers.Curvature;
using Optimizers.Diagnostics;

namespace Optimizers.FaultBench.World;

/// <summary>What a user hands over of a training.</summary>
internal static class Cases
{
    // As many as a user would take.
    private const int MostBatches = 32;

    /// <param name="training">The training.</param>
    /// <param name="tier">How much.</param>
    /// <param name="tellsBounds">True for a user who knows what chance is, and what satisfies.</param>
    public static TrainingCase Of(Training training, Tier tier, bool tellsBounds)
    {
        var (recipe, table, monitor) = (training.Recipe, training.Table, training.Monitor);
        if (tier == Tier.Log)
            return new TrainingCase(monitor);
        var sample = recipe.Train.Spread(recipe.SampleSize);
        var plain = new TrainingCase(monitor)
        {
            Objective = new RecipeObjective(recipe, table, sample),
            Labels = sample.Labels,
            Targets = sample.Labels is null && sample.Outputs == 1 ? sample.Targets : null,

            // The monitor knows where the training is, unless the loop has forgotten a parameter, or the step.
            Theta = !recipe.TakesNoSteps && table.Entries.All(entry => recipe.IsHandedOver(entry.Name)) ? null
                : Vector<double>.Build.Dense([.. training.Theta]),
        };

        // What chance is of a loss without a name only its user knows.
        if (recipe.Loss == LossKind.Poisson)
            plain = plain with { ChanceLoss = Losses.Chance(recipe.Loss, recipe.Smoothing, sample) };
        if (tellsBounds)
            plain = WithBounds(plain, recipe, sample);
        if (tier == Tier.Plain)
            return plain;
        var full = plain with
        {
            Start = Vector<double>.Build.Dense([.. training.Start]),
            NewStart = seed => Vector<double>.Build.Dense(recipe.NewStart(table, seed)),
            NewOptimizer = recipe.Optimizer.Make,
        };
        return recipe.HandsModel ? WithModel(full, training, sample) : ByHand(full, training, sample);
    }

    /// <summary>Data, loss and model, and by hand only what they do not tell.</summary>
    private static TrainingCase WithModel(TrainingCase full, Training training, Sample sample)
    {
        var (recipe, table) = (training.Recipe, training.Table);

        // The classes behind smoothed answers are told with what is in their order.
        var tellsLabels = recipe.Smoothing > 0;

        // Batches made of the sample would be shuffled, without masks, and few if it is small.
        var tellsBatches = recipe.InOrder || recipe.ObjectiveIsStochastic || sample.Count < recipe.Train.Count;
        return full with
        {
            Data = CaseParts.Data(recipe, recipe.Train),
            ValidationData = CaseParts.Data(recipe, recipe.Holdout),
            TestData = recipe.Test is { } test ? CaseParts.Data(recipe, test) : null,
            BatchSize = Math.Min(recipe.BatchSize, recipe.Train.Count),
            SampleSize = recipe.SampleSize,
            Loss = CaseParts.Loss(recipe),
            Model = CaseParts.Model(training),
            Objective = recipe.ObjectiveIsStochastic ? full.Objective : null,
            Batches = tellsBatches ? Batches(recipe, table) : null,
            Labels = tellsLabels ? full.Labels : null,
            Targets = null,
            ExampleLosses = tellsLabels ? theta => ExampleLosses(recipe, table, sample, theta) : null,
            Inputs = tellsLabels ? ToMatrix(sample) : null,
            HiddenLayers = IsPlainChain(recipe, table) ? null : HiddenLayers(recipe, table, sample),
        };
    }

    private static TrainingCase ByHand(TrainingCase full, Training training, Sample sample)
    {
        var (recipe, table) = (training.Recipe, training.Table);
        return full with
        {
            Batches = Batches(recipe, table),
            HiddenLayers = HiddenLayers(recipe, table, sample),
            ExampleLosses = theta => ExampleLosses(recipe, table, sample, theta),
            Inputs = ToMatrix(sample),
            TestInputs = recipe.Test is { } some ? ToMatrix(some) : null,
            Validation = new RecipeObjective(recipe, table, recipe.Holdout.First(recipe.SampleSize)),
            Test = recipe.Test is { } test ? new RecipeObjective(recipe, table, test.First(recipe.SampleSize)) : null,
            ExampleCount = recipe.Train.Count,
        };
    }

    private static TrainingCase WithBounds(TrainingCase plain, Recipe recipe, Sample sample)
    {
        var floor = Losses.Floor(recipe.Loss, recipe.Smoothing, sample);
        var chance = Losses.Chance(recipe.Loss, recipe.Smoothing, sample);
        return plain with { ChanceLoss = chance, SatisfactoryLoss = floor + (0.35 * (chance - floor)) };
    }

    private static MiniBatchObjective? Batches(Recipe recipe, ParameterTable table)
    {
        if (recipe.BatchSize >= recipe.Train.Count)
            return null;
        var order = new BatchOrder(recipe);
        var count = Math.Min(MostBatches, recipe.Train.Count / recipe.BatchSize);
        return count < 2 ? null : new MiniBatchObjective(
            [.. Enumerable.Range(0, count).Select(_ => new RecipeObjective(recipe, table, order.Next()))]);
    }

    private static double[] ExampleLosses(Recipe recipe, ParameterTable table, Sample sample, Vector<double> theta) =>
        recipe.ExampleLosses(recipe.NewPass(table, theta.ToArray(), sample, wantsSlopes: false, null)).Values;

    private static Func<Vector<double>, IReadOnlyList<LayerActivations>>? HiddenLayers(Recipe recipe, ParameterTable table, Sample sample) =>
        Passed(recipe, recipe.NewPass(table, null, sample.First(2), false, null)).Hidden.Count == 0 ? null
            : theta => Layers(recipe, table, sample, theta);

    // Of such a model the recorded activations tell by their sizes which weights lie around them.
    private static bool IsPlainChain(Recipe recipe, ParameterTable table)
    {
        var hidden = Passed(recipe, recipe.NewPass(table, null, recipe.Train.First(2), false, null)).Hidden;
        ParameterTable.Entry[] matrices = [.. table.Entries.Where(entry => !entry.IsBias)];
        return hidden.Count == matrices.Length - 1 && matrices[0].Inputs == recipe.Train.Features
            && hidden.Select((layer, k) => layer.Incoming == matrices[k].Name && layer.Outgoing == matrices[k + 1].Name).All(fits => fits);
    }

    private static LayerActivations[] Layers(Recipe recipe, ParameterTable table, Sample sample, Vector<double> theta)
    {
        var pass = Passed(recipe, recipe.NewPass(table, theta.ToArray(), sample, wantsSlopes: false, null));
        return
        [
            .. pass.Hidden.Select(layer => new LayerActivations(
                layer.Name,
                CaseParts.ToMatrix(layer.Node),
                layer.Activation.Lower,
                layer.Activation.Upper,
                Known(table, layer.Incoming),
                Known(table, layer.Outgoing),
                Known(table, layer.Bias))),
        ];
    }

    private static Pass Passed(Recipe recipe, Pass pass)
    {
        recipe.Model(pass);
        return pass;
    }

    private static string? Known(ParameterTable table, string? name) =>
        !table.IsPacked && table.Entries.FirstOrDefault(entry => entry.Name == name) is { } entry ? table.Shown(entry) : null;

    private static Matrix<double> ToMatrix(Sample sample) => Matrix<double>.Build.Dense(sample.Features, sample.Count, [.. sample.Inputs]);
}
