using MathNet.Numerics.LinearAlgebra;
using Optimizers.LinearAlgebra;

namespace Optimizers.Tests.LinearAlgebra;

public class InverseRootTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(7, 4)]
    [InlineData(40, 2)]
    [InlineData(40, 4)]
    [InlineData(180, 4)]
    public void The_root_by_eigenvalues_is_that_of_the_coupled_Newton_iteration(int n, int root)
    {
        var x = Matrix<double>.Build.Random(n, n + 3, seed: 1);
        var p = x.TransposeAndMultiply(x) + Matrix<double>.Build.DenseIdentity(n);

        var inverse = Of(p, root, least: 1e-3);

        var newton = CoupledNewton(p, root);
        (inverse - newton).FrobeniusNorm().Should().BeLessThan(1e-9 * newton.FrobeniusNorm());
        inverse.Should().Be(inverse.Transpose());
    }

    [Fact]
    public void Eigenvalues_below_the_least_are_taken_for_it()
    {
        var q = Spectrum.RandomOrthogonal(6, seed: 2);
        double[] values = [-1e-18, 0, 1e-9, 1, 16, 81];

        var inverse = Of(Spectrum.Rotated(values, q), root: 4, least: 1e-4);

        var expected = Spectrum.Rotated([.. values.Select(value => Math.Pow(Math.Max(value, 1e-4), -0.25))], q);
        (inverse - expected).FrobeniusNorm().Should().BeLessThan(1e-11);
    }

    [Fact]
    public void Any_size_of_entries_is_within_its_range()
    {
        foreach (var scale in (double[])[1e-300, 1e300])
        {
            var inverse = Of(scale * Matrix<double>.Build.DenseOfArray(new[,] { { 2.0, 1 }, { 1, 2 } }), root: 2, least: 1e-305);

            (inverse * inverse * scale).At(0, 0).Should().BeApproximately(2.0 / 3, 1e-12);
        }
    }

    private static Matrix<double> Of(Matrix<double> p, int root, double least)
    {
        var n = p.RowCount;
        var result = new double[n * n];
        InverseRoot.Of(p.ToColumnMajorArray(), n, root, least, result, threads: 2);
        return Matrix<double>.Build.Dense(n, n, result);
    }

    // Guo and Higham 2006, (6.8): X ← X·T and M ← TᵖM with T = ((p + 1)I − M)/p, from X = z^(1/p)·I and M = zP.
    private static Matrix<double> CoupledNewton(Matrix<double> matrix, int p)
    {
        var identity = Matrix<double>.Build.DenseIdentity(matrix.RowCount);
        var z = (1 + p) / (2 * matrix.FrobeniusNorm());
        var (x, m) = (identity * Math.Pow(z, 1.0 / p), matrix * z);
        for (var round = 0; round < 100 && (m - identity).FrobeniusNorm() > 1e-12 * matrix.RowCount; round++)
        {
            var t = ((identity * (p + 1)) - m) / p;
            x *= t;
            m = t.Power(p) * m;
        }

        return x;
    }
}
