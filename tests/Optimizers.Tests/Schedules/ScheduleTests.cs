using System.Globalization;
using CsCheck;

namespace Optimizers.Tests.Schedules;

/// <summary>What holds for every schedule: purity, ends, composition, sampling, text and errors.</summary>
public class ScheduleTests
{
    private static readonly long[] Iterations = [0, 1, 7, 29, 30, 99, 100, 101, 5_000, 20_099, 20_100, 1L << 40, long.MaxValue - 1, long.MaxValue];

    public static TheoryData<string> Names => [.. ScheduleCase.All.Select(test => test.ToString())];

    public static TheoryData<string> NamesOfFinite =>
        [.. ScheduleCase.All.Where(test => test.Schedule.Length is not null).Select(test => test.ToString())];

    // A failing case prints its schedule's own text.
    private static Gen<Schedule> Simple { get; } = Gen.OneOf(
        Gen.Double[0, 1].Select(Schedule.Constant),
        Gen.Select(Gen.Long[1, 50], Gen.Double[0, 1], Gen.Double[0, 1]).Select(Schedule.WarmUp),
        Gen.Select(Gen.Long[1, 50], Gen.Double[0, 1], Gen.Double[0, 1]).Select(Schedule.CosineDecay),
        Gen.Select(Gen.Long[1, 50], Gen.Double[0, 1], Gen.Double[0, 1]).Select(Schedule.LinearDecay),
        Gen.Select(Gen.Double[0, 1], Gen.Double[0.5, 1]).Select(Schedule.ExponentialDecay),
        Gen.Select(Gen.Double[0, 1], Gen.Double[0.5, 1], Gen.Long[1, 20]).Select(Schedule.StepDecay));

    private static Gen<Schedule> Any { get; } = Gen.OneOf(
        Simple,
        Gen.Select(Simple, Simple, Gen.Long[1, 60]).Select((a, b, n) => a.Then(b, after: n)),
        Gen.Select(Simple, Gen.Double[-2, 2]).Select((a, factor) => a * factor),
        Simple.Select(a => a.Clamp(0.2, 0.6)));

    private static Gen<Schedule> Finite { get; } = Any.Where(schedule => schedule.Length is not null);

    private static Gen<long> Iteration { get; } = Gen.OneOf(Gen.Long[0, 150], Gen.Long[0, long.MaxValue]);

