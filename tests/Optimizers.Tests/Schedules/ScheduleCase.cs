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
    ];

    public override string ToString() => Schedule.ToString()!;

    /// <summary>Loshchilov and Hutter 2017, equation 5.</summary>
    private static Exact Cosine(Exact i, Exact n, Exact from, Exact to) => to + (from - to) * (1 + Exact.Cos(Exact.Pi * i / n)) / 2;

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
