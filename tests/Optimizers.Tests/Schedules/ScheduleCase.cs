namespace Optimizers.Tests.Schedules;

/// <summary>A schedule beside the plain transcription of its documented formula.</summary>
internal sealed record ScheduleCase(Schedule Schedule, Func<long, Exact> Formula)
{
    /// <summary>Every schedule of the library: what is tested for all schedules is tested over this list.</summary>
    public static IReadOnlyList<ScheduleCase> All { get; } =
    [
        new(Schedule.Constant(0.3), _ => 0.3),
        new(Schedule.WarmUp(1, to: 0.02), _ => 0.02),
        new(Schedule.WarmUp(100, to: 0.02), i => (Exact)0.02 * (Math.Min(i, 99) + 1) / 100),
        new(Schedule.WarmUp(1000, to: 0.02, from: 0.001), i => 0.001 + ((Exact)0.02 - 0.001) * (Math.Min(i, 999) + 1) / 1000),
        new(Schedule.ExponentialWarmUp(1000, to: 0.02, from: 1e-6),
            i => 1e-6 * Exact.Power((Exact)0.02 / 1e-6, (Exact)(Math.Min(i, 999) + 1) / 1000)),
        new(Schedule.ExponentialWarmUp(7, to: 1e-5, from: 0.1), i => 0.1 * Exact.Power((Exact)1e-5 / 0.1, (Exact)(Math.Min(i, 6) + 1) / 7)),
        new(Schedule.StepDecay(from: 0.1, factor: 0.1, every: 30), i => 0.1 * Exact.Power(0.1, i / 30)),
        new(Schedule.StepDecay(from: 0.1, factor: 1, every: 1), _ => 0.1),
        new(Schedule.MultiStepDecay(from: 0.05, factor: 0.3, 30, 80, 1000),
            i => 0.05 * Exact.Power(0.3, (i >= 30 ? 1 : 0) + (i >= 80 ? 1 : 0) + (i >= 1000 ? 1 : 0))),
        new(Schedule.ExponentialDecay(from: 0.1, factor: 0.999), i => 0.1 * Exact.Power(0.999, i)),
        new(Schedule.ExponentialDecay(from: 0.1, factor: 0.9999999999999999), i => 0.1 * Exact.Power(0.9999999999999999, i)),
        new(Schedule.InverseTimeDecay(from: 0.1, rate: 0.01), i => 0.1 / (1 + (Exact)0.01 * i)),
        new(Schedule.InverseTimeDecay(from: 0.1, rate: 0), _ => 0.1),
        new(Schedule.InverseSquareRootDecay(from: 0.1), i => 0.1 / Exact.Sqrt((Exact)i + 1)),
        new(Schedule.InverseSquareRootDecay(from: 0.0007, timescale: 4000), i => 0.0007 * Exact.Sqrt(4000 / ((Exact)i + 4000))),
        new(Schedule.PolynomialDecay(30_000, from: 0.007, to: 1e-5, power: 0.9),
            i => 1e-5 + ((Exact)0.007 - 1e-5) * Exact.Power(1 - (Exact)Math.Min(i, 30_000) / 30_000, 0.9)),
        new(Schedule.PolynomialDecay(1000, from: 0.007, power: 3), i => 0.007 * Exact.Power(1 - (Exact)Math.Min(i, 1000) / 1000, 3)),
        new(Schedule.LinearDecay(30_000, from: 0.007, to: 1e-5), i => 0.007 + (1e-5 - (Exact)0.007) * Math.Min(i, 30_000) / 30_000),
        new(Schedule.LinearDecay(7, from: 0.9, to: 0.99), i => 0.9 + ((Exact)0.99 - 0.9) * Math.Min(i, 7) / 7),
        new(Schedule.CosineDecay(20_000, from: 0.02), i => Cosine(Math.Min(i, 20_000), 20_000, 0.02, 0)),
        new(Schedule.CosineDecay(101, from: 0.1, to: 0.001), i => Cosine(Math.Min(i, 101), 101, 0.1, 0.001)),
        new(Schedule.CosineDecay(100, from: 0.9, to: 0.99), i => Cosine(Math.Min(i, 100), 100, 0.9, 0.99)),
        new(Schedule.CosineDecay(1, from: 0.1, to: 0.2), i => i == 0 ? 0.1 : 0.2),
        new(Schedule.CosineRestarts(1000, from: 0.1), i => Cosine(i % 1000, 1000, 0.1, 0)),
        new(Schedule.CosineRestarts(1000, from: 0.1, to: 0.001, peakFactor: 0.999),
            i => Cosine(i % 1000, 1000, 0.001 + ((Exact)0.1 - 0.001) * Exact.Power(0.999, i / 1000), 0.001)),
        new(Schedule.CosineRestarts(10, from: 0.1, to: 0.001, periodFactor: 2), i => Restarts(i, 10, 2, 1)),
        new(Schedule.CosineRestarts(10, from: 0.1, to: 0.001, periodFactor: 3, peakFactor: 0.7), i => Restarts(i, 10, 3, 0.7)),
        new(Schedule.CosineRestarts(10, from: 0.1, to: 0.001, periodFactor: int.MaxValue), i => Restarts(i, 10, int.MaxValue, 1)),
        new(Schedule.From(i => 1.0 / (i % 10 + 1), "saw"), i => 1.0 / (i % 10 + 1)),
        new(Schedule.WarmUp(100, to: 0.02).Then(Schedule.CosineDecay(20_000, from: 0.02)),
            i => i < 100 ? (Exact)0.02 * (i + 1) / 100 : Cosine(Math.Min(i - 100, 20_000), 20_000, 0.02, 0)),
        new(Schedule.ExponentialDecay(from: 0.1, factor: 0.5).Then(0.001, after: 5), i => i < 5 ? (Exact)0.1 * Math.Pow(0.5, i) : 0.001),
        new(Schedule.CosineDecay(100, from: 0.5) * 0.25, i => Cosine(Math.Min(i, 100), 100, 0.125, 0)),
        new(Schedule.LinearDecay(100, from: 1).Clamp(min: 0.25, max: 0.5), i => (Exact)Math.Clamp(100 - i, 25, 50) / 100),
        new(Schedule.LinearRise(30_000, to: 0.007, from: 1e-5), i => 1e-5 + ((Exact)0.007 - 1e-5) * Math.Min(i, 30_000) / 30_000),
        new(Schedule.CosineRise(101, to: 0.1, from: 0.001), i => Cosine(Math.Min(i, 101), 101, 0.001, 0.1)),
        new(Schedule.PolynomialRise(1000, to: 0.007, from: 0.001, power: 3),
            i => 0.001 + ((Exact)0.007 - 0.001) * Exact.Power((Exact)Math.Min(i, 1000) / 1000, 3)),
        new(Schedule.WarmUpStableDecay(10, 100, 50, peak: 0.02), i => i < 10 ? (Exact)0.02 * (i + 1) / 10
            : i < 110 ? 0.02 : 0.02 - (Exact)0.02 * Math.Min(i - 110, 50) / 50),
        new(Schedule.OneCycle(100, peak: 0.1), i => i < 29 ? Cosine(i, 29, 0.1 / 25, 0.1) : Cosine(Math.Min(i, 99) - 29, 70, 0.1, 0.1 / 25 / 1e4)),
        new(Schedule.OneCycle(100, peak: 0.1, rise: 40, startDivisor: 10, endDivisor: 100, linear: true, threePhase: true),
            i => i < 39 ? Line(i, 39, 0.1 / 10, 0.1) : i < 78 ? Line(i - 39, 39, 0.1, 0.1 / 10)
                : Line(Math.Min(i, 99) - 78, 21, 0.1 / 10, 0.1 / 10 / 100)),
        new(Schedule.OneCycleMomentum(100), i => i < 29 ? Cosine(i, 29, 0.95, 0.85) : Cosine(Math.Min(i, 99) - 29, 70, 0.85, 0.95)),
        new(Schedule.OneCycleMomentum(100, high: 0.9, low: 0.8, rise: 40, linear: true, threePhase: true),
            i => i < 39 ? Line(i, 39, 0.9, 0.8) : Line(Math.Min(i, 78) - 39, 39, 0.8, 0.9)),
        new(Schedule.Cyclic(from: 0.01, peak: 0.1, rise: 20), i => Line(20 - Math.Abs((i % 40) - 20), 20, 0.01, 0.1)),
        new(Schedule.Cyclic(from: 0.95, peak: 0.8, rise: 10, fall: 30, cycleFactor: 0.5, factor: 0.999),
            i => 0.95 + (((Exact)0.8 - 0.95) * (i % 40 <= 10 ? (Exact)(i % 40) / 10 : (Exact)(40 - (i % 40)) / 30)
                * Exact.Power(0.5, i / 40) * Exact.Power(0.999, i))),
        new(Schedule.PiecewiseConstant(new(0, 0.1), new(30, 0.03), new(80, 0.2)), i => i < 30 ? 0.1 : i < 80 ? 0.03 : 0.2),
        new(Schedule.PiecewiseLinear(new(0, 0.1), new(30, 0.03), new(80, 0.2)),
            i => i < 30 ? Line(i, 30, 0.1, 0.03) : Line(Math.Min(i, 80) - 30, 50, 0.03, 0.2)),
        new(Schedule.PiecewiseCosine(new(0, 0.1), new(30, 0.03), new(80, 0.2)),
            i => i < 30 ? Cosine(i, 30, 0.1, 0.03) : Cosine(Math.Min(i, 80) - 30, 50, 0.03, 0.2)),
        new(Schedule.LinearDecay(10, from: 1, to: 0.5).Repeat(4), i => (Exact)(20 - (i % 4)) / 20),
        new(Schedule.LinearDecay(4, from: 1, to: 0.5) * Schedule.PiecewiseConstant(new(0, 1), new(2, 0.25)),
            i => (Exact)(8 - Math.Min(i, 4)) / 8 * (i < 2 ? 1 : 0.25)),
        new(Schedule.LinearDecay(4, from: 1, to: 0.5) + 0.25, i => ((Exact)(8 - Math.Min(i, 4)) / 8) + 0.25),
        new(Schedule.LinearDecay(4, from: 1).StartingAt(10), i => (Exact)(4 - Math.Clamp(i - 10, 0, 4)) / 4),
        new(AdEMAMix.Beta3WarmUp(1000), i => Beta3((Exact)(Math.Min(i, 999) + 1) / 1000)),
    ];

    public override string ToString() => Schedule.ToString()!;

    /// <summary>Loshchilov and Hutter 2017, equation 5.</summary>
    private static Exact Cosine(Exact i, Exact n, Exact from, Exact to) => to + (from - to) * (1 + Exact.Cos(Exact.Pi * i / n)) / 2;

    /// <summary>Pagliardini et al. 2024, algorithm 1.</summary>
    private static Exact Beta3(Exact part) =>
        Exact.Exp(Exact.Log(0.9) * Exact.Log(0.9999) / (((1 - part) * Exact.Log(0.9999)) + (part * Exact.Log(0.9))));

    private static Exact Line(Exact i, Exact n, Exact from, Exact to) => from + (to - from) * i / n;

    private static Exact Restarts(System.Numerics.BigInteger i, System.Numerics.BigInteger period, int periodFactor, double peakFactor)
    {
        Exact height = (Exact)0.1 - 0.001;
        for (; i >= period; period *= periodFactor)
        {
            i -= period;
            height *= peakFactor;
        }

        return Cosine(i, period, 0.001 + height, 0.001);
    }
}
