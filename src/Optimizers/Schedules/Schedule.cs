namespace Optimizers;

/// <summary>
/// A hyperparameter as a function α(i) of the iteration i = 0, 1, 2, …: a learning rate, a momentum, a weight decay.
/// </summary>
/// <remarks>
/// <para>A schedule is pure: its value depends on the iteration alone, so that a resumed run continues exactly; one schedule may serve many
/// optimizers and threads.</para>
/// <para>A number is a constant schedule: wherever a <see cref="Schedule"/> is expected, <c>1e-3</c> will do.</para>
/// <para>The schedules of this class give the same bits on every machine, and the value of their formula within 0.51 ulp. Where that value is
/// the small difference of larger ones (such as a rise from 0 in its first iterations), an error of up to 2⁻¹⁰⁰ of the larger may come on top.</para>
/// <para>A schedule of one's own is a <see cref="From"/>, or a class that overrides <see cref="Evaluate"/>, <see cref="Length"/> when it
/// ends, and <see cref="object.ToString"/>.</para>
/// </remarks>
/// <example>
/// <code>
/// var learningRate = Schedule.WarmUp(100, to: 0.02).Then(Schedule.CosineDecay(20_000, from: 0.02));
/// learningRate.At(99);        // 0.02
/// </code>
/// </example>
public abstract partial class Schedule
{
    private readonly double _constant = double.NaN;

    /// <summary>A schedule that is given by <see cref="Evaluate"/>.</summary>
    protected Schedule()
    {
    }

    /// <summary>A schedule of one value in all iterations, which is not asked for any more; NaN or an infinity where there is none.</summary>
    private protected Schedule(double constant) => _constant = constant;

    /// <summary>
    /// The number of iterations until the schedule has reached its last value, α(Length), which it holds from then on; null when it has no end.
    /// </summary>
    public virtual long? Length => null;

    /// <summary>
    /// True if it is known that every value is the same. Then what a rule has accumulated under it can be converted exactly: see
    /// <see cref="Optimizer.CarryOver"/>.
    /// </summary>
    public virtual bool IsConstant => false;

