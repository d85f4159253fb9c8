namespace Optimizers.FaultBench.World;

/// <summary>Starts that do harm.</summary>
internal static class StartFaults
{
    public static readonly WorldFault Zero = new("zero-start", ["symmetry", "saddle", "nothing-moves"], (recipe, _) =>
        recipe.Start = (_, theta, _) => Array.Clear(theta))
    {
        Fits = IsHidden,
    };

    public static readonly WorldFault Constant = new("constant-start", ["symmetry"], (recipe, random) =>
    {
        var value = random.Log(0.05, 0.5);
        recipe.Start = (table, theta, _) => ForEach(table, theta, weights: old => value, biases: old => 0);
    })
    {
        Fits = IsHidden,
    };

    public static WorldFault Huge(double factor) => new("huge-start", ["exploding-gradient", "saturation"], (recipe, _) =>
        recipe.Start = (table, theta, _) => ForEach(table, theta, weights: old => factor * old, biases: old => old))
    {
        Fits = IsHidden,
        RateMayCure = true,
    };

    /// <summary>Hidden units that end at the borders of tanh or the logistic function.</summary>
    public static WorldFault Saturated(double factor) => new("saturated-start", ["saturation", "exploding-gradient"], (recipe, _) =>
        recipe.Start = (table, theta, _) =>
        {
            var last = table.Entries.Last(entry => !entry.IsBias);
            foreach (var entry in table.Entries.Where(entry => !entry.IsBias && entry != last))
                Scale(theta.AsSpan(entry.Offset, entry.Length), factor);
        })
    {
        Fits = IsHidden,
        RateMayCure = true,
    };

    public static WorldFault Tiny(double factor) => new("tiny-start", ["vanishing-gradient", "saddle"], (recipe, _) =>
        recipe.Start = (table, theta, _) => ForEach(table, theta, weights: old => old * factor, biases: old => 0))
    {
        Fits = IsHidden,
        RateMayCure = true,
    };

    /// <summary>ReLUs that are silent for every example.</summary>
    public static readonly WorldFault Dead = new("dead-start", ["dead-units", "nothing-moves"], (recipe, _) =>
        recipe.Start = (table, theta, _) =>
        {
            var last = table.Entries.Last(entry => entry.IsBias);
            foreach (var entry in table.Entries.Where(entry => entry.Name[0] == 'b' && entry != last))
                theta.AsSpan(entry.Offset, entry.Length).Fill(-9);
        })
    {
        Fits = IsHidden,
    };

    /// <summary>Probabilities of exactly zero, whose logarithm is taken.</summary>
    public static readonly WorldFault LogOfZero = new("log-of-zero", ["non-finite"], (recipe, _) =>
        recipe.Start = (table, theta, _) =>
        {
            var last = table.Entries.Last(entry => !entry.IsBias);
            Scale(theta.AsSpan(last.Offset, last.Length), 5000);
        })
    {
        Fits = recipe => recipe.Loss is LossKind.BinaryOfProbabilities or LossKind.CrossEntropyOfProbabilities,
    };

    /// <summary>A recurrence whose state grows with every time.</summary>
    public static WorldFault GrowingRecurrence(string matrix, double factor) => new("growth-through-time", ["exploding-gradient"], (recipe, _) =>
    {
        recipe.HiddenActivation = Activation.Relu;
        recipe.Start = (table, theta, _) =>
        {
            var entry = table.Entries.First(entry => entry.Name == matrix);
            foreach (ref var value in theta.AsSpan(entry.Offset, entry.Length))
                value = factor * Math.Abs(value);
        };
        recipe.Optimizer.Clip = null;
    })
    {
        RateMayCure = true,
    };

    private static bool IsHidden(Recipe recipe) => recipe.NewTable().Entries.Count(entry => !entry.IsBias) > 1;

    private static void ForEach(ParameterTable table, double[] theta, Func<double, double> weights, Func<double, double> biases)
    {
        foreach (var entry in table.Entries.Where(entry => entry.Name[0] is not ('g' or 's')))
        {
            foreach (ref var value in theta.AsSpan(entry.Offset, entry.Length))
                value = entry.IsBias ? biases(value) : weights(value);
        }
    }

    private static void Scale(Span<double> values, double factor)
    {
        foreach (ref var value in values)
            value *= factor;
    }
}
