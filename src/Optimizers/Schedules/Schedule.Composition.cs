namespace Optimizers;

// What is made of schedules.
public abstract partial class Schedule
{
    /// <summary>The product of two schedules, α(i)·β(i): a warm-up laid over a decay. torch.optim.lr_scheduler.ChainedScheduler.</summary>
    /// <param name="left">α.</param>
    /// <param name="right">β.</param>
    public static Schedule operator *(Schedule left, Schedule right) => Both(left, right, "*", (a, b) => a * b);

    /// <summary>The sum of two schedules, α(i) + β(i).</summary>
    /// <param name="left">α.</param>
    /// <param name="right">β.</param>
    public static Schedule operator +(Schedule left, Schedule right) => Both(left, right, "+", (a, b) => a + b);

    /// <summary>
    /// α(i) = α(i − 1)·factor(i), from a first value on. torch.optim.lr_scheduler.MultiplicativeLR. The value of an iteration later than the last one
    /// asked for is made from there; an earlier one is made from the beginning, with the same bits.
    /// </summary>
    /// <param name="from">The first value α₀; finite.</param>
    /// <param name="factor">The factor of every i ≥ 1. It has to be pure (the same i gives the same value), and finite.</param>
    /// <exception cref="ArgumentNullException">There is no factor.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="from"/> is not finite.</exception>
    public static Schedule Multiplicative(double from, Func<long, double> factor)
    {
        HyperparameterRange.Finite(from);
        ArgumentNullException.ThrowIfNull(factor);
        return new MultiplicativeSchedule(from, factor);
    }

    /// <summary>This schedule again and again, from its beginning after every so many iterations: α(i mod n).</summary>
    /// <param name="every">The number n of iterations; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public Schedule Repeat(long every)
    {
        HyperparameterRange.AtLeast(1, every);
        return new FormulaSchedule($"{this}.Repeat({every})", null, i => At(i % every));
    }

    /// <summary>
    /// This schedule as it begins at a later iteration: α(i − begin), and its first value before. An optimizer asks its schedules for the iteration
    /// of the whole run; one that is set in the middle of it, and shall begin there, is
    /// <c>CosineDecay(10, from: 0.1).StartingAt(optimizer.Iteration)</c>.
    /// </summary>
    /// <param name="begin">The iteration that is its iteration 0; at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">Less than 0.</exception>
    public Schedule StartingAt(long begin)
    {
        HyperparameterRange.AtLeast(0, begin);
        return new LaterSchedule(this, begin);
    }

    private static FormulaSchedule Both(Schedule left, Schedule right, string sign, Func<double, double, double> of)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        var isConstant = left.IsConstant && right.IsConstant;
        var length = left.IsConstant ? right.Length : right.IsConstant ? left.Length : left.Length is { } a && right.Length is { } b
            ? Math.Max(a, b)
            : (long?)null;
        return new FormulaSchedule($"({left} {sign} {right})", length, i => of(left.At(i), right.At(i)), isConstant);
    }
}
