using Optimizers.Arithmetic;
using Optimizers.LinearAlgebra;
using Optimizers.Tests.Rules;

namespace Optimizers.Tests.Steps;

/// <summary>Neither the width of the lanes nor the threads, the containers or the neighbours change a bit.</summary>
public sealed class SameBitsTests
{
    public static TheoryData<string> Names => OptimizerFacts.Names;

    public static TheoryData<string> Elementwise { get; } = OptimizerFacts.Of(fact => fact.IsElementwise && fact.Create(0) is Optimizer);

    [Theory]
    [MemberData(nameof(Elementwise))]
    public void Every_width_of_lanes_gives_the_same_bits(string name)
    {
        const int Count = 64;
        var doubles = Run<Scalar<double>, double>(name, Count, x => x);
        Run<Lanes128<double>, double>(name, Count, x => x).Should().Equal(doubles);
        Run<Lanes256<double>, double>(name, Count, x => x).Should().Equal(doubles);
        Run<Lanes512<double>, double>(name, Count, x => x).Should().Equal(doubles);
        var floats = Run<Scalar<float>, float>(name, Count, x => (float)x);
        Run<Lanes128<float>, float>(name, Count, x => (float)x).Should().Equal(floats);
        Run<Lanes256<float>, float>(name, Count, x => (float)x).Should().Equal(floats);
        Run<Lanes512<float>, float>(name, Count, x => (float)x).Should().Equal(floats);

        // The front door runs the widest lanes of this processor and narrower ones for what is left over.
        var optimizer = OptimizerFacts.Of(name).Create(0.01);
        var theta = Trajectory.Start(Count)[..61];
        for (var step = 0; step < 50; step++)
            optimizer.Step(theta, Awkward(Count, step).AsSpan(0, 61));
        Bits(theta).Should().Equal(doubles[..61]);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_number_of_threads_gives_the_same_bits(string name)
    {
        var fact = OptimizerFacts.Of(name);
        var expected = Run(1);
        foreach (var threads in new[] { 2, 3, 8 })
            Run(threads).Should().Equal(expected);

        byte[] Run(int threads)
        {
            var optimizer = fact.Create(0.01, threads);
            var parameters = ParameterSet.Large(fact);
            for (var step = 0; step < 2; step++)
                parameters.Step(optimizer, step);
            return parameters.Bits();
        }
    }

    [Fact]
    public void The_gradient_norm_and_what_it_clips_have_the_same_bits_for_every_number_of_threads()
    {
        var expected = Run(1);
        foreach (var threads in new[] { 2, 3, 8 })
            Run(threads).Should().Equal(expected);

        static long[] Run(int threads)
        {
            var optimizer = new Adam(0.01) { Clipping = GradientClipping.ByGlobalNorm(1), MaxThreads = threads };
            var theta = Trajectory.Start(200_003);
            for (var step = 0; step < 3; step++)
                optimizer.Step(theta, Trajectory.Gradient(theta.Length, step));
            return [.. Bits(theta), BitConverter.DoubleToInt64Bits(optimizer.LastGradientNorm)];
        }
    }

    [Fact]
    public void A_reduction_has_the_same_bits_at_every_width_and_for_every_length()
    {
        for (var length = 0; length < 200; length++)
        {
            var values = Trajectory.Gradient(length, 7);
            var floats = Trajectory.ToFloat(values);
            var expected = Partials<Scalar<double>, double>(values);
            Partials<Lanes128<double>, double>(values).Should().Equal(expected);
            Partials<Lanes256<double>, double>(values).Should().Equal(expected);
            Partials<Lanes512<double>, double>(values).Should().Equal(expected);
            Partials<Scalar<double>, float>(floats).Should().Equal(expected, "every element fits into a float");
            Partials<Lanes128<double>, float>(floats).Should().Equal(expected);
            Partials<Lanes256<double>, float>(floats).Should().Equal(expected);
            Partials<Lanes512<double>, float>(floats).Should().Equal(expected);
            Reduction.SumOfSquares<double>(values).Should().BeApproximately(values.Sum(x => x * x), 1e-13 * length);
        }

        static double[] Partials<T, E>(E[] values)
            where T : struct, ILanes<T, double>
            where E : unmanaged
        {
            var partials = new double[16];
            Reduction.SumSquares<T, E>(
                ref System.Runtime.InteropServices.MemoryMarshal.GetArrayDataReference(values), (nuint)values.Length, partials);
            return partials;
        }
    }

    [Fact]
    public void Every_place_of_a_non_finite_element_is_seen_at_every_length()
    {
        foreach (var length in Enumerable.Range(1, 140))
        {
            Reduction.IsFinite<double>(new double[length]).Should().BeTrue();
            foreach (var bad in new[] { double.NaN, double.PositiveInfinity, double.NegativeInfinity })
            {
                for (var i = 0; i < length; i++)
                {
                    var values = Enumerable.Repeat(double.MaxValue, length).ToArray();
                    values[i] = bad;
                    Reduction.IsFinite<double>(values).Should().BeFalse();
                    Reduction.IsFinite<float>(Array.ConvertAll(values, x => x == double.MaxValue ? float.MaxValue : (float)x)).Should().BeFalse();
                }
            }
        }
    }

    private static long[] Run<T, E>(string name, int count, Func<double, E> element)
        where T : struct, ILanes<T, E>
        where E : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<E>
    {
        var optimizer = (Optimizer)OptimizerFacts.Of(name).Create(0.01);
        var theta = Array.ConvertAll(Trajectory.Start(count), x => element(x));
        var gradient = new E[count];
        var probe = new WidthStep<T, E>(optimizer, theta, gradient);
        for (var step = 0; step < 50; step++)
        {
            Array.ConvertAll(Awkward(count, step), x => element(x)).CopyTo(gradient, 0);
            probe.Step(step);
        }

        return Bits(theta);
    }

    /// <summary>Zeros of both signs, subnormals of float and double, and magnitudes whose squares underflow or overflow in float.</summary>
    private static double[] Awkward(int count, int step)
    {
        double[] special = [0, -0.0, 1e-40, -3e-310, 1e-23, 1e19, -2e18, 1];
        var gradient = Trajectory.Gradient(count, step);
        for (var i = 0; i < count; i += 3)
            gradient[i] = special[((i / 3) + step) % special.Length];
        gradient[5] = 0;
        return gradient;
    }

    private static long[] Bits<E>(E[] values) where E : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<E> =>
        Array.ConvertAll(values, x => E.IsNaN(x) ? long.MinValue + 1 : BitConverter.DoubleToInt64Bits(double.CreateChecked(x)));
}
