using MathNet.Numerics.LinearAlgebra;
using Optimizers.LinearAlgebra;

namespace Optimizers.Tests.LinearAlgebra;

public class TridiagonalReductionTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(33)]
    [InlineData(64)]
    [InlineData(131)]
    [InlineData(SmallSymmetric.LargestDimension)]
    [InlineData(SmallSymmetric.LargestDimension + 1)]
    [InlineData(230)]
    public void A_rotated_spectrum_is_found_again_with_orthonormal_eigenvectors(int n)
    {
        double[] eigenvalues = [.. Enumerable.Range(0, n).Select(i => i < n / 3 ? 0 : -1 + (3.0 * i / n))];
        var a = Spectrum.Rotated(eigenvalues, Spectrum.RandomOrthogonal(n, seed: n));

        var (values, vectors) = TridiagonalReduction.Decompose(a.ToColumnMajorArray(), n, threads: 2);

        Array.Sort(eigenvalues);
        values.Should().Equal(eigenvalues, (found, known) => Math.Abs(found - known) < 4e-15 * n);
        var u = Matrix<double>.Build.Dense(n, n, vectors);
        (a * u - u * Matrix<double>.Build.DiagonalOfDiagonalArray(values)).FrobeniusNorm().Should().BeLessThan(4e-15 * n);
        (u.TransposeThisAndMultiply(u) - Matrix<double>.Build.DenseIdentity(n)).FrobeniusNorm().Should().BeLessThan(4e-15 * n);
    }

    [Fact]
    public void The_number_of_threads_changes_no_bit()
    {
        const int N = SmallSymmetric.LargestDimension + 40;
        var a = Spectrum.Rotated([.. Enumerable.Range(0, N).Select(i => Math.Sin(i))], Spectrum.RandomOrthogonal(N, 5)).ToColumnMajorArray();

        var one = TridiagonalReduction.Decompose([.. a], N, 1);
        var three = TridiagonalReduction.Decompose([.. a], N, 3);

        three.Values.Should().Equal(one.Values);
        three.Vectors.Should().Equal(one.Vectors);
    }

    [Theory]
    [InlineData(140)]
    [InlineData(200)]
    public void Graded_and_rank_deficient_matrices_keep_a_backward_error_of_rounding(int n)
    {
        var random = new Random(3);
        var factor = Matrix<double>.Build.Dense(n, n / 4, (i, _) => (random.NextDouble() - 0.5) * Math.Pow(10, -12.0 * i / n));
        var a = Spectrum.Symmetric(factor * factor.Transpose());

        var (values, vectors) = TridiagonalReduction.Decompose(a.ToColumnMajorArray(), n, 2);

        var u = Matrix<double>.Build.Dense(n, n, vectors);
        (a - u * Matrix<double>.Build.DiagonalOfDiagonalArray(values) * u.Transpose()).FrobeniusNorm().Should().BeLessThan(1e-14 * a.FrobeniusNorm());
        values.Count(value => value > 1e-14 * values[^1]).Should().BeLessThanOrEqualTo(n / 4);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(170)]
    public void It_can_be_cancelled(int n)
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        var decompose = () => TridiagonalReduction.Decompose(new double[n * n], n, 1, source.Token);
        decompose.Should().Throw<OperationCanceledException>();
    }
}
