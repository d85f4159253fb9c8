namespace Optimizers.FaultBench.World;

/// <summary>A kind that was written after the reasoning of the diagnosis, by somebody who had not read it.</summary>
/// <param name="id">Its name.</param>
internal abstract class LaterKind(string id) : Kind(id, isSeen: false)
{
    /// <summary>The schedules of the field that warm up, fall, or both.</summary>
    protected static Func<double, int, Schedule> Cycle(Random random) => random.Integer(0, 4) switch
    {
        0 => (rate, steps) => Schedule.OneCycle(steps, 1.5 * rate),
        1 => (rate, steps) => Schedule.WarmUp(Math.Max(1, steps / 20), rate).Then(Schedule.CosineDecay(steps - (steps / 20), rate)),
        2 => (rate, steps) => Schedule.WarmUpStableDecay(Math.Max(1, steps / 10), steps / 2, steps * 2 / 5, rate, 0.02 * rate),
        3 => (rate, steps) => Schedule.PolynomialDecay(steps, rate, 0.01 * rate, power: 2),
        _ => (rate, _) => rate,
    };
}
