namespace Optimizers.FaultBench.World;

/// <summary>Holds the objective that follows from data, loss and model against the loop's own, for every kind and fault.</summary>
internal static class CaseCheck
{
    private const double Tolerance = 1e-9;

    /// <summary>Checks all; the report has a line for each that differs.</summary>
    public static bool Run(TextWriter report)
    {
        var (isRight, count) = (true, 0);
        Kind[] kinds = [.. KindList.All, .. LaterKinds.All, .. ReportedKinds.All];
        foreach (var kind in kinds)
        {
            foreach (var fault in kind.Faults.Prepend(null))
            {
                var recipe = kind.Make(1);
                if (!recipe.HandsModel || fault?.Fits(recipe) == false)
                    continue;
                fault?.Apply(recipe, new Random(1));
                if (recipe.DropsAlways)
                    continue; // Two losses of it differ.
                recipe.Steps = 20;
                count++;
                if (Difference(Training.Run(recipe)) is { } difference)
                {
                    isRight = false;
                    report.WriteLine($"WRONG  {kind.Id} {fault?.Id}: {difference}");
                }
            }
        }

        report.WriteLine($"{(isRight ? "right" : "WRONG")}  data, loss and model of {count} trainings");
        return isRight;
    }

    private static string? Difference(Training training)
    {
        // In the order of the loop's data, without which a fault that mixes examples mixes others.
        var recipe = training.Recipe;
        var given = Cases.Of(training, Tier.Full, tellsBounds: false) with { Objective = null, SampleSize = recipe.Train.Count };
        if (given.Objective is not { } objective)
            return "there is no objective";
        double[] theta = [.. training.Theta];
        var loss = recipe.LossOver(training.Table, theta, recipe.Train, asTheLoopHasIt: true);
        var gradient = recipe.Gradient(training.Table, theta, recipe.Train, masks: null);
        if (!double.IsFinite(loss) || !gradient.All(double.IsFinite))
            return null; // An objective has no such value.
        var (found, slopes) = (objective.Loss(theta), new double[theta.Length]);
        objective.Gradient(theta, slopes);
        return Differ(found, loss) ? $"the loss is {found}, not {loss}"
            : slopes.Where((slope, i) => Differ(slope, gradient[i])).Any() ? "the gradients differ"
            : theta.AsSpan().SequenceEqual(training.Theta) ? null : "θ is not as it was";
    }

    private static bool Differ(double a, double b) => !(Math.Abs(a - b) <= Tolerance * (1 + Math.Abs(b)));
}
