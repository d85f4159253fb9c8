using CsCheck;

namespace Optimizers.Tests.Schedules;

/// <summary>Values: against the exact formula, against other libraries, and as exact bits.</summary>
public class ScheduleFormulaTests
{
    private const double Bound = 0.51;

    private static readonly long[] Iterations =
    [
        0, 1, 2, 3, 6, 7, 8, 9, 10, 11, 29, 30, 31, 50, 79, 80, 81, 98, 99, 100, 101, 102, 499, 500, 998, 999, 1000, 1001, 9999, 10_000, 12_345,
        20_000, 20_099, 20_100, 20_101, 29_999, 30_000, 30_001, 123_456, 500_000,
    ];

    /// <summary>At these, geometric decays have left the range of the doubles.</summary>
    private static readonly long[] LateIterations =
        [1L << 31, (1L << 31) + 12_345, 10_000_000_000, 21_474_836_480, 1L << 53, (1L << 53) + 1, long.MaxValue - 1, long.MaxValue];

    public static TheoryData<string> Names => [.. ScheduleCase.All.Select(test => test.ToString())];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_value_is_its_formula_s_within_half_an_ulp(string name)
    {
        var test = Find(name);
        foreach (var i in Iterations.Concat(LateIterations))
        {
            var (value, exact) = (test.Schedule.At(i), test.Formula(i));
            if (double.IsNormal(value))
                Exact.ErrorInUlps(value, exact).Should().BeLessThan(Bound, "i = {0}", i);
            else
                Math.Abs(value - (double)exact).Should().BeLessThanOrEqualTo(double.Epsilon, "i = {0}", i);
        }
    }

    [Fact]
    public void The_cosine_decay_holds_its_bound_for_any_arguments() =>
        AnyDecay.Sample((length, i, from, to) => Check(
            Schedule.CosineDecay(length, from, to).At(i), to + ((Exact)from - to) * (1 + Exact.Cos(Exact.Pi * i / length)) / 2, from, to), iter: 500);

    [Fact]
    public void The_linear_decay_holds_its_bound_for_any_arguments() =>
        AnyDecay.Sample((length, i, from, to) => Check(
            Schedule.LinearDecay(length, from, to).At(i), from + ((Exact)to - from) * i / length, from, to), iter: 500);

    [Fact]
    public void The_polynomial_decay_holds_its_bound_for_any_arguments() =>
        Gen.Select(AnyDecay, Gen.Double[0.1, 5]).Sample((decay, power) =>
        {
            var (length, i, from, to) = decay;
            Check(Schedule.PolynomialDecay(length, from, to, power).At(i),
                to + ((Exact)from - to) * Exact.Power(1 - (Exact)i / length, power), from, to);
        }, iter: 300);

    [Fact]
    public void The_exponential_decay_holds_its_bound_for_any_arguments() =>
        Gen.Select(Gen.Double[0, 1], Gen.Int[-50, 0], Gen.Double[-700, 0], Gen.Double[1e-6, 10]).Sample((t, exponent, log, from) =>
        {
            var factor = 1 - (1 - t) * Math.ScaleB(0.99, exponent);
            var i = factor == 1 ? long.MaxValue : (long)Math.Min(log / Math.Log(factor), long.MaxValue);
            Check(Schedule.ExponentialDecay(from, factor).At(i), from * Exact.Power(factor, i), 0, 0);
        }, iter: 500);

    [Fact]
    public void The_warm_ups_hold_their_bound_for_any_arguments() =>
        AnyDecay.Sample((length, i, to, from) =>
        {
            var step = (Exact)Math.Min(i + 1, length);
            Check(Schedule.WarmUp(length, to, from).At(i), from + ((Exact)to - from) * step / length, from, to);
            if (from > 0 && to > 0)
                Check(Schedule.ExponentialWarmUp(length, to, from).At(i), from * Exact.Power((Exact)to / from, step / length), 0, 0);
        }, iter: 300);

    [Fact]
    public void The_inverse_decays_hold_their_bound_for_any_arguments() =>
        Gen.Select(Gen.Long[0, long.MaxValue], Gen.Int[0, 62], Gen.Double[1e-6, 10], Gen.Double[1e-6, 1e6]).Sample((bits, shift, from, scale) =>
        {
            var i = bits >> shift;
            Check(Schedule.InverseTimeDecay(from, scale).At(i), from / (1 + (Exact)scale * i), 0, 0);
            Check(Schedule.InverseSquareRootDecay(from, scale).At(i), from * Exact.Sqrt(scale / ((Exact)i + scale)), 0, 0);
        }, iter: 500);

