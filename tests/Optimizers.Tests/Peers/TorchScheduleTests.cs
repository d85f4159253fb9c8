using System.Globalization;
using System.Text.Json;

namespace Optimizers.Tests.Peers;

/// <summary>Values of torch.optim.lr_scheduler (PyTorch 1.13.1) at arguments drawn from a seed, made by schedules.py beside this file.</summary>
public sealed class TorchScheduleTests
{
    private static readonly Dictionary<string, JsonElement> Cases = Read();

    public static TheoryData<string> Names => [.. Cases.Keys];

    /// <summary>PyTorch computes most values from the one before: a few roundings in each iteration, of the largest value.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void A_schedule_is_that_of_torch_optim_lr_scheduler(string name)
    {
        var test = Cases[name];
        var (rate, momentum) = Create(
            test.GetProperty("class").GetString()!, test.GetProperty("rate").GetDouble(), test.GetProperty("arguments"));
        Compare(rate, "rates");
        if (momentum is not null)
            Compare(momentum, "momenta");

        void Compare(Schedule schedule, string values)
        {
            var expected = test.GetProperty(values).EnumerateObject()
                .Select(each => (long.Parse(each.Name, CultureInfo.InvariantCulture), each.Value.GetDouble())).ToArray();
            expected.Length.Should().BeGreaterThan(20);
            var largest = expected.Max(each => each.Item2);
            foreach (var (i, value) in expected)
                schedule.At(i).Should().BeApproximately(value, 4 * (i + 1) * Math.ScaleB(largest, -52), "i = {0} of {1}", i, schedule);
        }
    }

    private static (Schedule Rate, Schedule? Momentum) Create(string name, double rate, JsonElement arguments)
    {
        double Of(string key, double absent = 0) => arguments.TryGetProperty(key, out var value) ? value.GetDouble() : absent;
        long Count(string key) => arguments.GetProperty(key).GetInt64();
        var (low, high) = (Of("base_momentum"), Of("max_momentum"));
        switch (name)
        {
            case "StepLR": return (Schedule.StepDecay(rate, Of("gamma"), Count("step_size")), null);
            case "MultiStepLR":
                return (Schedule.MultiStepDecay(
                    rate, Of("gamma"), [.. arguments.GetProperty("milestones").EnumerateArray().Select(each => each.GetInt64())]), null);
            case "ConstantLR": return (Schedule.PiecewiseConstant(new(0, rate * Of("factor")), new(Count("total_iters"), rate)), null);
            case "LinearLR":
                var (from, to) = (rate * Of("start_factor"), rate * Of("end_factor"));
                return (from < to ? Schedule.LinearRise(Count("total_iters"), to, from) : Schedule.LinearDecay(Count("total_iters"), from, to), null);
            case "ExponentialLR": return (Schedule.ExponentialDecay(rate, Of("gamma")), null);
            case "PolynomialLR": return (Schedule.PolynomialDecay(Count("total_iters"), rate, power: Of("power")), null);
            case "CosineAnnealingLR":
                // PyTorch's comes back up after T_max, as a chain of both halves does.
                var half = Count("T_max");
                return (Schedule.CosineDecay(half, rate, Of("eta_min")).Then(Schedule.CosineRise(half, rate, Of("eta_min"))).Repeat(2 * half), null);
            case "CosineAnnealingWarmRestarts": return (Schedule.CosineRestarts(Count("T_0"), rate, Of("eta_min"), (int)Count("T_mult")), null);
            case "OneCycleLR":
                var (length, linear) = (Count("total_steps"), arguments.GetProperty("anneal_strategy").GetString() == "linear");
                var (rise, inThree) = ((long)Math.Round(Of("pct_start") * length), arguments.TryGetProperty("three_phase", out _));
                return (
                    Schedule.OneCycle(length, Of("max_lr"), rise, Of("div_factor"), Of("final_div_factor"), linear, inThree),
                    Schedule.OneCycleMomentum(length, high, low, rise, linear, inThree));
            default:
                var (up, down, gamma) = (Count("step_size_up"), Count("step_size_down"), Of("gamma", 1));
                var perCycle = arguments.TryGetProperty("mode", out var mode) && mode.GetString() == "triangular2" ? 0.5 : 1;
                return (
                    Schedule.Cyclic(Of("base_lr"), Of("max_lr"), up, down, perCycle, gamma), Schedule.Cyclic(high, low, up, down, perCycle, gamma));
        }
    }

    private static Dictionary<string, JsonElement> Read()
    {
        using var stream = typeof(TorchScheduleTests).Assembly.GetManifestResourceStream("schedules.json")!;
        return JsonDocument.Parse(stream).RootElement.EnumerateArray().ToDictionary(each => each.GetProperty("name").GetString()!);
    }
}