    [Theory]
    [MemberData(nameof(Names))]
    public void A_value_depends_on_the_iteration_alone(string name)
    {
        var schedule = Find(name);
        var values = Iterations.ToDictionary(i => i, i => BitConverter.DoubleToInt64Bits(schedule.At(i)));

        foreach (var i in Iterations.Reverse())
            BitConverter.DoubleToInt64Bits(schedule.At(i)).Should().Be(values[i]);
        Parallel.For(0, 2_000, new ParallelOptions { MaxDegreeOfParallelism = 8 }, k =>
        {
            var i = Iterations[k * 7919 % Iterations.Length];
            if (BitConverter.DoubleToInt64Bits(schedule.At(i)) != values[i])
                throw new InvalidOperationException($"{schedule} differs at {i} on another thread.");
        });
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_value_is_read_without_allocating(string name)
    {
        var schedule = Find(name);
        var sum = schedule.At(3);
        Allocation.Least(() =>
        {
            for (var i = 0L; i < 500; i++)
                sum += schedule.At(i * 1_000_003);
        }).Should().Be(0);
        sum.Should().BeGreaterThan(0);
    }

    [Theory]
    [MemberData(nameof(NamesOfFinite))]
    public void A_schedule_with_an_end_holds_its_last_value(string name)
    {
        var schedule = Find(name);
        var length = schedule.Length!.Value;
        foreach (var i in new[] { length + 1, length + 2, 2 * length, long.MaxValue })
            schedule.At(i).Should().Be(schedule.At(length));
    }

    [Fact]
    public void A_schedule_reaches_its_ends_exactly() =>
        Gen.Select(Gen.Long[1, long.MaxValue], Gen.Double[1e-9, 1], Gen.Double[1e-9, 1]).Sample((length, from, to) =>
        {
            foreach (var decay in new[] { Schedule.LinearDecay(length, from, to), Schedule.CosineDecay(length, from, to),
                         Schedule.PolynomialDecay(length, from, to, power: 0.9) })
            {
                decay.Length.Should().Be(length);
                decay.At(0).Should().Be(from);
                decay.At(length).Should().Be(to);
                decay.At(long.MaxValue).Should().Be(to);
            }

            foreach (var warmUp in new[] { Schedule.WarmUp(length, to, from), Schedule.ExponentialWarmUp(length, to, from) })
            {
                warmUp.Length.Should().Be(length);
                warmUp.At(length - 1).Should().Be(to);
                warmUp.At(length).Should().Be(to);
                warmUp.At(long.MaxValue).Should().Be(to);
            }
        });

    [Fact]
    public void A_decay_never_rises() =>
        Gen.OneOf(
            Gen.Select(Gen.Long[1, 100_000], Gen.Double[0.5, 1], Gen.Double[0, 0.5]).Select(Schedule.CosineDecay),
            Gen.Select(Gen.Long[1, 100_000], Gen.Double[0.5, 1], Gen.Double[0, 0.5]).Select(Schedule.LinearDecay),
            Gen.Select(Gen.Long[1, 100_000], Gen.Double[0.5, 1], Gen.Double[0, 0.5], Gen.Double[0.1, 4]).Select(Schedule.PolynomialDecay),
            Gen.Select(Gen.Double[0, 1], Gen.Double[0.9, 1]).Select(Schedule.ExponentialDecay),
            Gen.Select(Gen.Double[0, 1], Gen.Double[0, 10]).Select(Schedule.InverseTimeDecay),
            Gen.Select(Gen.Double[0, 1], Gen.Double[1, 1000]).Select(Schedule.InverseSquareRootDecay))
        .SelectMany(decay => Gen.Long[0, 100_000].Select(i => (decay, i)))
        .Sample(t => t.decay.At(t.i + 1).Should().BeLessThanOrEqualTo(t.decay.At(t.i)));

    [Fact]
    public void The_first_warm_up_step_is_not_spent_at_zero()
    {
        var warmUp = Schedule.WarmUp(4, to: 1);
        new[] { 0L, 1, 2, 3, 4, 5 }.Select(warmUp.At).Should().Equal(0.25, 0.5, 0.75, 1, 1, 1);
    }

    [Fact]
    public void A_restart_comes_when_the_cycle_has_ended()
    {
        var restarts = Schedule.CosineRestarts(2, from: 1, periodFactor: 2, peakFactor: 0.5);
        new[] { 0L, 1, 2, 4, 6, 10, 14 }.Select(restarts.At).Should().Equal(1, 0.5, 0.5, 0.25, 0.25, 0.125, 0.125);
    }

    [Fact]
    public void A_milestone_counts_from_its_own_iteration_on()
    {
        var steps = Schedule.MultiStepDecay(8, 0.5, 1, 5, long.MaxValue);
        new[] { 0L, 1, 4, 5, 6, long.MaxValue - 1, long.MaxValue }.Select(steps.At).Should().Equal(8, 4, 4, 2, 2, 2, 1);
    }

    [Fact]
    public void The_milestones_are_copied()
    {
        long[] milestones = [5, 10];
        var schedule = Schedule.MultiStepDecay(1, 0.5, milestones);
        milestones[0] = 1;
        schedule.At(1).Should().Be(1);
    }

    [Fact]
    public void A_number_is_a_constant_schedule()
    {
        Schedule schedule = 1e-3;
        schedule.At(0).Should().Be(1e-3);
        schedule.At(long.MaxValue).Should().Be(1e-3);
        schedule.Length.Should().BeNull();

        static double First(Schedule learningRate) => learningRate.At(0);
        First(1).Should().Be(1);
    }

    [Fact]
    public void The_program_of_the_documentation_compiles_and_runs()
    {
        var learningRate = Schedule.WarmUp(100, to: 0.02).Then(Schedule.CosineDecay(20_000, from: 0.02));
        learningRate.At(0).Should().Be(0.0002);
        learningRate.At(99).Should().Be(0.02);
        learningRate.At(100).Should().Be(0.02);
        learningRate.At(10_100).Should().Be(0.01);
        learningRate.At(20_100).Should().Be(0);
        learningRate.Length.Should().Be(20_100);
    }

    [Fact]
    public void Then_is_the_first_until_its_end_and_the_next_from_its_own_beginning() =>
        Gen.Select(Finite, Any, Iteration).Sample((a, b, i) =>
        {
            var joined = a.Then(b);
            joined.At(i).Should().Be(i < a.Length ? a.At(i) : b.At(i - a.Length!.Value));
            joined.Length.Should().Be(a.Length + b.Length);
        });

    [Fact]
    public void Then_with_after_cuts_or_holds_the_first() =>
        Gen.Select(Any, Any, Gen.Long[1, 100], Iteration).Sample((a, b, after, i) =>
        {
            var joined = a.Then(b, after);
            joined.At(i).Should().Be(i < after ? a.At(i) : b.At(i - after));
            joined.Length.Should().Be(after + b.Length);
        });

    [Fact]
    public void Then_is_associative() =>
        Gen.Select(Finite, Finite, Any, Iteration).Sample((a, b, c, i) =>
        {
            var (left, right) = (a.Then(b).Then(c), a.Then(b.Then(c)));
            left.At(i).Should().Be(right.At(i));
            left.Length.Should().Be(right.Length);
        });

    [Fact]
    public void Scaling_multiplies_every_value_and_keeps_the_length() =>
        Gen.Select(Any, Gen.Double[-5, 5], Iteration).Sample((a, factor, i) =>
        {
            (a * factor).At(i).Should().Be(factor * a.At(i));
            (factor * a).At(i).Should().Be(factor * a.At(i));
            a.Scale(factor).At(i).Should().Be(factor * a.At(i));
            (a * factor).Length.Should().Be(a.Length);
        });

    [Fact]
    public void Scaling_distributes_over_then() =>
        Gen.Select(Finite, Any, Gen.Double[-5, 5], Iteration).Sample((a, b, factor, i) =>
            (factor * a.Then(b)).At(i).Should().Be((factor * a).Then(factor * b).At(i)));

    [Fact]
    public void Clamping_keeps_the_bounds_and_what_lies_between() =>
        Gen.Select(Any, Gen.Double[-1, 0.5], Gen.Double[0, 1], Iteration).Sample((a, min, width, i) =>
        {
            var clamped = a.Clamp(min, min + width);
            clamped.At(i).Should().Be(Math.Min(Math.Max(a.At(i), min), min + width));
            clamped.Clamp(min, min + width).At(i).Should().Be(clamped.At(i));
            clamped.Length.Should().Be(a.Length);
        });

    [Fact]
    public void Two_lengths_may_fill_a_long_but_not_exceed_it()
    {
        var half = Schedule.LinearDecay(1L << 62, from: 1);
        var filling = half.Then(Schedule.LinearDecay((1L << 62) - 1, from: 1));
        filling.Length.Should().Be(long.MaxValue);
        filling.At(long.MaxValue).Should().Be(0);

        half.Invoking(first => first.Then(half)).Should().Throw<ArgumentOutOfRangeException>().WithParameterName("next")
            .WithMessage("*at most 4611686018427387903*LinearDecay(4611686018427387904, from: 1, to: 0)*");
        half.Invoking(first => first.Then(half, after: long.MaxValue)).Should().Throw<ArgumentOutOfRangeException>().WithParameterName("next");
    }

    [Fact]
    public void A_schedule_of_the_user_s_own_is_never_asked_beyond_its_length()
    {
        var own = new Halving();
        own.At(3).Should().Be(0.125);
        own.At(1000).Should().Be(0.125);
        own.Then(7).At(3).Should().Be(7);
        (own * 2).At(long.MaxValue).Should().Be(0.25);
        own.Then(7).ToString().Should().Be("Halving.Then(Constant(7))");
    }

    [Theory]
    [InlineData(1, 512, 1)]
    [InlineData(2, 2, 2)]
    [InlineData(5, 512, 5)]
    [InlineData(512, 512, 512)]
    [InlineData(513, 512, 512)]
    [InlineData(20_000, 2, 2)]
    [InlineData(20_000, 512, 512)]
    [InlineData(long.MaxValue, 1000, 1000)]
    public void A_sample_is_even_and_includes_both_ends(long iterations, int points, int expected)
    {
        var schedule = Schedule.CosineDecay(20_000, from: 0.02);
        var sample = schedule.Sample(iterations, points);

        sample.Should().HaveCount(expected);
        sample[0].Iteration.Should().Be(0);
        sample[^1].Iteration.Should().Be(iterations - 1);
        foreach (var (iteration, value) in sample)
            value.Should().Be(schedule.At(iteration));
        var gaps = sample.Zip(sample.Skip(1), (a, b) => b.Iteration - a.Iteration).ToList();
        foreach (var gap in gaps)
            gap.Should().BeInRange(Math.Max(1, gaps.Max() - 1), gaps.Max());
    }

    [Fact]
    public void The_text_names_the_schedule_and_its_arguments_in_any_culture()
    {
        var culture = CultureInfo.CurrentCulture;
        var comma = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        comma.NumberFormat.NumberDecimalSeparator = ",";
        CultureInfo.CurrentCulture = comma;
        try
        {
            Text(0.001).Should().Be("Constant(0.001)");
            Text(Schedule.WarmUp(100, to: 0.02).Then(Schedule.CosineDecay(20_000, from: 0.02)))
                .Should().Be("WarmUp(100, to: 0.02, from: 0).Then(CosineDecay(20000, from: 0.02, to: 0))");
            Text(Schedule.ExponentialWarmUp(10, to: 0.1, from: 0.001)).Should().Be("ExponentialWarmUp(10, to: 0.1, from: 0.001)");
            Text(Schedule.StepDecay(0.1, 0.5, 30)).Should().Be("StepDecay(from: 0.1, factor: 0.5, every: 30)");
            Text(Schedule.MultiStepDecay(0.1, 0.5, 30, 60)).Should().Be("MultiStepDecay(from: 0.1, factor: 0.5, milestones: [30, 60])");
            Text(Schedule.ExponentialDecay(0.1, 0.5)).Should().Be("ExponentialDecay(from: 0.1, factor: 0.5)");
            Text(Schedule.InverseTimeDecay(0.1, 0.5)).Should().Be("InverseTimeDecay(from: 0.1, rate: 0.5)");
            Text(Schedule.InverseSquareRootDecay(0.1)).Should().Be("InverseSquareRootDecay(from: 0.1, timescale: 1)");
            Text(Schedule.PolynomialDecay(9, 0.1, power: 0.9)).Should().Be("PolynomialDecay(9, from: 0.1, to: 0, power: 0.9)");
            Text(Schedule.LinearDecay(9, 0.1)).Should().Be("LinearDecay(9, from: 0.1, to: 0)");
            Text(Schedule.CosineRestarts(9, 0.1)).Should().Be("CosineRestarts(9, from: 0.1, to: 0, periodFactor: 1, peakFactor: 1)");
            Text(Schedule.From(_ => 1)).Should().Be("From(function)");
            Text(Schedule.From(_ => 1, "one")).Should().Be("one");
            Text((0.5 * Schedule.Constant(0.1)).Clamp(0, 1.5).Then(Schedule.Constant(0.2) * 0.3, after: 7))
                .Should().Be("Constant(0.1).Scale(0.5).Clamp(min: 0, max: 1.5).Then(Constant(0.2).Scale(0.3), after: 7)");
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }

        static string? Text(Schedule schedule) => schedule.ToString();
    }

    [Fact]
    public void A_number_outside_its_range_is_refused_by_name_value_and_range()
    {
        foreach (var bad in new[] { double.NaN, double.PositiveInfinity, double.NegativeInfinity })
        {
            Refused("value", bad, "finite", () => Schedule.Constant(bad));
            Refused("value", bad, "finite", () => { Schedule _ = bad; });
            Refused("to", bad, "finite", () => Schedule.WarmUp(1, to: bad));
            Refused("from", bad, "finite", () => Schedule.WarmUp(1, to: 1, from: bad));
            Refused("from", bad, "finite", () => Schedule.StepDecay(bad, 0.5, 1));
            Refused("from", bad, "finite", () => Schedule.MultiStepDecay(bad, 0.5, 1));
            Refused("from", bad, "finite", () => Schedule.ExponentialDecay(bad, 0.5));
            Refused("from", bad, "finite", () => Schedule.InverseTimeDecay(bad, 0.5));
            Refused("from", bad, "finite", () => Schedule.InverseSquareRootDecay(bad));
            Refused("from", bad, "finite", () => Schedule.PolynomialDecay(1, bad));
            Refused("to", bad, "finite", () => Schedule.PolynomialDecay(1, 1, bad));
            Refused("from", bad, "finite", () => Schedule.LinearDecay(1, bad));
            Refused("to", bad, "finite", () => Schedule.LinearDecay(1, 1, bad));
            Refused("from", bad, "finite", () => Schedule.CosineDecay(1, bad));
            Refused("to", bad, "finite", () => Schedule.CosineDecay(1, 1, bad));
            Refused("from", bad, "finite", () => Schedule.CosineRestarts(1, bad));
            Refused("to", bad, "finite", () => Schedule.CosineRestarts(1, 1, bad));
            Refused("factor", bad, "finite", () => Schedule.Constant(1).Scale(bad));
            Refused("factor", bad, "finite", () => { _ = Schedule.Constant(1) * bad; });
            Refused("factor", bad, "finite", () => { _ = bad * Schedule.Constant(1); });
            Refused("min", bad, "finite", () => Schedule.Constant(1).Clamp(bad, 1));
            Refused("max", bad, "finite", () => Schedule.Constant(1).Clamp(0, bad));
        }

        foreach (var bad in new[] { double.NaN, double.PositiveInfinity, 0, -0.1 })
        {
            Refused("to", bad, "finite and above 0", () => Schedule.ExponentialWarmUp(1, to: bad, from: 1));
            Refused("from", bad, "finite and above 0", () => Schedule.ExponentialWarmUp(1, to: 1, from: bad));
            Refused("timescale", bad, "finite and above 0", () => Schedule.InverseSquareRootDecay(1, bad));
            Refused("power", bad, "finite and above 0", () => Schedule.PolynomialDecay(1, 1, power: bad));
        }

        foreach (var bad in new[] { double.NaN, double.PositiveInfinity, -0.1 })
            Refused("rate", bad, "finite and at least 0", () => Schedule.InverseTimeDecay(1, bad));

        foreach (var bad in new[] { double.NaN, double.PositiveInfinity, 0, -0.1, 1.1 })
        {
            Refused("factor", bad, "in (0, 1]", () => Schedule.StepDecay(1, bad, 1));
            Refused("factor", bad, "in (0, 1]", () => Schedule.MultiStepDecay(1, bad, 1));
            Refused("factor", bad, "in (0, 1]", () => Schedule.ExponentialDecay(1, bad));
            Refused("peakFactor", bad, "in (0, 1]", () => Schedule.CosineRestarts(1, 1, peakFactor: bad));
        }

        foreach (var bad in new[] { 0L, -1, long.MinValue })
        {
            Refused("length", bad, "at least 1", () => Schedule.WarmUp(bad, to: 1));
            Refused("length", bad, "at least 1", () => Schedule.ExponentialWarmUp(bad, to: 1, from: 0.5));
            Refused("every", bad, "at least 1", () => Schedule.StepDecay(1, 0.5, bad));
            Refused("length", bad, "at least 1", () => Schedule.PolynomialDecay(bad, 1));
            Refused("length", bad, "at least 1", () => Schedule.LinearDecay(bad, 1));
            Refused("length", bad, "at least 1", () => Schedule.CosineDecay(bad, 1));
            Refused("period", bad, "at least 1", () => Schedule.CosineRestarts(bad, 1));
            Refused("after", bad, "at least 1", () => Schedule.Constant(1).Then(2, after: bad));
            Refused("iterations", bad, "at least 1", () => Schedule.Constant(1).Sample(bad));
            Refused("milestones", bad, "above 0: milestones", () => Schedule.MultiStepDecay(1, 0.5, bad));
        }

        Refused("periodFactor", 0, "at least 1", () => Schedule.CosineRestarts(1, 1, periodFactor: 0));
        Refused("points", 1, "at least 2", () => Schedule.Constant(1).Sample(10, 1));
        Refused("milestones", 30, "above 30: milestones", () => Schedule.MultiStepDecay(1, 0.5, 30, 30));
        Refused("milestones", 20, "above 30: milestones", () => Schedule.MultiStepDecay(1, 0.5, 30, 20));
        Refused("max", 0.25, "at least min, which is 0.5", () => Schedule.Constant(1).Clamp(0.5, 0.25));
        Refused("iteration", -1, "non-negative", () => Schedule.Constant(1).At(-1));
        Refused("iteration", long.MinValue, "non-negative", () => Schedule.CosineDecay(1, 1).At(long.MinValue));
        FluentActions.Invoking(() => Schedule.MultiStepDecay(1, 0.5)).Should().Throw<ArgumentOutOfRangeException>()
            .WithParameterName("milestones").WithMessage("*at least one*");
    }

    [Fact]
    public void A_missing_argument_is_refused_by_name()
    {
        Schedule none = null!, one = 1;
        FluentActions.Invoking(() => Schedule.From(null!)).Should().Throw<ArgumentNullException>().WithParameterName("function");
        FluentActions.Invoking(() => Schedule.WarmUp(1, 1).Then(none)).Should().Throw<ArgumentNullException>().WithParameterName("next");
        FluentActions.Invoking(() => one.Then(none, after: 1)).Should().Throw<ArgumentNullException>().WithParameterName("next");
        FluentActions.Invoking(() => none * 2).Should().Throw<ArgumentNullException>().WithParameterName("schedule");
        FluentActions.Invoking(() => 2 * none).Should().Throw<ArgumentNullException>().WithParameterName("schedule");
    }

    [Fact]
    public void A_schedule_without_an_end_says_how_to_go_on_after_it() =>
        FluentActions.Invoking(() => Schedule.ExponentialDecay(0.1, 0.9).Then(0.01)).Should().Throw<InvalidOperationException>()
            .WithMessage("ExponentialDecay(from: 0.1, factor: 0.9) has no end*Then(next, after: iterations)*");

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void A_value_that_is_not_finite_is_never_returned(double bad)
    {
        var schedule = Schedule.From(i => i == 7 ? bad : 1, "mine");
        schedule.At(6).Should().Be(1);
        var error = schedule.Invoking(s => s.At(7)).Should().Throw<NotFiniteNumberException>().Which;
        error.Message.Should().Be(FormattableString.Invariant($"mine is {bad} at iteration 7. A schedule's value must be a finite number."));
        error.OffendingNumber.Should().Be(bad);
        schedule.Invoking(s => s.Sample(10)).Should().Throw<NotFiniteNumberException>();
        (schedule * 0).Invoking(s => s.At(7)).Should().Throw<NotFiniteNumberException>();
        (Schedule.Constant(1e200) * 1e200).Invoking(s => s.At(0)).Should().Throw<NotFiniteNumberException>();
    }

    private static Schedule Find(string name) => ScheduleCase.All.Single(test => test.ToString() == name).Schedule;

    private static void Refused(string parameter, object value, string range, Action action)
    {
        var error = action.Should().Throw<ArgumentOutOfRangeException>().WithParameterName(parameter).WithMessage($"*{range}*").Which;
        error.ActualValue.Should().Be(value is int number && error.ActualValue is long ? (long)number : value);
    }

    private sealed class Halving : Schedule
    {
        public override long? Length => 3;

        public override string ToString() => "Halving";

        protected override double Evaluate(long iteration) =>
            iteration is >= 0 and <= 3 ? Math.Pow(0.5, iteration) : throw new InvalidOperationException($"Asked for {iteration}.");
    }
}
