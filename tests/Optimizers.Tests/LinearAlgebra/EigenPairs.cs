using Optimizers.Arithmetic;

namespace Optimizers.Tests.LinearAlgebra;

/// <summary>What eigenvalues with their vectors are held to, in double-double.</summary>
internal static class EigenPairs
{
    /// <summary>
    /// Ascending values; residuals of at most 20·√n·u times the largest of them by size; products of the vectors within 20·√n·u of those of
    /// orthonormal ones.
    /// </summary>
    /// <param name="pairs">The n eigenvalues, and their vectors column by column.</param>
    /// <param name="row">The entries of row i of the matrix that are not known to be 0, with their columns.</param>
    /// <param name="name">The matrix, for the message.</param>
    public static void ShouldBeOf(this (double[] Values, double[] Vectors) pairs, Func<int, IEnumerable<(int Column, double Entry)>> row, string name)
    {
        var (values, vectors) = pairs;
        var n = values.Length;
        values.Should().BeInAscendingOrder();
        var norm = Math.Max(Math.Abs(values[0]), Math.Abs(values[^1]));
        var bound = 20 * Math.Sqrt(n) * 1.2e-16;
        for (var k = 0; k < n; k++)
        {
            for (var i = 0; i < n; i++)
            {
                var sum = -DoubleDouble.Product(values[k], vectors[i + (k * n)]);
                foreach (var (column, entry) in row(i))
                    sum += DoubleDouble.Product(entry, vectors[column + (k * n)]);
                Math.Abs(sum.High).Should().BeLessThanOrEqualTo(bound * norm, "{0} {1}: row {2} of vector {3}", name, n, i, k);
            }

            for (var j = 0; j <= k; j++)
            {
                DoubleDouble sum = j == k ? -1 : 0;
                for (var i = 0; i < n; i++)
                    sum += DoubleDouble.Product(vectors[i + (j * n)], vectors[i + (k * n)]);
                Math.Abs(sum.High).Should().BeLessThanOrEqualTo(bound, "{0} {1}: vectors {2} and {3}", name, n, j, k);
            }
        }
    }
}