    [Fact]
    public void Restarts_find_their_cycle_at_any_iteration() =>
        Gen.Select(Gen.Long[1, 1000], Gen.Int[1, 12], Gen.Long[0, long.MaxValue], Gen.Int[0, 62]).Sample((period, factor, bits, shift) =>
        {
            var i = bits >> shift;
            var (j, length) = ((System.Numerics.BigInteger)i, (System.Numerics.BigInteger)period);
            if (factor == 1)
                j %= length;
            for (; j >= length; length *= factor)
                j -= length;
            Check(Schedule.CosineRestarts(period, 0.1, periodFactor: factor).At(i), 0.1 * (1 + Exact.Cos(Exact.Pi * j / length)) / 2, 0, 0);
        }, iter: 300);

    /// <summary>A value of torch 1.13.1, which computes by recursion from step to step: hence the tolerance. The others are in Peers.</summary>
    [Fact]
    public void A_warm_up_and_a_decay_compose_as_in_PyTorch() =>
        ShouldHave(Schedule.WarmUp(4, to: 0.1).Then(Schedule.CosineDecay(20, from: 0.1)), // SequentialLR: LinearLR(1/4, 1, 3), CosineAnnealingLR(20)
            (0, 0.025), (1, 0.05), (2, 0.07500000000000001), (3, 0.1), (4, 0.1), (5, 0.0993844170297569), (14, 0.05000000000000001),
            (23, 0.0006155829702431171));

    [Fact]
    public void Warm_up_and_inverse_square_root_compose_to_the_transformer_s_schedule()
    {
        const int d = 512, w = 4000;
        var peak = 1 / Math.Sqrt((double)d * w);
        var schedule = Schedule.WarmUp(w, to: peak).Then(Schedule.InverseSquareRootDecay(from: peak, timescale: w), after: w - 1);
        foreach (var s in new long[] { 1, 2, 100, w - 1, w, w + 1, w + 2, 100_000 })
        {
            var expected = Math.Pow(d, -0.5) * Math.Min(Math.Pow(s, -0.5), s * Math.Pow(w, -1.5));
            schedule.At(s - 1).Should().BeApproximately(expected, 4e-16 * expected + 1e-19, "s = {0}", s);
        }
    }

    [Fact]
    public void The_inverse_square_root_has_fallen_by_the_root_of_two_at_its_timescale() =>
        Schedule.InverseSquareRootDecay(from: 1, timescale: 250).At(250).Should().Be(Math.Sqrt(0.5));

