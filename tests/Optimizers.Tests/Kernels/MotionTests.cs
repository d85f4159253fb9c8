using Optimizers.Kernels;
using Optimizers.Tests.Rules;

namespace Optimizers.Tests.Kernels;

/// <summary>The sums of a watched step have the same bits at every width of lanes.</summary>
public sealed class MotionTests
{
    [Fact]
    public void The_sums_have_the_same_bits_at_every_width_and_for_every_length()
    {
        for (var length = 0; length < 100; length++)
        {
            var vectors = Enumerable.Range(0, 5).Select(seed => Trajectory.Gradient(length, 3, seed)).ToArray();
            var floats = Array.ConvertAll(vectors, Trajectory.ToFloat);
            var expected = Partials<Scalar<double>, double>(vectors);
            Partials<Lanes128<double>, double>(vectors).Should().Equal(expected);
            Partials<Lanes256<double>, double>(vectors).Should().Equal(expected);
            Partials<Lanes512<double>, double>(vectors).Should().Equal(expected);
            Partials<Scalar<double>, float>(floats).Should().Equal(expected, "every element fits into a float");
            Partials<Lanes128<double>, float>(floats).Should().Equal(expected);
            Partials<Lanes256<double>, float>(floats).Should().Equal(expected);
            Partials<Lanes512<double>, float>(floats).Should().Equal(expected);

            var (theta, g, h, u, v) = (vectors[0], vectors[1], vectors[2], vectors[3], vectors[4]);
            double[] sums = [.. expected.Chunk(Motion<double>.Partials).Select(part => part.Sum())];
            double[] plain = [Dot(g, g), Dot(theta, theta), Dot(u, u), Dot(g, h), Dot(u, v), Dot(u, g)];
            for (var sum = 0; sum < plain.Length; sum++)
                sums[sum].Should().BeApproximately(plain[sum], 1e-13 * (length + 1));
        }

        static double Dot(double[] x, double[] y) => x.Zip(y, (a, b) => a * b).Sum();
    }

    private static double[] Partials<T, E>(E[][] vectors)
        where T : struct, ILanes<T, double>
        where E : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<E>
    {
        var partials = new double[Motion<E>.Sums * Motion<E>.Partials];
        var first = Array.ConvertAll(vectors, vector => vector.Length == 0 ? new E[1] : vector);
        Motion<E>.Sum<T>(
            ref first[0][0], ref first[1][0], ref first[2][0], ref first[3][0], ref first[4][0], (nuint)vectors[0].Length, ref partials[0]);
        return partials;
    }
}
