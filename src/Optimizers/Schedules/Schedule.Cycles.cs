using Optimizers.Arithmetic;
using static Optimizers.Arithmetic.PortableMath;

namespace Optimizers;

// Rises, cycles and pieces. What is made of the formulas before is their composition.
public abstract partial class Schedule
{
    /// <summary>Linear rise: α(i) = from + (to − from)·i/n for i ≤ n, and to from there. torch.optim.lr_scheduler.LinearLR.</summary>
    /// <param name="length">The number n of iterations; at least 1.</param>
    /// <param name="to">The last value, α(n); finite.</param>
    /// <param name="from">The first value α₀; finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static Schedule LinearRise(long length, double to, double from = 0)
    {
        HyperparameterRange.AtLeast(1, length);
        HyperparameterRange.Finite(to);
        HyperparameterRange.Finite(from);
        return new FormulaSchedule($"LinearRise({length}, to: {to}, from: {from})", length, i => Interpolate(from, to, (DoubleDouble)i / length));
    }

    /// <summary>Cosine rise: α(i) = from + ½(to − from)(1 − cos(πi/n)) for i ≤ n, and to from there.</summary>
    /// <param name="length">The number n of iterations; at least 1.</param>
    /// <param name="to">The last value, α(n); finite.</param>
    /// <param name="from">The first value α₀; finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static Schedule CosineRise(long length, double to, double from = 0)
    {
        HyperparameterRange.AtLeast(1, length);
        HyperparameterRange.Finite(to);
        HyperparameterRange.Finite(from);
        return new FormulaSchedule($"CosineRise({length}, to: {to}, from: {from})", length,
            i => Interpolate(from, to, RaisedCosine(length - i, length)));
    }

    /// <summary>Polynomial rise: α(i) = from + (to − from)·(i/n)^power for i ≤ n, and to from there.</summary>
    /// <param name="length">The number n of iterations; at least 1.</param>
    /// <param name="to">The last value, α(n); finite.</param>
    /// <param name="from">The first value α₀; finite.</param>
    /// <param name="power">The exponent; finite, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static Schedule PolynomialRise(long length, double to, double from = 0, double power = 1)
    {
        HyperparameterRange.AtLeast(1, length);
        HyperparameterRange.Finite(to);
        HyperparameterRange.Finite(from);
        HyperparameterRange.Positive(power);
        return new FormulaSchedule($"PolynomialRise({length}, to: {to}, from: {from}, power: {power})", length,
            i => Interpolate(from, to, Power((DoubleDouble)i / length, power)));
    }

    /// <summary>
    /// Warm-up, stable, decay: <c>WarmUp(warmUp, peak)</c>, the peak for the next iterations, and a linear decay (Hu et al. 2024, <i>MiniCPM</i>,
    /// section 4.3; Hägele et al. 2024).
    /// </summary>
    /// <param name="warmUp">The number of iterations of the rise; at least 1.</param>
    /// <param name="stable">The number of iterations at the peak; at least 1.</param>
    /// <param name="decay">The number of iterations of the fall; at least 1.</param>
    /// <param name="peak">The value of the peak; finite.</param>
    /// <param name="to">The last value; finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static Schedule WarmUpStableDecay(long warmUp, long stable, long decay, double peak, double to = 0) =>
        WarmUp(warmUp, peak).Then(LinearDecay(decay, peak, to), after: checked(warmUp + HyperparameterRange.AtLeast(1, stable)));

