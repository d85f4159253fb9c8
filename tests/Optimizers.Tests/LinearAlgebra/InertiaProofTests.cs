using MathNet.Numerics.LinearAlgebra;
using Optimizers.Curvature;
using Optimizers.LinearAlgebra;
using Optimizers.Tests.Proofs;

namespace Optimizers.Tests.LinearAlgebra;

public class InertiaProofTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(33)]
    [InlineData(130)]
    [InlineData(200)]
    public void The_factors_multiply_to_the_permuted_matrix(int n)
    {
        var a = Indefinite(n);
        var (ldl, l, d, _) = Factored(a, n);

        var permuted = Matrix<double>.Build.Dense(n, n, (i, j) => a[ldl.Order[i] + (ldl.Order[j] * n)]);
        (l * d * l.Transpose() - permuted).Enumerate().Max(Math.Abs).Should().BeLessThan(1e-13 * n);
        ldl.Order.Order().Should().Equal(Enumerable.Range(0, n));
        if (n > 2)
            ldl.Coupling.Should().Contain(entry => entry != 0, "a matrix of normal entries needs pivots of two rows");
    }

    [Fact]
    public void Every_number_of_threads_gives_the_same_factors()
    {
        const int N = 300;
        var a = Indefinite(N);
        var (alone, _, _, factor) = Factored(a, N, threads: 1);

        foreach (var threads in (int[])[2, 5])
        {
            var (ldl, _, _, sameFactor) = Factored(a, N, threads);
            ldl.Order.Should().Equal(alone.Order);
            ldl.Diagonal.Should().Equal(alone.Diagonal);
            for (var j = 0; j < N; j++)
                sameFactor.AsSpan((j * N) + j + 1, N - j - 1).SequenceEqual(factor.AsSpan((j * N) + j + 1, N - j - 1)).Should().BeTrue();
        }
    }

    [Fact]
    public void A_matrix_of_another_size_is_refused() =>
        FluentActions.Invoking(() => new BunchKaufman(3).Factor(new double[8], 1, default)).Should().Throw<ArgumentOutOfRangeException>();

    [Theory]
    [InlineData(2)]
    [InlineData(33)]
    [InlineData(130)]
    public void The_direction_is_the_eigenvector_of_the_least_eigenvalue_of_D_seen_through_L(int n)
    {
        var a = Indefinite(n);
        var (ldl, l, d, factor) = Factored(a, n);

        var direction = ldl.NegativeDirection(factor)!;

        var v = Vector<double>.Build.Dense(direction);
        var w = l.TransposeThisAndMultiply(Vector<double>.Build.Dense(n, i => direction[ldl.Order[i]]));
        var least = d.Evd(Symmetricity.Symmetric).EigenValues.Min(value => value.Real);
        ((d * w) - (least * w)).L2Norm().Should().BeLessThan(1e-13 * n * w.L2Norm());
        (v * Matrix<double>.Build.Dense(n, n, a) * v).Should().BeApproximately(least * (w * w), 1e-13 * n * n * (v * v));
    }

    [Theory]
    [InlineData(40)]
    [InlineData(131)]
    public void The_counts_are_those_of_the_eigenvalues_wherever_the_shift_is(int n)
    {
        var a = Indefinite(n);
        var eigenvalues = Matrix<double>.Build.Dense(n, n, a).Evd(Symmetricity.Symmetric).EigenValues.Select(value => value.Real).Order().ToArray();

        for (var k = 0; k + 1 < n; k += 7)
        {
            var proof = InertiaProof.Of(a, n, 0.5 * (eigenvalues[k] + eigenvalues[k + 1]));

            (proof.Below, proof.Above).Should().Be((k + 1, n - k - 1));
            proof.Radius.Should().BeInRange(1e-16, 1e-10 * n);
        }
    }

    /// <summary>
    /// Pivots (0 8; 8 0) and 5, L's last row (½, ½, 1): nothing is rounded, and the last rows of |C| and |L||D||Lᵀ| both sum to 17.
    /// </summary>
    [Fact]
    public void The_radius_of_factors_without_rounding_is_the_bound_of_what_a_residual_could_round()
    {
        var proof = InertiaProof.Of([0, 8, 4, 8, 0, 4, 4, 4, 9], 3, 0);

        (proof.Below, proof.Above).Should().Be((1, 2));
        var bound = (3 + 9) * Math.ScaleB(1, -53) * (17 + 17);
        proof.Radius.Should().BeInRange(bound, bound * (1 + 1e-12));
    }

    [Fact]
    public void The_direction_proves_negative_curvature_without_an_eigenvector()
    {
        foreach (var n in (int[])[1, 2, 3, 40, 131])
        {
            var a = Indefinite(n);
            var shift = a[0] + 1; // Above the least eigenvalue.

            var direction = InertiaProof.Of(a, n, shift).Direction;

            direction.Should().NotBeNull();
            RayleighQuotient.Enclose(a, n, direction).IsBelow(shift).Should().BeTrue();
        }

        InertiaProof.Of([2, 1, 1, 2], 2, 0.5).Direction.Should().BeNull();
        InertiaProof.Of([0, 1, 1, 0], 2, 0).Direction.Should().Equal(-1, 1);
    }

    [Fact]
    public void Between_two_shifts_lies_the_rest()
    {
        const int N = 60;
        var source = new MatrixSource(5);
        double[] spectrum = [.. Enumerable.Range(0, N).Select(i => i < 7 ? -1 - i : i < 20 ? source.Uniform(-1, 1) * 1e-12 : i)];
        var a = source.WithSpectrum(spectrum);

        var bounds = InertiaBounds.Of(a, N, -1e-6, 1e-6);
        (bounds.Negative, bounds.Between, bounds.Positive, bounds.IsSigned).Should().Be((7, 13, 40, true));
        bounds.BetweenFrom.Should().BeInRange(-1.1e-6, -1e-6);
        bounds.BetweenTo.Should().BeInRange(1e-6, 1.1e-6);
        InertiaBounds.Of(a, N, -1e-6, 1e-6, error: 1e-5).IsSigned.Should().BeFalse();
        InertiaBounds.Of(a, N, -0.5, 0.5, error: 1e-5).Should().Match<InertiaBounds>(b => b.IsSigned && b.Negative == 7 && b.Positive == 40);
    }

    /// <summary>A rounding apart, at an eigenvalue, two factorizations can count that eigenvalue below the one shift and above the other.</summary>
    [Fact]
    public void Counts_that_contradict_each_other_leave_nothing_between()
    {
        const int N = 12;
        var contradictions = 0;
        for (var seed = 0; seed < 20; seed++)
        {
            var a = MatrixSource.Symmetric(N, new MatrixSource(seed).Normal);
            var eigenvalue = Matrix<double>.Build.Dense(N, N, (double[])a.Clone()).Evd(Symmetricity.Symmetric).EigenValues[N / 2].Real;
            for (var k = -30; k < 30; k++)
            {
                var lower = eigenvalue + (k * (Math.BitIncrement(eigenvalue) - eigenvalue));

                var bounds = InertiaBounds.Of(a, N, lower, Math.BitIncrement(lower));

                bounds.Between.Should().BeInRange(0, N - Math.Min(N, bounds.Negative + bounds.Positive));
                contradictions += bounds.Negative + bounds.Positive > N ? 1 : 0;
            }
        }

        contradictions.Should().BePositive();
    }

    [Theory]
    [InlineData(-1060)]
    [InlineData(1010)]
    public void A_power_of_two_scales_the_radius_and_keeps_the_counts(int exponent)
    {
        var source = new MatrixSource(2);
        var a = source.Congruent([1, -2, 1, 1, -1, 3, 1, -1], 2);
        var (plain, scaled) = (InertiaProof.Of(a, 8, 0.25), InertiaProof.Of(MatrixSource.Scaled(a, exponent), 8, Math.ScaleB(0.25, exponent)));

        (scaled.Below, scaled.Above).Should().Be((plain.Below, plain.Above));
        scaled.Radius.Should().BeInRange(Math.ScaleB(plain.Radius, exponent),
            Math.Max(2 * double.Epsilon, Math.ScaleB(plain.Radius, exponent) * (1 + 1e-9)));
    }

    [Fact]
    public void Zero_matrices_and_singular_ones_count_what_is_left()
    {
        InertiaProof.Of([0, 0, 0, 0], 2, 0).Should().Match<InertiaProof>(p => p.Below == 0 && p.Above == 0 && p.Radius == 0);
        InertiaProof.Of([0, 0, 0, 0], 2, 1).Should().Match<InertiaProof>(p => p.Below == 2 && p.Above == 0 && p.Radius < 1e-14);
        InertiaProof.Of([1, 0, 0, 0], 2, 0).Should().Match<InertiaProof>(p => p.Below == 0 && p.Above == 1 && p.Radius < 1e-14);
        InertiaProof.Of([0, 1, 1, 0], 2, 0).Should().Match<InertiaProof>(p => p.Below == 1 && p.Above == 1);
    }

    [Fact]
    public void It_can_be_cancelled()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();

        FluentActions.Invoking(() => InertiaProof.Of(Indefinite(10), 10, 0, source.Token)).Should().Throw<OperationCanceledException>();
    }

    // L and D as matrices too, and L where the factorization leaves it.
    private static (BunchKaufman Ldl, Matrix<double> L, Matrix<double> D, double[] Factor) Factored(double[] a, int n, int threads = 2)
    {
        var factor = (double[])a.Clone();
        var ldl = new BunchKaufman(n);
        ldl.Factor(factor, threads, default);
        var l = Matrix<double>.Build.Dense(n, n, (i, j) => i == j ? 1 : i > j ? factor[i + (j * n)] : 0);
        var d = Matrix<double>.Build.Dense(n, n, (i, j) =>
            i == j ? ldl.Diagonal[i] : i == j + 1 ? ldl.Coupling[j] : j == i + 1 ? ldl.Coupling[i] : 0);
        return (ldl, l, d, factor);
    }

    private static double[] Indefinite(int n)
    {
        var source = new MatrixSource(n);
        return MatrixSource.Symmetric(n, source.Normal);
    }
}
