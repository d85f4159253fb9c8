using MathNet.Numerics.LinearAlgebra;
using Optimizers.Curvature;
using Optimizers.LinearAlgebra;

namespace Optimizers.Tests.LinearAlgebra;

public class UncoupledBlocksTests
{
    [Fact]
    public void Coordinates_are_together_where_a_chain_of_entries_couples_them()
    {
        // 0–3–1 and 2–5 are chains, 4 stands alone; 3 has an entry on the diagonal, which couples nothing.
        var h = Matrix<double>.Build.Dense(6, 6);
        foreach (var (i, j) in new[] { (0, 3), (1, 3), (2, 5), (3, 3) })
            h[i, j] = h[j, i] = 1e-300;

        UncoupledBlocks.Of(h.ToColumnMajorArray(), 6).Should().BeEquivalentTo(
            new int[][] { [0, 1, 3], [2, 5], [4] }, options => options.WithStrictOrdering());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5)]
    public void A_matrix_of_zeros_has_a_block_a_coordinate(int n) =>
        UncoupledBlocks.Of(new double[n * n], n).Should().BeEquivalentTo(
            Enumerable.Range(0, n).Select(i => new[] { i }), options => options.WithStrictOrdering());

    [Fact]
    public void A_matrix_without_zeros_is_one_block() =>
        UncoupledBlocks.Of(Enumerable.Repeat(1.0, 16).ToArray(), 4).Should().ContainSingle().Which.Should().Equal(0, 1, 2, 3);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_Hessian_of_scattered_blocks_has_the_eigen_system_of_the_whole(int seed)
    {
        int[] sizes = [7, 1, 5, 1, 9, 3];
        var n = sizes.Sum();
        var random = new Random(seed);
        var place = Enumerable.Range(0, n).ToArray();
        random.Shuffle(place);
        var h = Matrix<double>.Build.Dense(n, n);
        var first = 0;
        foreach (var size in sizes)
        {
            for (var i = first; i < first + size; i++)
            {
                for (var j = first; j <= i; j++)
                    h[place[i], place[j]] = h[place[j], place[i]] = 2 * random.NextDouble() - 1;
            }

            first += size;
        }

        var point = CriticalPoint.Classify(h, Vector<double>.Build.Dense(n));

        UncoupledBlocks.Of(h.ToColumnMajorArray(), n).Should().HaveCount(sizes.Length);
        (point.Eigenvalues - Vector<double>.Build.Dense(Spectrum.Jacobi(h))).AbsoluteMaximum().Should().BeLessThan(1e-13);
        var u = point.Eigenvectors;
        (u.TransposeThisAndMultiply(u) - Matrix<double>.Build.DenseIdentity(n)).Enumerate().Max(Math.Abs).Should().BeLessThan(1e-13);
        (h * u - u * Matrix<double>.Build.DiagonalOfDiagonalVector(point.Eigenvalues)).Enumerate().Max(Math.Abs).Should().BeLessThan(1e-13);
    }
}
