namespace Optimizers.FaultBench.World;

/// <summary>The optimizer's other settings, and the batches.</summary>
internal static class StepFaults
{
    public static readonly WorldFault MomentumTooHigh = new(
        "momentum-too-high",
        ["momentum-too-high"],
        (recipe, random) => recipe.Optimizer.Momentum = random.Pick(0.99, 0.995, 0.999))
    {
        Fits = recipe => recipe.Optimizer.HasMomentum,
        RateMayCure = true,
    };

    // Decoupled decay shrinks θ by the factor 1 − αλ a step.
    public static readonly WorldFault WeightDecay = new(
        "weight-decay",
        ["weight-decay"],
        (recipe, random) => recipe.Optimizer.WeightDecay = random.Log(0.02, 0.15) / recipe.Rate);

    public static readonly WorldFault L2Penalty = new(
        "l2-penalty",
        ["weight-decay"],
        (recipe, random) => recipe.Optimizer.L2Penalty = random.Log(0.3, 3))
    {
        Fits = recipe => recipe.Loss is not LossKind.Squared,
    };

    public static readonly WorldFault ClippingTooTight = new(
        "clipping-too-tight",
        ["clipping-too-tight"],
        (recipe, random) => recipe.Optimizer.Clip = random.Log(2e-4, 2e-3))
    {
        Fits = recipe => !recipe.Optimizer.IgnoresScale,
        RateMayCure = true,
    };

    public static readonly WorldFault BatchOfOne = new("batch-of-one", ["noise-dominated", "step-too-large"], (recipe, random) =>
    {
        recipe.BatchSize = 1;
        recipe.Rate *= random.Log(3, 8);
    });

    public static readonly WorldFault SortedBatches = new("sorted-batches", ["correlated-batches"], (recipe, _) =>
    {
        var train = recipe.Train;
        var keys = train.Labels is { } labels
            ? [.. labels.Select(label => (double)label)]
            : Enumerable.Range(0, train.Count).Select(i => train.Target(i)[0]).ToArray();
        var order = Enumerable.Range(0, train.Count).ToArray();
        Array.Sort(keys, order);
        (recipe.Train, recipe.InOrder) = (train.Rows(order), true);
        recipe.BatchSize = Math.Min(recipe.BatchSize, Math.Max(1, train.Count / 16));
    });
}
