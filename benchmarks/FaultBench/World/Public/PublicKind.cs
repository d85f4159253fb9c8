namespace Optimizers.FaultBench.World;

/// <summary>
/// A case that was reported in public, or a recipe of a tutorial. The healthy recipe of a case is the program with the accepted cure; the one fault
/// puts the reported mistake back.
/// </summary>
/// <param name="id">Its name in the list of cases.</param>
/// <param name="make">The healthy recipe of a seed.</param>
/// <param name="mistake">What was reported; null for a tutorial.</param>
internal sealed class PublicKind(string id, Func<Random, int, Recipe> make, WorldFault? mistake = null) : Kind(id, isSeen: false)
{
    public override IReadOnlyList<WorldFault> Faults { get; } = mistake is null ? [] : [mistake];

    /// <summary>The reported mistake with its accepted causes.</summary>
    public static WorldFault Reported(string[] accepted, Action<Recipe> apply) => new("reported", accepted, (recipe, _) => apply(recipe));

    /// <summary>Training examples, a holdout, and half the time testing examples.</summary>
    public static (Sample Train, Sample Holdout, Sample? Test) Samples(
        Random random, int count, int features, int outputs, bool hasLabels, Action<Sample, int> fill) =>
        Split(random, count, features, outputs, hasLabels, fill);

    /// <summary>A recipe of data, model, loss, rule and loop.</summary>
    public static Recipe Program(
        (Sample Train, Sample Holdout, Sample? Test) data,
        int seed,
        Func<Pass, Node> model,
        LossKind loss,
        string rule,
        double rate,
        int batch,
        int steps) => new()
        {
            Train = data.Train,
            Holdout = data.Holdout,
            Test = data.Test,
            Model = model,
            Loss = loss,
            Optimizer = new OptimizerChoice(rule),
            Rate = rate,
            BatchSize = batch,
            Steps = steps,
            Seed = seed,
        };

    protected override Recipe Make(Random random, int seed) => make(random, seed);
}
