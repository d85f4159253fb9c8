using MathNet.Numerics.LinearAlgebra;
using Optimizers.LinearAlgebra;
using Optimizers.Tests.Proofs;

namespace Optimizers.Tests.LinearAlgebra;

public class CholeskyProofTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(33)]
    [InlineData(100)]
    [InlineData(300)]
    public unsafe void The_blocked_factor_is_that_of_a_plain_factorization(int n)
    {
        var a = PositiveDefinite(n);
        var factor = (double[])a.Clone();

        fixed (double* first = factor)
            CholeskyFactorization.TryFactor(n, first, n, threads: 2).Should().BeTrue();

        var expected = Matrix<double>.Build.Dense(n, n, a).Cholesky().Factor;
        for (var j = 0; j < n; j++)
        {
            for (var i = j; i < n; i++)
                factor[i + (j * n)].Should().BeApproximately(expected[i, j], 1e-13 * n);
        }
    }

    [Theory]
    [InlineData(5)]
    [InlineData(60)]
    [InlineData(150)]
    public void What_lies_a_little_above_twice_the_floor_is_proven_and_what_lies_below_zero_never(int n)
    {
        // Of B = GGᵀ with fewer columns than rows, whole numbers without error: λmin(B + μI) = μ.
        var source = new MatrixSource(n);
        var gram = source.Gram(n, n - 1, 7);
        var floor = CholeskyProof.FloorOf(gram, n);
        var unit = Math.ScaleB(1, Math.ILogB(floor) - 2);
        var above = Math.Ceiling(2.05 * floor / unit) * unit;

        CholeskyProof.Try(MatrixSource.PlusDiagonal(gram, n, _ => above), n, 0).IsProven.Should().BeTrue();
        CholeskyProof.Try(gram, n, 0).IsProven.Should().BeFalse();
        CholeskyProof.Try(gram, n, -above).IsProven.Should().BeTrue();
        CholeskyProof.Try(gram, n, double.Epsilon).IsProven.Should().BeFalse();
        CholeskyProof.Try(MatrixSource.PlusDiagonal(gram, n, _ => -above), n, 0).IsProven.Should().BeFalse();
    }

    [Fact]
    public void A_bound_is_proven_up_to_the_floor_from_the_eigenvalue()
    {
        const int N = 40;
        var source = new MatrixSource(3);
        var a = MatrixSource.PlusDiagonal(source.Gram(N, N - 1, 7), N, _ => 1);

        CholeskyProof.Try(a, N, 1 - 1e-9).IsProven.Should().BeTrue();
        CholeskyProof.Try(a, N, 1).IsProven.Should().BeFalse();
        CholeskyProof.Try(a, N, Math.BitIncrement(1)).IsProven.Should().BeFalse();
        CholeskyProof.Try(a, N, -1e300).IsProven.Should().BeTrue();
        CholeskyProof.Try(a, N, 1e300).IsProven.Should().BeFalse();
    }

    [Fact]
    public void Minus_A_is_proven_by_its_sign()
    {
        var a = Array.ConvertAll(PositiveDefinite(30), entry => -entry);

        CholeskyProof.Try(a, 30, 0, -1).IsProven.Should().BeTrue();
        CholeskyProof.Try(a, 30, 0).IsProven.Should().BeFalse();
    }

    [Fact]
    public void A_graded_matrix_is_proven_where_the_uniform_floor_is_above_its_smallest_eigenvalue()
    {
        const int N = 12;
        var d = MatrixSource.Vector(N, () => 1);
        for (var i = 0; i < N; i++)
            d[i] = Math.Pow(10, -10 * i);
        var graded = MatrixSource.Graded(PositiveDefinite(N), d);

        var proof = CholeskyProof.Try(graded, N, 0);

        proof.IsProven.Should().BeTrue();
        proof.Floor.Should().BeGreaterThan(1e100 * graded[^1]);
    }

    [Theory]
    [InlineData(-1060)]
    [InlineData(-500)]
    [InlineData(0)]
    [InlineData(1000)]
    public void A_power_of_two_changes_nothing(int exponent)
    {
        const int N = 20;
        var source = new MatrixSource(1);
        var a = MatrixSource.PlusDiagonal(source.Gram(N, N - 1, 2), N, _ => 1);
        var scaled = MatrixSource.Scaled(a, exponent);

        CholeskyProof.Try(scaled, N, 0).IsProven.Should().BeTrue();
        CholeskyProof.Try(scaled, N, Math.ScaleB(0.5, exponent)).IsProven.Should().BeTrue();
        CholeskyProof.Try(scaled, N, Math.ScaleB(1, exponent)).IsProven.Should().BeFalse();
    }

    [Fact]
    public void The_matrix_is_not_changed_and_the_proof_can_be_cancelled()
    {
        var a = PositiveDefinite(100);
        var copy = (double[])a.Clone();
        using var source = new CancellationTokenSource();
        source.Cancel();

        CholeskyProof.Try(a, 100, 0);
        FluentActions.Invoking(() => CholeskyProof.Try(a, 100, 0, 1, source.Token)).Should().Throw<OperationCanceledException>();

        a.Should().Equal(copy);
    }

    [Fact]
    public void No_dimension_is_positive_definite() => CholeskyProof.Try([], 0, 5).IsProven.Should().BeTrue();

    internal static double[] PositiveDefinite(int n)
    {
        var source = new MatrixSource(n);
        return MatrixSource.PlusDiagonal(MatrixSource.Symmetric(n, source.Normal), n, _ => 3 * Math.Sqrt(n));
    }

    /// <summary>λmin = 6u, where αⱼ sum to 7u: a factorization alone could be wrong by as much.</summary>
    [Fact]
    public void What_rounding_could_have_made_positive_is_not_proven()
    {
        var next = 1 + (6 * Math.ScaleB(1, -52));
        CholeskyProof.Try([1, 1, 1, next], 2, 0).IsProven.Should().BeFalse();
        CholeskyProof.Try([next, 1, 1, 1], 2, 0).IsProven.Should().BeFalse();
        CholeskyProof.Try([1, 1, 1, 1 + Math.ScaleB(1, -45)], 2, 0).IsProven.Should().BeTrue();
    }
}
