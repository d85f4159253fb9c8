using Optimizers.Arithmetic;
using static Optimizers.Arithmetic.PortableMath;

namespace Optimizers;

// The formulas of the field. Each lambda is its formula, in DoubleDouble arithmetic from the exact arguments, and rounded once, at the end.
public abstract partial class Schedule
{
    private static readonly Schedule Zero = new FormulaSchedule($"Constant({0})", null, _ => 0, isConstant: true);

    /// <summary>A number is a constant schedule.</summary>
    /// <param name="value">A finite number.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="value"/> is not finite.</exception>
    public static implicit operator Schedule(double value) => Constant(value);

    /// <summary>α(i) = <paramref name="value"/>.</summary>
    /// <param name="value">A finite number.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="value"/> is not finite.</exception>
    public static Schedule Constant(double value)
    {
        HyperparameterRange.Finite(value);
        return BitConverter.DoubleToUInt64Bits(value) == 0 ? Zero : new FormulaSchedule($"Constant({value})", null, _ => value, isConstant: true);
    }

    /// <summary>Any function of the iteration.</summary>
    /// <param name="function">
    /// α(i) for every i ≥ 0. It has to be pure (the same i gives the same value, at any time and on any thread) and its values finite.
    /// </param>
    /// <param name="name">What <see cref="object.ToString"/> prints; null for <c>From(function)</c>.</param>
    public static Schedule From(Func<long, double> function, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(function);
        return new FormulaSchedule($"{name ?? "From(function)"}", null, i => function(i));
    }

    /// <summary>
    /// Linear warm-up: α(i) = from + (to − from)·min(i + 1, n)/n. The first step is already one n-th of the way up, none is spent at from; the
    /// n-th one has the value to (Goyal et al. 2017, <i>Accurate, large minibatch SGD</i>, section 2.2).
    /// </summary>
    /// <param name="length">The number n of warm-up iterations; at least 1.</param>
    /// <param name="to">The value of the last warm-up iteration; finite.</param>
    /// <param name="from">The value that a step before the first would have; finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static Schedule WarmUp(long length, double to, double from = 0)
    {
        HyperparameterRange.AtLeast(1, length);
        HyperparameterRange.Finite(to);
        HyperparameterRange.Finite(from);
        return new FormulaSchedule($"WarmUp({length}, to: {to}, from: {from})", length,
            i => Interpolate(from, to, (DoubleDouble)Step(i, length) / length));
    }

    /// <summary>
    /// Exponential warm-up, a geometric sequence: α(i) = from·(to/from)^(min(i + 1, n)/n); the n-th step has the value to.
    /// </summary>
    /// <param name="length">The number n of warm-up iterations; at least 1.</param>
    /// <param name="to">The value of the last warm-up iteration; finite, above 0.</param>
    /// <param name="from">The value that a step before the first would have; finite, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static Schedule ExponentialWarmUp(long length, double to, double from)
    {
        HyperparameterRange.AtLeast(1, length);
        HyperparameterRange.Positive(to);
        HyperparameterRange.Positive(from);
        var logRatio = Log(to) - Log(from);
        return new FormulaSchedule($"ExponentialWarmUp({length}, to: {to}, from: {from})", length,
            Math.Abs(logRatio.High) < 700
                ? i => from * Exp(logRatio * Step(i, length) / length)
                : i => from * Exp(0.5 * logRatio * Step(i, length) / length) * Exp(0.5 * logRatio * Step(i, length) / length)); // One would overflow.
    }

    /// <summary>
    /// Step decay: α(i) = from·factor^⌊i/every⌋, such as a tenth after every 30 epochs (He et al. 2016, <i>Deep residual learning</i>, section 3.4,
    /// with fixed instead of observed plateaus).
    /// </summary>
    /// <param name="from">The first value α₀; finite.</param>
    /// <param name="factor">What each step multiplies by; in (0, 1].</param>
    /// <param name="every">The number of iterations between two steps; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static Schedule StepDecay(double from, double factor, long every)
    {
        HyperparameterRange.Finite(from);
        HyperparameterRange.Factor(factor);
        HyperparameterRange.AtLeast(1, every);
        var logFactor = Log(factor);
        return new FormulaSchedule($"StepDecay(from: {from}, factor: {factor}, every: {every})", null,
            i => from * Exp(i / every * logFactor));
    }

