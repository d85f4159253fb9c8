namespace Optimizers.Curvature;

/// <summary>The derivative of a loss along a line, φ'(0), by central differences with the step of least total error.</summary>
/// <remarks>
/// <para>
/// D(h) = (φ(h) − φ(−h))/2h is off by h²φ‴/6 and by ε/h, ε a bound on the error of a value: least at h = ∛(3ε/|φ‴|) (Moré and Wild, "Estimating
/// derivatives of noisy simulations", ACM TOMS 38, 2012, for the forward difference and φ″; the same argument). φ‴ comes from a second step:
/// D(2h) − D(h) = h²φ‴/2, within 1.5·ε/h. The estimate of the error is therefore |D(2h) − D(h)|/3 + 1.5·ε/h.
/// </para>
/// <para>
/// S(h) = φ(h) − 2φ(0) + φ(−h) grows as h², so that S(2h) = 4S(h). Where a kink lies within the step it does not, and D(h) is off by |S(h)|/2h, half
/// the difference of the slopes on both sides: this is then added to the error. Where the slopes on both sides stay what they are from h to 2h, but
/// for a quarter of the difference, the kink is at the point itself, and the two slopes are told.
/// </para>
/// </remarks>
/// <param name="Value">φ'(0).</param>
/// <param name="Error">An estimate of its error; ∞ where no step had finite values.</param>
/// <param name="Step">h.</param>
/// <param name="Noise">The part of the error that comes from ε: no error below it can be seen.</param>
/// <param name="Evaluations">How many values were taken.</param>
internal readonly record struct Slope(double Value, double Error, double Step, double Noise, int Evaluations)
{
    /// <summary>The slopes on the two sides where the point is on a kink; null where it is not.</summary>
    public Sides? Kink { get; private init; }

    /// <summary>The slopes behind and ahead of a kink, and an estimate of the error of either.</summary>
    public readonly record struct Sides(double Behind, double Ahead, double Error);

    private const int MaxTrials = 6;
    private const int MaxShortenings = 6;

    /// <summary>φ(t), and the t that was really taken, next to the one asked for.</summary>
    public delegate double Line(double t, out double taken);

    /// <param name="line">φ. A value that is not finite makes the step shorter.</param>
    /// <param name="center">φ(0).</param>
    /// <param name="error">ε beyond the rounding of the value, ≥ 0.</param>
    /// <param name="unitRoundoff">u: φ(t) is off by u·|φ(t)| at least.</param>
    /// <param name="step">The first h, > 0. Four values are taken where it is within a factor of 4 of the best.</param>
    /// <param name="longest">The longest h, ≥ step.</param>
    /// <param name="trials">How many steps may be tried, not counting those that left the domain of the loss.</param>
    /// <param name="argument">|x| of φ(t) = f(x + t): φ is off by u·|x·φ'| at least, what a rounding of x makes of it.</param>
    public static Slope At(
        Line line, double center, double error, double unitRoundoff, double step, double longest, int trials = MaxTrials, double argument = 0)
    {
        var best = new Slope(double.NaN, double.PositiveInfinity, step, double.PositiveInfinity, 0);
        var evaluations = 0;
        var shortenings = 0;
        for (var trial = 0; trial < trials;)
        {
            var near = Pair(line, center, step);
            var far = Pair(line, center, 2 * step);
            evaluations += 4;
            if (!(double.IsFinite(near.Slope) && double.IsFinite(far.Slope)))
            {
                if (++shortenings > MaxShortenings)
                    break;
                longest = step / 4;
                step /= 16;
                continue;
            }

            trial++;
            var magnitude = Math.Max(Math.Max(Math.Abs(center), argument * Math.Abs(near.Slope)), Math.Max(near.Magnitude, far.Magnitude));
            var epsilon = Math.Max(error, unitRoundoff * magnitude);
            var noise = 1.5 * epsilon / step;
            var change = Math.Abs(far.Slope - near.Slope);
            var kinked = Math.Abs(near.Bend) > 8 * epsilon && Math.Abs(far.Bend - 4 * near.Bend) > 0.5 * Math.Abs(near.Bend) + 20 * epsilon;
            var total = change / 3 + noise + (kinked ? Math.Abs(near.Bend) / (2 * step) : 0);
            if (total < best.Error)
                best = new(near.Slope, total, step, noise, 0) { Kink = kinked ? SidesOf(near, far, 2 * epsilon / step) : null };
            if (epsilon == 0)
                break;

            var third = 2 * change / (step * step);
            var next = kinked ? step / 16 : change <= noise ? 8 * step : Math.Cbrt(3 * epsilon / third);
            next = Math.Min(next, longest);
            if (next > step / 4 && next < 4 * step)
                break;
            step = next;
        }

        return best with { Evaluations = evaluations };
    }

    // The sides of a kink at the point itself, of which a longer step tells the same.
    private static Sides? SidesOf(Values near, Values far, double noise)
    {
        var change = Math.Max(Math.Abs(far.Ahead - near.Ahead), Math.Abs(far.Behind - near.Behind));
        return change <= 0.25 * Math.Abs(near.Ahead - near.Behind) ? new(near.Behind, near.Ahead, change + noise) : null;
    }

    private static Values Pair(Line line, double center, double step)
    {
        var ahead = line(step, out var right);
        var behind = line(-step, out var left);
        return new(
            (ahead - behind) / (right - left),
            ahead - 2 * center + behind,
            Math.Max(Math.Abs(ahead), Math.Abs(behind)),
            (ahead - center) / right,
            (behind - center) / left);
    }

    // What two values show: D(h), S(h), the larger of them, and the one-sided slopes.
    private readonly record struct Values(double Slope, double Bend, double Magnitude, double Ahead, double Behind);
}