    /// <summary>
    /// One cycle (Smith and Topin 2018): in n iterations from peak/startDivisor up to the peak, and down to peak/(startDivisor·endDivisor), by
    /// cosines. torch.optim.lr_scheduler.OneCycleLR, whose pct_start is <paramref name="rise"/>/<paramref name="length"/>.
    /// </summary>
    /// <remarks>The peak is the value of the <paramref name="rise"/>-th iteration. For the momentum see <see cref="OneCycleMomentum"/>.</remarks>
    /// <param name="length">The number n of iterations; at least 4.</param>
    /// <param name="peak">The largest value; finite, above 0.</param>
    /// <param name="rise">The number of iterations up to the peak, from 2 to n − 2; 0 for three tenths of n.</param>
    /// <param name="startDivisor">peak/α(0); finite, at least 1. torch: div_factor.</param>
    /// <param name="endDivisor">α(0)/α(n − 1); finite, at least 1. torch: final_div_factor.</param>
    /// <param name="linear">True for straight lines in the place of cosines. torch: anneal_strategy.</param>
    /// <param name="threePhase">True to come down to α(0) in as many iterations as it went up, and from there to the end.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static Schedule OneCycle(
        long length, double peak, long rise = 0, double startDivisor = 25, double endDivisor = 1e4, bool linear = false, bool threePhase = false)
    {
        rise = RiseOf(length, rise, threePhase);
        HyperparameterRange.Positive(peak);
        HyperparameterRange.AtLeast1(startDivisor);
        HyperparameterRange.AtLeast1(endDivisor);
        var start = peak / startDivisor;
        var up = Way(rise - 1, start, peak, linear);
        return threePhase
            ? up.Then(Way(rise - 1, peak, start, linear)).Then(Way(length - (2 * rise) + 1, start, start / endDivisor, linear))
            : up.Then(Way(length - rise, peak, start / endDivisor, linear));
    }

    /// <summary>The momentum beside <see cref="OneCycle"/>: down while the rate goes up, and up again while it goes down.</summary>
    /// <param name="length">The number n of iterations; at least 4.</param>
    /// <param name="high">The first and the last value; finite. torch: max_momentum.</param>
    /// <param name="low">The value at the peak of the rate; finite. torch: base_momentum.</param>
    /// <param name="rise">The number of iterations up to the rate's peak, from 2 to n − 2; 0 for three tenths of n.</param>
    /// <param name="linear">True for straight lines in the place of cosines.</param>
    /// <param name="threePhase">True for the momentum of a rate in three phases: it is at <paramref name="high"/> in the third.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static Schedule OneCycleMomentum(
        long length, double high = 0.95, double low = 0.85, long rise = 0, bool linear = false, bool threePhase = false)
    {
        rise = RiseOf(length, rise, threePhase);
        var down = Way(rise - 1, HyperparameterRange.Finite(high), HyperparameterRange.Finite(low), linear);
        return down.Then(Way(threePhase ? rise - 1 : length - rise, low, high, linear));
    }

    /// <summary>
    /// A triangular wave (Smith 2017, <i>Cyclical learning rates</i>): from a first value up, or down, to a peak and back, again and again.
    /// α(i) = from + (peak − from)·x·cycleFactorᵏ·factorⁱ in the k-th cycle, x rising from 0 to 1 and falling to 0.
    /// torch.optim.lr_scheduler.CyclicLR: triangular2 is a <paramref name="cycleFactor"/> of ½, exp_range a <paramref name="factor"/>;
    /// for the momentum it is a wave with <paramref name="peak"/> below <paramref name="from"/>.
    /// </summary>
    /// <param name="from">The first value of each cycle; finite.</param>
    /// <param name="peak">The value at the peak of the first cycle; finite.</param>
    /// <param name="rise">The number of iterations to the peak; at least 1.</param>
    /// <param name="fall">The number of iterations back; at least 1, or 0 for as many as the rise.</param>
    /// <param name="cycleFactor">What each cycle multiplies the height by; in (0, 1].</param>
    /// <param name="factor">What each iteration multiplies the height by; in (0, 1].</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static Schedule Cyclic(double from, double peak, long rise, long fall = 0, double cycleFactor = 1, double factor = 1)
    {
        HyperparameterRange.Finite(from);
        HyperparameterRange.Finite(peak);
        HyperparameterRange.AtLeast(1, rise);
        HyperparameterRange.AtLeast(0, fall);
        HyperparameterRange.Factor(cycleFactor);
        HyperparameterRange.Factor(factor);
        var down = fall == 0 ? rise : fall;
        var period = checked(rise + down);
        var (logCycle, log) = (Log(cycleFactor), Log(factor));
        return new FormulaSchedule(
            $"Cyclic(from: {from}, peak: {peak}, rise: {rise}, fall: {down}, cycleFactor: {cycleFactor}, factor: {factor})", null,
            i =>
            {
                var (k, j) = (i / period, i % period);
                var x = j <= rise ? (DoubleDouble)j / rise : (DoubleDouble)(period - j) / down;
                return Interpolate(from, peak, x * Exp((k * logCycle) + (i * log)));
            });
    }

    /// <summary>Steps between given values: each one holds from its iteration until the next. optax.piecewise_constant_schedule.</summary>
    /// <param name="points">The iterations and their values; at least one, the first at iteration 0, increasing; the values finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">A point is outside its range.</exception>
    public static Schedule PiecewiseConstant(params ReadOnlySpan<SchedulePoint> points) =>
        Piecewise(nameof(PiecewiseConstant), points, (_, _) => 0.0);

    /// <summary>Straight lines through given points, and the last value from there on. optax.piecewise_interpolate_schedule("linear").</summary>
    /// <param name="points">The iterations and their values; at least one, the first at iteration 0, increasing; the values finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">A point is outside its range.</exception>
    public static Schedule PiecewiseLinear(params ReadOnlySpan<SchedulePoint> points) =>
        Piecewise(nameof(PiecewiseLinear), points, (j, length) => (DoubleDouble)j / length);

    /// <summary>
    /// Half waves of a cosine through given points, and the last value from there on. optax.piecewise_interpolate_schedule("cosine").
    /// </summary>
    /// <param name="points">The iterations and their values; at least one, the first at iteration 0, increasing; the values finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">A point is outside its range.</exception>
    public static Schedule PiecewiseCosine(params ReadOnlySpan<SchedulePoint> points) =>
        Piecewise(nameof(PiecewiseCosine), points, (j, length) => RaisedCosine(length - j, length));

    private static FormulaSchedule Piecewise(string name, ReadOnlySpan<SchedulePoint> points, Func<long, long, DoubleDouble> fraction)
    {
        if (points.IsEmpty)
            throw new ArgumentOutOfRangeException(nameof(points), "There must be at least one point.");
        if (points[0].Iteration != 0)
            throw HyperparameterRange.Outside(nameof(points), points[0].Iteration, "0 at the first point");
        for (var k = 0; k < points.Length; k++)
        {
            HyperparameterRange.Finite(points[k].Value, nameof(points));
            if (k > 0 && points[k].Iteration <= points[k - 1].Iteration)
                throw HyperparameterRange.Outside(nameof(points), points[k].Iteration, $"above {points[k - 1].Iteration}: the iterations increase");
        }

        var all = points.ToArray();
        var iterations = Array.ConvertAll(all, point => point.Iteration);
        var text = string.Join(", ", all.Select(point => FormattableString.Invariant($"({point.Iteration}, {point.Value})")));
        return new FormulaSchedule($"{name}({text})", iterations[^1], i =>
        {
            var k = CountUpTo(i, iterations) - 1;
            return k == all.Length - 1
                ? all[k].Value
                : Interpolate(all[k].Value, all[k + 1].Value, fraction(i - iterations[k], iterations[k + 1] - iterations[k]));
        });
    }

    private static Schedule Way(long length, double from, double to, bool linear) =>
        (linear, from <= to) switch
        {
            (true, true) => LinearRise(length, to, from),
            (true, false) => LinearDecay(length, from, to),
            (false, true) => CosineRise(length, to, from),
            _ => CosineDecay(length, from, to),
        };

    private static long RiseOf(long length, long rise, bool threePhase)
    {
        HyperparameterRange.AtLeast(4, length);
        if (rise == 0)
            rise = Math.Max(2, (length / 10 * 3) + (length % 10 * 3 / 10));
        var most = threePhase ? length / 2 : length - 2;
        return rise >= 2 && rise <= most ? rise : throw HyperparameterRange.Outside(nameof(rise), rise, $"from 2 to {most} for a length of {length}");
    }
}
