using Optimizers.Arithmetic;
using Optimizers.Diagnostics.Monitoring;
using Optimizers.Tests.Rules;

namespace Optimizers.Tests.Diagnostics;

/// <summary>The sums of a watched step have the same bits at every width of lanes.</summary>
public sealed class MotionTests
{
    [Fact]
    public void The_sums_have_the_same_bits_at_every_width_and_for_every_length()
    {
        for (var length = 0; length < 100; length++)
        {
            var vectors = Enumerable.Range(0, 6).Select(seed => Trajectory.Gradient(length, 3, seed)).ToArray();
            var floats = Array.ConvertAll(vectors, Trajectory.ToFloat);
            var expected = Partials<Scalar<double>, double>(vectors);
            Partials<Lanes128<double>, double>(vectors).Should().Equal(expected);
            Partials<Lanes256<double>, double>(vectors).Should().Equal(expected);
            Partials<Lanes512<double>, double>(vectors).Should().Equal(expected);
            var ofFloats = Partials<Scalar<double>, float>(floats);
            Partials<Lanes128<double>, float>(floats).Should().Equal(ofFloats);
            Partials<Lanes256<double>, float>(floats).Should().Equal(ofFloats);
            Partials<Lanes512<double>, float>(floats).Should().Equal(ofFloats);
            ofFloats.Zip(expected, (x, y) => Math.Abs(x - y)).Should().OnlyContain(error => error < 1e-5, "Δθ alone is rounded, to a float");

            var (theta, g, h, v) = (vectors[1], vectors[2], vectors[3], vectors[5]);
            double[] u = [.. vectors[0].Zip(theta, (after, before) => after - before)];
            double[] sums = [.. expected.Chunk(Motion<double>.Partials).Select(part => part.Sum())];
            double[] plain = [Dot(g, g), Dot(theta, theta), Dot(u, u), Dot(g, h), Dot(u, v), Dot(u, g)];
            for (var sum = 0; sum < plain.Length; sum++)
                sums[sum].Should().BeApproximately(plain[sum], 1e-13 * (length + 1));
        }

        static double Dot(double[] x, double[] y) => x.Zip(y, (a, b) => a * b).Sum();
    }

    /// <summary>θ after, θ before, g, g before, Δθ, Δθ before. Of doubles Δθ and g are kept on the way; of floats Δθ is made before.</summary>
    private static double[] Partials<T, E>(E[][] vectors)
        where T : struct, ILanes<T, double>
        where E : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<E>
    {
        var length = vectors[0].Length;
        var own = Array.ConvertAll(vectors, vector => (E[])[.. vector, E.Zero]);
        if (typeof(E) == typeof(float))
            Motion<E>.Subtract<Scalar<E>>(ref own[0][0], ref own[1][0], ref own[4][0], (nuint)length, 0);
        var partials = new double[Motion<E>.Sums * Motion<E>.Partials];
        Motion<E>.Sum<T>(
            ref own[0][0], ref own[1][0], ref own[2][0], ref own[3][0], ref own[4][0], ref own[5][0], (nuint)length, ref partials[0]);
        own[4].Should().Equal([.. vectors[0].Zip(vectors[1], (after, before) => after - before), E.Zero]);
        own[3].Should().Equal([.. typeof(E) == typeof(double) ? vectors[2] : vectors[3], E.Zero]);
        return partials;
    }
}
