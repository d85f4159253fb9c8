using Optimizers.Arithmetic;
using Optimizers.LinearAlgebra;

namespace Optimizers.Tests.LinearAlgebra;

public sealed unsafe class VectorWorkTests
{
    // One block and a bit more than a block, with a rest beside every width of lanes.
    private static readonly int[] Lengths = [0, 1, 7, 31, 32, 33, 100, 65_536, 131_075];

    [Fact]
    public void Every_width_of_lanes_gives_the_same_bits()
    {
        for (var length = 0; length < 140; length++)
        {
            var expected = Bits<Scalar<double>>(length);
            Bits<Lanes128<double>>(length).Should().Equal(expected);
            Bits<Lanes256<double>>(length).Should().Equal(expected);
            Bits<Lanes512<double>>(length).Should().Equal(expected);
        }
    }

    [Fact]
    public void Every_number_of_threads_gives_the_same_bits()
    {
        foreach (var length in Lengths)
        {
            var expected = All(new VectorWork(1), length);
            foreach (var threads in new[] { 2, 3 })
                All(new VectorWork(threads), length).Should().Equal(expected);
        }
    }

    [Fact]
    public void Sums_are_those_of_the_plain_formulas()
    {
        foreach (var length in Lengths)
        {
            double[] x = Numbers(length, 1), y = Numbers(length, 2), z = Numbers(length, 3), w = Numbers(length, 4);
            var work = new VectorWork(2);
            work.Dot(x, y).Should().BeApproximately(x.Zip(y, (a, b) => a * b).Sum(), 1e-12 * (length + 1));
            work.Distance(x, y).Should().BeApproximately(Math.Sqrt(x.Zip(y, (a, b) => (a - b) * (a - b)).Sum()), 1e-12 * (length + 1));
            work.Norm(x).Should().BeApproximately(Math.Sqrt(x.Sum(a => a * a)), 1e-12 * (length + 1));

            var expected = Enumerable.Range(0, length).Select(i => w[i] - (0.3 * x[i]) - (-1.7 * y[i])).ToArray();
            var norm = work.Recur(w, 0.3, x, -1.7, y);
            w.Should().Equal(expected);
            norm.Should().Be(work.Norm(w));

            double[][] basis = [x, y, z, w, Numbers(length, 5), Numbers(length, 6)];
            var c = new double[6];
            work.Dots(basis, 6, z, c);
            c.Should().Equal(basis.Select(v => work.Dot(v, z)));

            var target = Numbers(length, 7);
            expected = [.. target];
            foreach (var j in Enumerable.Range(0, 6))
                expected = [.. expected.Zip(basis[j], (a, b) => a + (-c[j] * b))];
            work.Subtract(basis, 6, c, target).Should().Be(work.Norm(expected));
            target.Should().Equal(expected);

            expected = [.. target];
            foreach (var j in Enumerable.Range(0, 6))
                expected = [.. expected.Zip(basis[j], (a, b) => a + (0.7 * c[j] * b))];
            work.AddCombination(0.7, basis, 6, c, target).Should().Be(work.Norm(expected));
            target.Should().Equal(expected);
        }
    }

    [Fact]
    public void A_stable_norm_does_not_overflow_or_underflow()
    {
        var work = new VectorWork(1);
        foreach (var scale in new[] { 1e-300, 1e-170, 1, 1e170, 1e300 })
            (work.StableNorm([3 * scale, -4 * scale]) / scale).Should().BeApproximately(5, 1e-14);
        work.StableNorm([0, 0]).Should().Be(0);
    }

    [Fact]
    public void A_rotation_in_place_is_the_product_with_a_matrix()
    {
        foreach (var length in Lengths)
        {
            var basis = Enumerable.Range(0, 7).Select(j => Numbers(length, j)).ToArray();
            var s = Numbers(7 * 3, 20);
            var expected = Enumerable.Range(0, 3).Select(k =>
                Enumerable.Range(0, length)
                    .Select(i => Enumerable.Range(0, 7).Aggregate(0.0, (sum, j) => sum + (s[j + (7 * k)] * basis[j][i]))).ToArray())
                .ToArray();

            new VectorWork(2).Rotate(basis, 7, s, 3, length);

            for (var k = 0; k < 3; k++)
                basis[k].Should().Equal(expected[k]);
            basis[3].Should().Equal(Numbers(length, 3));
        }
    }

    private static long[] All(VectorWork work, int length)
    {
        double[] x = Numbers(length, 1), y = Numbers(length, 2), w = Numbers(length, 3);
        double[][] basis = [x, y, Numbers(length, 4), Numbers(length, 5), Numbers(length, 6)];
        var c = new double[5];
        var normal = new double[length];
        work.FillNormal(normal, 5, 1);
        var results = new List<double> { work.Dot(x, y), work.Distance(x, y), work.Norm(w), work.Recur(w, 0.1, x, 0.2, y) };
        work.Dots(basis, 5, w, c);
        results.Add(work.Subtract(basis, 5, c, w));
        work.AddScaled(0.7, x, w);
        work.Scale(1.1, w, w);
        work.AddToAll(c, w, basis);
        work.Rotate(basis, 5, Numbers(10, 9), 2, length);
        return [.. results.Concat(c).Concat(w).Concat(normal).Concat(basis.SelectMany(v => v)).Select(BitConverter.DoubleToInt64Bits)];
    }

    private static long[] Bits<T>(int length) where T : struct, ILanes<T, double>
    {
        double[] x = Numbers(length, 1), y = Numbers(length, 2), w = Numbers(length, 3), u = Numbers(length, 4), v = Numbers(length, 5);
        double[] c = [0.3, -0.7, 1e-3, 5];
        var partials = new double[3 * VectorLoops.Partials];
        fixed (double* px = x, py = y, pw = w, pu = u, pv = v, pc = c, pp = partials)
        {
            var n = (nuint)length;
            new VectorLoops.Dot(px, py, n).Run<T>(pp);
            new VectorLoops.Recurrence(pw, 0.3, px, 0.9, py, n).Run<T>(pp + VectorLoops.Partials);
            new VectorLoops.Distance(px, pw, n).Run<T>(pp + (2 * VectorLoops.Partials));
            new VectorLoops.Scale(pu, 1.3, px, n).Run<T>(null);
            new VectorLoops.AddScaled(pv, -0.3, px, n).Run<T>(null);
            new VectorLoops.AddScaledFour(py, pc, px, pw, pu, pv, n).Run<T>(null);
        }

        return [.. partials.Concat(w).Concat(u).Concat(v).Concat(y).Select(BitConverter.DoubleToInt64Bits)];
    }

    private static double[] Numbers(int length, int stream)
    {
        var x = new double[length];
        new VectorWork(1).FillNormal(x, 77, stream);
        return x;
    }
}
