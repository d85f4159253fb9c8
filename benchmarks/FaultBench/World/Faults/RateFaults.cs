namespace Optimizers.FaultBench.World;

/// <summary>The rate, its schedule, and the length of the run.</summary>
internal static class RateFaults
{
    public static WorldFault TooLarge(double factor) => new($"rate-times-{factor:F0}", ["step-too-large"], (recipe, _) => recipe.Rate *= factor)
    {
        ClippingMayCure = true,
    };

    // More steps are the other cure of a rate that is a tenth of a good one.
    public static WorldFault TooSmall(double factor) => new(
        $"rate-over-{factor:F0}",
        factor <= 10 ? ["step-too-small", "too-few-steps"] : ["step-too-small"],
        (recipe, _) => recipe.Rate /= factor);

    public static WorldFault TooFewSteps(double factor) => new(
        "too-few-steps",
        ["too-few-steps"],
        (recipe, _) => recipe.Steps = Math.Max(8, (int)(recipe.Steps / factor)))
    {
        RateMayCure = true,
    };

    public static readonly WorldFault DecayedTooEarly = new("decayed-too-early", ["decayed-too-early"], (recipe, random) =>
    {
        var share = random.Log(0.01, 0.03);
        recipe.Shape = random.Integer(0, 2) switch
        {
            0 => (rate, steps) => Schedule.ExponentialDecay(rate, Math.Exp(-1 / Math.Max(2, share * steps))),
            1 => (rate, steps) => Schedule.CosineDecay(Math.Max(3, (long)(2 * share * steps)), rate, 1e-4 * rate),
            _ => (rate, steps) => Schedule.MultiStepDecay(
                rate, 0.05, Math.Max(2, (long)(share * steps)), Math.Max(3, (long)(2 * share * steps))),
        };
    })
    {
        RateMayCure = true,
    };

    /// <summary>What was meant for every epoch is done at every batch.</summary>
    public static readonly WorldFault SteppedPerBatch = new("stepped-per-batch", ["decayed-too-early"], (recipe, random) =>
    {
        var factor = random.Uniform(0.5, 0.85);
        recipe.Shape = (rate, _) => Schedule.ExponentialDecay(rate, factor);
    })
    {
        RateMayCure = true,
    };

    /// <summary>The run ends while the rate still warms up.</summary>
    public static readonly WorldFault WarmUpTooLong = new("warm-up-too-long", ["step-too-small"], (recipe, random) =>
    {
        var times = random.Log(50, 300);
        recipe.Shape = (rate, steps) => Schedule.WarmUp((long)(times * steps), rate);
    });

    public static readonly WorldFault Zero =
        new("rate-zero", ["nothing-moves", "step-too-small"], (recipe, _) => recipe.Shape = (_, _) => Schedule.Constant(0));
}