    /// <summary>
    /// Multi-step decay: α(i) = from·factor^k, where k is the number of milestones ≤ i, such as a tenth at 32,000 and at 48,000 iterations
    /// (He et al. 2016, <i>Deep residual learning</i>, section 4.2).
    /// </summary>
    /// <param name="from">The first value α₀; finite.</param>
    /// <param name="factor">What each milestone multiplies by; in (0, 1].</param>
    /// <param name="milestones">The iterations at which the value falls, from its first use on; at least one, above 0, increasing.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static Schedule MultiStepDecay(double from, double factor, params ReadOnlySpan<long> milestones)
    {
        HyperparameterRange.Finite(from);
        HyperparameterRange.Factor(factor);
        if (milestones.IsEmpty)
            throw new ArgumentOutOfRangeException(nameof(milestones), "There must be at least one milestone.");
        var previous = 0L;
        foreach (var milestone in milestones)
        {
            if (milestone <= previous)
                throw HyperparameterRange.Outside(nameof(milestones), milestone, $"above {previous}: milestones are above 0 and increase");
            previous = milestone;
        }

        var reached = milestones.ToArray();
        var logFactor = Log(factor);
        return new FormulaSchedule($"MultiStepDecay(from: {from}, factor: {factor}, milestones: [{string.Join(", ", reached)}])", null,
            i => from * Exp(CountUpTo(i, reached) * logFactor));
    }

    /// <summary>Exponential decay: α(i) = from·factorⁱ.</summary>
    /// <param name="from">The first value α₀; finite.</param>
    /// <param name="factor">The factor γ of each iteration; in (0, 1].</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static Schedule ExponentialDecay(double from, double factor)
    {
        HyperparameterRange.Finite(from);
        HyperparameterRange.Factor(factor);
        var logFactor = Log(factor);
        return new FormulaSchedule($"ExponentialDecay(from: {from}, factor: {factor})", null, i => from * Exp(i * logFactor));
    }

    /// <summary>
    /// Inverse-time decay: α(i) = from/(1 + rate·i), whose sum diverges while the sum of its squares converges, as stochastic approximation asks
    /// (Robbins and Monro 1951; in this form, with rate = from·λ, Bottou 2012, <i>Stochastic gradient descent tricks</i>, section 5.2).
    /// </summary>
    /// <param name="from">The first value α₀; finite.</param>
    /// <param name="rate">The rate of decay per iteration; finite, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static Schedule InverseTimeDecay(double from, double rate)
    {
        HyperparameterRange.Finite(from);
        HyperparameterRange.NotNegative(rate);
        return new FormulaSchedule($"InverseTimeDecay(from: {from}, rate: {rate})", null, i =>
        {
            var divisor = 1.0 + rate * (DoubleDouble)i;
            return double.IsFinite(divisor.High) ? from / divisor : 0.0; // Beyond the largest double.
        });
    }

    /// <summary>
    /// Inverse square root decay: α(i) = from·√(timescale/(i + timescale)). With the timescale 1 it is from/√(i + 1), the step of online gradient
    /// descent (Zinkevich 2003, theorem 1).
    /// </summary>
    /// <remarks>
    /// The transformer's schedule (Vaswani et al. 2017, equation 3), d^(−½)·min(s^(−½), s·w^(−3/2)) at its step s = i + 1, peaks at
    /// a = (d·w)^(−½) in step w, and is <c>WarmUp(w, to: a).Then(InverseSquareRootDecay(from: a, timescale: w), after: w - 1)</c>.
    /// </remarks>
    /// <param name="from">The first value α₀; finite.</param>
    /// <param name="timescale">The iteration at which α has fallen to from/√2; finite, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static Schedule InverseSquareRootDecay(double from, double timescale = 1)
    {
        HyperparameterRange.Finite(from);
        HyperparameterRange.Positive(timescale);
        return new FormulaSchedule($"InverseSquareRootDecay(from: {from}, timescale: {timescale})", null,
            i => from * DoubleDouble.Sqrt(timescale / (i + (DoubleDouble)timescale)));
    }

    /// <summary>
    /// Polynomial decay, the "poly" policy: α(i) = to + (from − to)·(1 − i/n)^power for i ≤ n, and to from there (Chen et al. 2018, <i>DeepLab</i>,
    /// section 4.1, with the power 0.9).
    /// </summary>
    /// <param name="length">The number n of iterations; at least 1.</param>
    /// <param name="from">The first value α₀; finite.</param>
    /// <param name="to">The last value, α(n); finite.</param>
    /// <param name="power">The exponent; finite, above 0. With 1 it is the linear decay.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static Schedule PolynomialDecay(long length, double from, double to = 0, double power = 1)
    {
        HyperparameterRange.AtLeast(1, length);
        HyperparameterRange.Finite(from);
        HyperparameterRange.Finite(to);
        HyperparameterRange.Positive(power);
        return new FormulaSchedule($"PolynomialDecay({length}, from: {from}, to: {to}, power: {power})", length,
            i => Interpolate(to, from, Power((DoubleDouble)(length - i) / length, power)));
    }

