namespace Optimizers;

/// <summary>α(i) = α(i − 1)·factor(i).</summary>
/// <param name="from">α(0).</param>
/// <param name="factor">The factor of an iteration.</param>
internal sealed class MultiplicativeSchedule(double from, Func<long, double> factor) : Schedule
{
    // The last value that was asked for: a shortcut, replaced as a whole, so that any thread finds one that is right.
    private SchedulePoint[] _last = [new(0, from)];

    public override string ToString() => FormattableString.Invariant($"Multiplicative(from: {from}, factor)");

    protected override double Evaluate(long iteration)
    {
        var last = Volatile.Read(ref _last)[0];
        var (at, value) = last.Iteration <= iteration ? (last.Iteration, last.Value) : (0, from);
        while (at < iteration)
            value *= factor(++at);
        Volatile.Write(ref _last, [new(iteration, value)]);
        return value;
    }
}
