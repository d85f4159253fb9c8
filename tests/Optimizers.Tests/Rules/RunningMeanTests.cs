using System.Runtime.CompilerServices;
using Optimizers.Arithmetic;

namespace Optimizers.Tests.Rules;

/// <summary>The mean of all values in single precision, over as many steps as a long training has.</summary>
public sealed class RunningMeanTests
{
    [Fact]
    public void A_mean_in_single_precision_is_right_after_forty_million_values_and_one_float_alone_would_not_be()
    {
        var (kept, plain, exact) = Run(40_000_000);
        (kept / exact).Should().BeApproximately(1, 3e-7);
        Math.Abs((plain / exact) - 1).Should().BeGreaterThan(1e-3);
    }

    [Fact]
    public void Rms_steps_by_the_rate_when_the_squares_have_been_the_same_for_long()
    {
        var optimizer = new Rms(1e-3);
        float[] theta = [0];
        for (var i = 0; i < 20_000; i++)
            optimizer.Step(theta, [i % 2 == 0 ? 3f : -3f]);
        theta[0] = 0;
        optimizer.Step(theta, [3f]);
        theta[0].Should().BeApproximately(-1e-3f, 1e-9f);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static (double Kept, double Plain, double Exact) Run(int count)
    {
        var (mean, rest) = (Scalar<float>.Constant(0), Scalar<float>.Constant(0));
        var (plain, exact, noise) = (0f, 0.0, 88172645463325252UL);
        for (var t = 1; t <= count; t++)
        {
            noise ^= noise << 13;
            noise ^= noise >> 7;
            noise ^= noise << 17;
            var g = (float)(noise >> 40) * (1f / (1 << 24));
            var square = g * g;
            var share = 1.0 / t;
            mean = RunningMean.Next(mean, ref rest, Scalar<float>.Broadcast(ref square), share);
            plain += (float)share * (square - plain);
            exact += square;
        }

        float result = 0;
        mean.Store(ref result, 0);
        return (result, plain, exact / count);
    }
}
