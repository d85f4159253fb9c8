using Optimizers.Arithmetic;
using Optimizers.LinearAlgebra;

namespace Optimizers.Tests.LinearAlgebra;

public sealed unsafe class SymmetricProductTests
{
    [Theory]
    [InlineData(1, 0)]
    [InlineData(3, 0)]
    [InlineData(4, 1)]
    [InlineData(37, 5)]
    [InlineData(256, 0)]
    [InlineData(300, 1)]
    [InlineData(301, 44)]
    [InlineData(530, 7)]
    public void The_product_with_the_lower_triangle_is_that_of_the_symmetric_matrix_on_any_number_of_threads(int n, int start)
    {
        // NaN above the diagonal: it is not read.
        var (a, u, order) = (new double[n * n], Entries(n - start, 2), n - start);
        var random = new RandomEntries(1);
        for (var j = 0; j < n; j++)
        {
            for (var i = 0; i < n; i++)
                a[i + (j * n)] = i < j ? double.NaN : random.Uniform(i + (j * n));
        }

        var y = Multiply(1);

        for (var i = 0; i < order; i++)
        {
            DoubleDouble exact = 0;
            var size = 0.0;
            for (var j = 0; j < order; j++)
            {
                var entry = a[start + Math.Max(i, j) + ((start + Math.Min(i, j)) * n)];
                exact += DoubleDouble.Product(entry, u[j]);
                size += Math.Abs(entry * u[j]);
            }

            Math.Abs((exact - y[i]).High).Should().BeLessThanOrEqualTo((order + 2) * 1.2e-16 * size, "row {0}", i);
        }

        foreach (var threads in (int[])[2, 5])
            Multiply(threads).Should().Equal(y);

        double[] Multiply(int threads)
        {
            var y = new double[order];
            fixed (double* pa = a, pu = u, py = y)
                new SymmetricProduct(pa, n).Multiply(start, pu, py, threads);
            return y;
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(8)]
    [InlineData(43)]
    public void Every_width_of_lanes_gives_the_same_bits(int rows)
    {
        var scalar = Bits<Scalar<double>>();
        Bits<Lanes128<double>>().Should().Equal(scalar);
        Bits<Lanes256<double>>().Should().Equal(scalar);
        Bits<Lanes512<double>>().Should().Equal(scalar);

        double[] Bits<T>() where T : struct, ILanes<T, double>
        {
            var (a, x, y, partials) = (Entries(4 * (rows + 1), 3), Entries(4 + rows, 4), Entries(4 + rows, 5), new double[32]);
            fixed (double* pa = a, px = x, py = y, pp = partials)
                SymmetricProduct.MultiplyBelow<T>(rows, pa, rows + 1, px, py, pp);
            return [.. y, .. partials];
        }
    }

    private static double[] Entries(int count, int seed)
    {
        var random = new RandomEntries(seed);
        return [.. Enumerable.Range(0, count).Select(i => random.Uniform(i))];
    }
}
