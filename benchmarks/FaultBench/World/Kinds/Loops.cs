namespace Optimizers.FaultBench.World;

/// <summary>Settings of loops as people choose them.</summary>
internal static class Loops
{
    public static OptimizerChoice Rule(Random random, params ReadOnlySpan<string> rules) => new(random.Pick(rules));

    /// <summary>A rate near the usual one.</summary>
    /// <param name="random">What it is drawn from.</param>
    /// <param name="optimizer">The rule.</param>
    /// <param name="plain">A good rate of plain descent for the task.</param>
    /// <param name="adaptive">A good rate of Adam.</param>
    public static double Rate(Random random, OptimizerChoice optimizer, double plain, double adaptive) =>
        optimizer.RateFactor * (optimizer.IgnoresScale ? adaptive : plain) * random.Log(0.5, 1.6);

    public static Func<double, int, Schedule> Shape(Random random) => random.Integer(0, 7) switch
    {
        0 => (rate, steps) => Schedule.WarmUp(Math.Max(1, steps / 10), rate).Then(Schedule.CosineDecay(steps - (steps / 10), rate)),
        1 => (rate, steps) => Schedule.LinearDecay(steps, rate, 0.05 * rate),
        2 => (rate, steps) => Schedule.MultiStepDecay(rate, 0.2, steps * 6 / 10, steps * 8 / 10),
        3 => (rate, steps) => Schedule.InverseTimeDecay(rate, 3.0 / steps),
        _ => (rate, _) => rate,
    };

    /// <summary>All examples now and then, or a power of two from <paramref name="least"/> to 64.</summary>
    public static int Batch(Random random, int count, int least = 8) =>
        random.Chance(0.15) ? count : Math.Min(count, 1 << random.Integer((int)Math.Log2(least), 6));
}