    /// <summary>The value α(i).</summary>
    /// <param name="iteration">The iteration i ≥ 0; from <see cref="Length"/> on, the value is the last one.</param>
    /// <returns>A finite number. Its range is the optimizer's to check: a learning rate is not negative, a momentum is below 1.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="iteration"/> is negative.</exception>
    /// <exception cref="NotFiniteNumberException">The schedule's formula gives NaN or an infinity here.</exception>
    public double At(long iteration)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(iteration);
        if (double.IsFinite(_constant))
            return _constant;
        var value = Evaluate(Length is { } length && iteration > length ? length : iteration);
        return double.IsFinite(value) ? value : throw NotFinite(iteration, value);
    }

    /// <summary>
    /// Points of the curve over the first <paramref name="iterations"/> iterations, evenly spaced, the first and the last iteration included;
    /// every iteration once when there are no more than <paramref name="points"/> of them.
    /// </summary>
    /// <param name="iterations">The number of iterations to show; at least 1.</param>
    /// <param name="points">The largest number of points to return; at least 2.</param>
    /// <returns>The points in the order of their iterations.</returns>
    /// <example>
    /// With ScottPlot, in one line:
    /// <code>
    /// plot.Add.ScatterLine(schedule.Sample(20_000).Select(p =&gt; new Coordinates(p.Iteration, p.Value)).ToArray());
    /// </code>
    /// </example>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer than 1 <paramref name="iterations"/> or 2 <paramref name="points"/>.</exception>
    /// <exception cref="NotFiniteNumberException">The schedule's formula gives NaN or an infinity at one of the points.</exception>
    public IReadOnlyList<SchedulePoint> Sample(long iterations, int points = 512)
    {
        HyperparameterRange.AtLeast(1, iterations);
        HyperparameterRange.AtLeast(2, points);

        var samples = new SchedulePoint[Math.Min(iterations, points)];
        for (var k = 0; k < samples.Length; k++)
        {
            var iteration = samples.Length == 1 ? 0 : (long)((Int128)k * (iterations - 1) / (samples.Length - 1));
            samples[k] = new SchedulePoint(iteration, At(iteration));
        }

        return samples;
    }

    /// <summary>
    /// This schedule for its <see cref="Length"/> n, then the next one from its own beginning: α(i) for i &lt; n, next(i − n) from there.
    /// </summary>
    /// <param name="next">What follows.</param>
    /// <exception cref="InvalidOperationException">
    /// This schedule has no end: say when the next one begins, <see cref="Then(Schedule, long)"/>.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">Both lengths together exceed <see cref="long.MaxValue"/>.</exception>
    public Schedule Then(Schedule next)
    {
        ArgumentNullException.ThrowIfNull(next);
        var length = Length ?? throw new InvalidOperationException(
            $"{this} has no end after which {next} could begin. Say when it begins: Then(next, after: iterations).");
        return Join(next, length, $"{this}.Then({next})");
    }

    /// <summary>
    /// This schedule for n = <paramref name="after"/> iterations, then the next one from its own beginning: α(i) for i &lt; n, next(i − n) from
    /// there. A schedule that is longer than n is cut, a shorter one holds its last value until then.
    /// </summary>
    /// <param name="next">What follows.</param>
    /// <param name="after">The iteration n at which it begins; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="after"/> is below 1, or exceeds <see cref="long.MaxValue"/> together with the
    /// length of <paramref name="next"/>.</exception>
    public Schedule Then(Schedule next, long after)
    {
        ArgumentNullException.ThrowIfNull(next);
        HyperparameterRange.AtLeast(1, after);
        return Join(next, after, $"{this}.Then({next}, after: {after})");
    }

    /// <summary>This schedule times a number: factor·α(i).</summary>
    /// <param name="factor">A finite number.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="factor"/> is not finite.</exception>
    public Schedule Scale(double factor)
    {
        HyperparameterRange.Finite(factor);
        return new FormulaSchedule($"{this}.Scale({factor})", Length, i => factor * At(i));
    }

    /// <inheritdoc cref="Scale"/>
    /// <param name="schedule">The schedule.</param>
    /// <param name="factor">A finite number.</param>
    public static Schedule operator *(Schedule schedule, double factor)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        return schedule.Scale(factor);
    }

    /// <inheritdoc cref="Scale"/>
    /// <param name="factor">A finite number.</param>
    /// <param name="schedule">The schedule.</param>
    public static Schedule operator *(double factor, Schedule schedule) => schedule * factor;

    /// <summary>This schedule between two bounds: min(max(α(i), <paramref name="min"/>), <paramref name="max"/>).</summary>
    /// <param name="min">The smallest value; finite.</param>
    /// <param name="max">The largest value; finite, at least <paramref name="min"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A bound is not finite, or <paramref name="max"/> is below <paramref name="min"/>.</exception>
    public Schedule Clamp(double min, double max)
    {
        HyperparameterRange.Finite(min);
        HyperparameterRange.Finite(max);
        if (max < min)
            throw HyperparameterRange.Outside(nameof(max), max, FormattableString.Invariant($"at least min, which is {min}"));
        return new FormulaSchedule($"{this}.Clamp(min: {min}, max: {max})", Length, i => Math.Clamp(At(i), min, max));
    }

    /// <summary>The value α(i) by the schedule's own formula.</summary>
    /// <param name="iteration">The iteration i, with 0 ≤ i, and i ≤ <see cref="Length"/> where there is one.</param>
    /// <returns>The value; it has to depend on <paramref name="iteration"/> alone and to be finite.</returns>
    protected abstract double Evaluate(long iteration);

    private FormulaSchedule Join(Schedule next, long after, FormattableString text)
    {
        if (next.Length > long.MaxValue - after)
            throw new ArgumentOutOfRangeException(nameof(next), next,
                $"The length of next must be at most {long.MaxValue - after}, so that both together fit into a long.");
        return new FormulaSchedule(text, after + next.Length, i => i < after ? At(i) : next.At(i - after));
    }

    private NotFiniteNumberException NotFinite(long iteration, double value) => new(
        FormattableString.Invariant($"{this} is {value} at iteration {iteration}. A schedule's value must be a finite number."), value);
}