    /// <summary>
    /// The bits, from a 2,000-bit evaluation of the formulas: a machine whose arithmetic or library differs shows here.
    /// </summary>
    [Theory]
    [InlineData("WarmUp(100, to: 0.02, from: 0)", 0, 0x3F2A36E2EB1C432D)]
    [InlineData("WarmUp(100, to: 0.02, from: 0)", 41, 0x3F813404EA4A8C15)]
    [InlineData("WarmUp(100, to: 0.02, from: 0)", 99, 0x3F947AE147AE147B)]
    [InlineData("ExponentialWarmUp(1000, to: 0.02, from: 1E-06)", 0, 0x3EB0F1B6B9B87567)]
    [InlineData("ExponentialWarmUp(1000, to: 0.02, from: 1E-06)", 41, 0x3EB96E54EEEE5DE1)]
    [InlineData("ExponentialWarmUp(1000, to: 0.02, from: 1E-06)", 998, 0x3F944736A5A2DB78)]
    [InlineData("StepDecay(from: 0.1, factor: 0.1, every: 30)", 30, 0x3F847AE147AE147C)]
    [InlineData("StepDecay(from: 0.1, factor: 0.1, every: 30)", 95, 0x3F1A36E2EB1C432E)]
    [InlineData("StepDecay(from: 0.1, factor: 0.1, every: 30)", 1000, 0x38E09D8792FB4C52)]
    [InlineData("MultiStepDecay(from: 0.05, factor: 0.3, milestones: [30, 80, 1000])", 30, 0x3F8EB851EB851EB8)]
    [InlineData("MultiStepDecay(from: 0.05, factor: 0.3, milestones: [30, 80, 1000])", 80, 0x3F726E978D4FDF3B)]
    [InlineData("ExponentialDecay(from: 0.1, factor: 0.999)", 1, 0x3FB9930BE0DED289)]
    [InlineData("ExponentialDecay(from: 0.1, factor: 0.999)", 1000, 0x3FA2D3751CDB245B)]
    [InlineData("ExponentialDecay(from: 0.1, factor: 0.999)", 123456, 0x34964F482105E085)]
    [InlineData("InverseTimeDecay(from: 0.1, rate: 0.01)", 1, 0x3FB958B67EBB907A)]
    [InlineData("InverseTimeDecay(from: 0.1, rate: 0.01)", 77, 0x3FACED329F18966B)]
    [InlineData("InverseTimeDecay(from: 0.1, rate: 0.01)", 123456789, 0x3E75BE45EDA7DA60)]
    [InlineData("InverseSquareRootDecay(from: 0.0007, timescale: 4000)", 1, 0x3F46EF4AAF1AFDF3)]
    [InlineData("InverseSquareRootDecay(from: 0.0007, timescale: 4000)", 4000, 0x3F4038262CCC402A)]
    [InlineData("InverseSquareRootDecay(from: 0.0007, timescale: 4000)", 100000, 0x3F21FE65575ED88D)]
    [InlineData("PolynomialDecay(30000, from: 0.007, to: 1E-05, power: 0.9)", 1, 0x3F7CABCFE6A75996)]
    [InlineData("PolynomialDecay(30000, from: 0.007, to: 1E-05, power: 0.9)", 12345, 0x3F71CEC8A31E1F03)]
    [InlineData("PolynomialDecay(30000, from: 0.007, to: 1E-05, power: 0.9)", 29999, 0x3EE657692E20A120)]
    [InlineData("LinearDecay(30000, from: 0.007, to: 1E-05)", 1, 0x3F7CABC9A583904C)]
    [InlineData("LinearDecay(30000, from: 0.007, to: 1E-05)", 12345, 0x3F70E3EC790F8B63)]
    [InlineData("LinearDecay(30000, from: 0.007, to: 1E-05)", 29999, 0x3EE575CCCF95C3BB)]
    [InlineData("CosineDecay(20000, from: 0.02, to: 0)", 1, 0x3F947AE1458F7E26)]
    [InlineData("CosineDecay(20000, from: 0.02, to: 0)", 12345, 0x3F7A3610F127069A)]
    [InlineData("CosineDecay(20000, from: 0.02, to: 0)", 19999, 0x3DE0F4B2AA508566)]
    [InlineData("CosineRestarts(10, from: 0.1, to: 0.001, periodFactor: 2, peakFactor: 1)", 9, 0x3F6C09ED61DD95AA)]
    public void The_bits_are_the_same_on_every_machine(string name, long iteration, long bits) =>
        BitConverter.DoubleToInt64Bits(Find(name).Schedule.At(iteration)).Should().Be(bits);

    /// <summary>Length, an iteration in 0 … length, from and to ≥ 0.</summary>
    private static Gen<(long Length, long I, double From, double To)> AnyDecay { get; } = Gen.Select(
        Gen.Long[1, 1L << 45], Gen.Int[0, 44], Gen.Double[0, 1], Gen.Double[1e-6, 10], Gen.OneOf(Gen.Const(0.0), Gen.Double[0, 1]),
        (bits, shift, t, from, to) =>
        {
            var length = Math.Max(1, bits >> shift);
            return (length, (long)(t * length), from, to);
        });

    private static void Check(double value, Exact exact, double from, double to)
    {
        // Documented: half an ulp, and 2⁻¹⁰⁰ of the larger end where the value is the difference of larger ones.
        var slack = Math.ScaleB(Math.Max(from, to), -100) / (Math.BitIncrement(value) - value);
        Exact.ErrorInUlps(value, exact).Should().BeLessThan(Bound + slack);
    }

    private static ScheduleCase Find(string name) => ScheduleCase.All.Single(test => test.ToString() == name);

    private static void ShouldHave(Schedule schedule, params (long Iteration, double Value)[] expected)
    {
        foreach (var (iteration, value) in expected)
            schedule.At(iteration).Should().BeApproximately(value, 1e-12 * value, "{0} at {1}", schedule, iteration);
    }
}