    /// <summary>Linear decay: α(i) = from + (to − from)·i/n for i ≤ n, and to from there.</summary>
    /// <param name="length">The number n of iterations; at least 1.</param>
    /// <param name="from">The first value α₀; finite.</param>
    /// <param name="to">The last value, α(n); finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static Schedule LinearDecay(long length, double from, double to = 0)
    {
        HyperparameterRange.AtLeast(1, length);
        HyperparameterRange.Finite(from);
        HyperparameterRange.Finite(to);
        return new FormulaSchedule($"LinearDecay({length}, from: {from}, to: {to})", length,
            i => Interpolate(from, to, (DoubleDouble)i / length));
    }

    /// <summary>
    /// Cosine decay: α(i) = to + ½(from − to)(1 + cos(πi/n)) for i ≤ n, and to from there (Loshchilov and Hutter 2017, <i>SGDR</i>, equation 5,
    /// without restarts).
    /// </summary>
    /// <param name="length">The number n of iterations; at least 1.</param>
    /// <param name="from">The first value, η_max in the paper; finite.</param>
    /// <param name="to">The last value, α(n), η_min in the paper; finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static Schedule CosineDecay(long length, double from, double to = 0)
    {
        HyperparameterRange.AtLeast(1, length);
        HyperparameterRange.Finite(from);
        HyperparameterRange.Finite(to);
        return new FormulaSchedule($"CosineDecay({length}, from: {from}, to: {to})", length,
            i => Interpolate(to, from, RaisedCosine(i, length)));
    }

    /// <summary>
    /// Cosine decay with warm restarts: in its k-th cycle, at the j-th of the cycle's Tₖ iterations (k and j from 0),
    /// α = to + ½(from − to)·peakFactorᵏ·(1 + cos(πj/Tₖ)) with Tₖ = period·periodFactorᵏ (Loshchilov and Hutter 2017, <i>SGDR</i>, equation 5;
    /// periodFactor is T_mult in the paper, which keeps the peak).
    /// </summary>
    /// <param name="period">The number T₀ of iterations of the first cycle; at least 1.</param>
    /// <param name="from">The first value of the first cycle, η_max in the paper; finite.</param>
    /// <param name="to">The value that each cycle falls towards, η_min in the paper; the next restart comes when it would be reached; finite.</param>
    /// <param name="periodFactor">What each restart multiplies the period by; at least 1.</param>
    /// <param name="peakFactor">What each restart multiplies the height of the peak above <paramref name="to"/> by; in (0, 1].</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static Schedule CosineRestarts(long period, double from, double to = 0, int periodFactor = 1, double peakFactor = 1)
    {
        HyperparameterRange.AtLeast(1, period);
        HyperparameterRange.Finite(from);
        HyperparameterRange.Finite(to);
        HyperparameterRange.AtLeast(1, periodFactor);
        HyperparameterRange.Factor(peakFactor);
        var logPeakFactor = Log(peakFactor);
        return new FormulaSchedule(
            $"CosineRestarts({period}, from: {from}, to: {to}, periodFactor: {periodFactor}, peakFactor: {peakFactor})", null,
            i =>
            {
                var (k, j, length) = Cycle(i, period, periodFactor);
                return Interpolate(to, from, Exp(k * logPeakFactor) * RaisedCosine(j, length));
            });
    }

    /// <summary>The number of the warm-up step that iteration i takes, counted from 1, and n from the last one on.</summary>
    private static long Step(long iteration, long length) => Math.Min(iteration, length - 1) + 1;

    private static DoubleDouble Interpolate(double from, double to, DoubleDouble fraction) => from + (to - (DoubleDouble)from) * fraction;

    private static long CountUpTo(long iteration, long[] milestones)
    {
        var found = Array.BinarySearch(milestones, iteration);
        return found < 0 ? ~found : found + 1;
    }

    /// <summary>The cycle k that iteration i is in, its place j in it, and the cycle's length, which may exceed a long.</summary>
    private static (long K, long J, Int128 Length) Cycle(long iteration, long period, int periodFactor)
    {
        if (periodFactor == 1)
            return (iteration / period, iteration % period, period);

        var (k, j, length) = (0L, iteration, (Int128)period);
        while (j >= length)
        {
            j -= (long)length;
            length *= periodFactor;
            k++;
        }

        return (k, j, length);
    }
}
