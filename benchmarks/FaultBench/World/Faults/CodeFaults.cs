namespace Optimizers.FaultBench.World;

/// <summary>Slips in the loop and in the backward pass.</summary>
internal static class CodeFaults
{
    public static readonly WorldFault GradientsNotCleared = new("gradients-not-cleared", ["gradients-not-cleared"], (recipe, _) =>
        recipe.KeepsGradients = true)
    {
        RateMayCure = true,
    };

    /// <summary>Of one weight matrix (or all, of one) the gradient has the wrong sign.</summary>
    public static readonly WorldFault WrongSign = new("wrong-sign", ["wrong-gradient"], (recipe, random) =>
    {
        var which = random.Next(100);
        recipe.GradientSlip = (table, gradient) =>
        {
            var matrices = table.Entries.Where(entry => !entry.IsBias).ToArray();
            var entry = matrices[which % matrices.Length];
            foreach (ref var slope in gradient.AsSpan(entry.Offset, entry.Length))
                slope = -slope;
        };
    });

    /// <summary>A term of the gradient is missing: every second row of the weights reads its neighbour's.</summary>
    public static readonly WorldFault WrongTerm = new("wrong-term", ["wrong-gradient"], (recipe, _) =>
        recipe.GradientSlip = (table, gradient) =>
        {
            foreach (var entry in table.Entries.Where(entry => !entry.IsBias && entry.Length > 1))
                gradient.AsSpan(entry.Offset, entry.Length).Reverse();
        });

    /// <summary>The loop takes the sum over the batch where the rate was chosen for the mean.</summary>
    public static readonly WorldFault SummedLoss = new("summed-loss", ["wrong-loss"], (recipe, _) =>
        recipe.WrongLoss = (tape, outputs, sample) =>
            tape.Scale(Losses.Each(tape, recipe.Loss, recipe.Smoothing, outputs, sample), sample.Count))
    {
        RateMayCure = true,
        ClippingMayCure = true,
        Fits = recipe => !recipe.Optimizer.IgnoresScale && recipe.BatchSize >= 16,
    };

    /// <summary>Evaluations normalize by running averages that no training step updates.</summary>
    public static readonly WorldFault AveragesNotKept = new("averages-not-kept", ["evaluation-differs"], (recipe, _) =>
        recipe.KeepsNoAverages = true);

    public static WorldFault Detached(string layer) => new("detached-layer", ["no-gradient"], (recipe, _) => recipe.Detached = layer);

    public static WorldFault NotHandedOver(params string[] names) => new("not-handed-over", ["not-handed-over"], (recipe, _) =>
        recipe.IsHandedOver = name => !names.Contains(name));

    public static readonly WorldFault NoGradients = new("all-gradients-zero", ["nothing-moves", "no-gradient", "wrong-gradient"], (recipe, _) =>
        recipe.GradientSlip = (_, gradient) => Array.Clear(gradient));
}
