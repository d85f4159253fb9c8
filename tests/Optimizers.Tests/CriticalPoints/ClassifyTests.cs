using MathNet.Numerics.LinearAlgebra;
using Optimizers.Curvature;
using Optimizers.LinearAlgebra;

namespace Optimizers.Tests.Curvature;

public class ClassifyTests
{
    private static readonly VectorBuilder<double> V = Vector<double>.Build;
    private static readonly MatrixBuilder<double> M = Matrix<double>.Build;

    [Fact]
    public void X2_minus_y2_is_a_saddle_with_eigenvalues_of_plus_and_minus_two()
    {
        var point = TestFunction.Saddle.Classify(0, 0);

        point.Kind.Should().Be(CriticalPointKind.Saddle);
        point.PossibleKinds.Should().Equal(CriticalPointKind.Saddle);
        (point.NegativeCount, point.ZeroCount, point.PositiveCount).Should().Be((1, 0, 1));
        point.Eigenvalues.Should().Equal(-2, 2);
        (point.SmallestEigenvalue, point.LargestEigenvalue, point.Dimension).Should().Be((-2, 2, 2));
        point.Eigenvectors.Column(0).Should().Equal(0, 1);
        point.Eigenvectors.Column(1).Should().Equal(1, 0);
        point.DistanceToCriticalPoint.Should().Be(0);
    }

    [Theory]
    [InlineData(3, 2, CriticalPointKind.LocalMinimum)]
    [InlineData(-2.805118, 3.131312, CriticalPointKind.LocalMinimum)]
    [InlineData(-3.779310, -3.283186, CriticalPointKind.LocalMinimum)]
    [InlineData(3.584428, -1.848126, CriticalPointKind.LocalMinimum)]
    [InlineData(-3.073026, -0.081353, CriticalPointKind.Saddle)]
    [InlineData(-0.127961, -1.953715, CriticalPointKind.Saddle)]
    [InlineData(0.086678, 2.884255, CriticalPointKind.Saddle)]
    [InlineData(3.385154, 0.073852, CriticalPointKind.Saddle)]
    [InlineData(-0.270845, -0.923039, CriticalPointKind.LocalMaximum)]
    public void All_nine_critical_points_of_Himmelblau_are_what_they_are(double x, double y, CriticalPointKind kind)
    {
        var published = TestFunction.Himmelblau.Classify(x, y);
        var theta = TestFunction.Himmelblau.Newton(x, y);
        var point = TestFunction.Himmelblau.Classify(theta);

        (theta - V.Dense([x, y])).InfinityNorm().Should().BeLessThan(1e-6);
        published.Kind.Should().Be(kind);
        point.Kind.Should().Be(kind);
        point.DistanceToCriticalPoint.Should().BeLessThan(1e-14);
        published.DistanceToCriticalPoint.Should().BeApproximately((theta - V.Dense([x, y])).L2Norm(), 1e-11);
    }

    [Fact]
    public void Rosenbrock_has_its_minimum_at_one_one_with_the_eigenvalues_of_the_characteristic_polynomial()
    {
        var point = TestFunction.Rosenbrock.Classify(1, 1);

        point.Kind.Should().Be(CriticalPointKind.LocalMinimum);
        var root = Math.Sqrt(501.0 * 501 - 400);
        point.SmallestEigenvalue.Should().BeApproximately(400 / (501 + root), point.Tolerance);
        point.LargestEigenvalue.Should().BeApproximately(501 + root, point.Tolerance);
    }

    [Fact]
    public void Rosenbrock_is_not_critical_at_the_usual_start()
    {
        var point = TestFunction.Rosenbrock.Classify(-1.2, 1);

        point.Kind.Should().Be(CriticalPointKind.NotCritical);
        point.PossibleKinds.Should().Equal(CriticalPointKind.NotCritical);
        point.GradientNorm.Should().BeApproximately(Math.Sqrt(215.6 * 215.6 + 88.0 * 88), 1e-10);
        point.DistanceToCriticalPoint.Should().BeGreaterThan(0.1);
        point.Margin.Should().Be(0);
    }

    [Fact]
    public void The_monkey_saddle_and_the_quartic_are_degenerate_and_can_be_anything()
    {
        foreach (var function in new[] { TestFunction.MonkeySaddle, TestFunction.Quartic })
        {
            var point = function.Classify(0, 0);

            point.Kind.Should().Be(CriticalPointKind.Degenerate);
            (point.NegativeCount, point.ZeroCount, point.PositiveCount).Should().Be((0, 2, 0));
            point.PossibleKinds.Should().BeEquivalentTo(
                [CriticalPointKind.LocalMinimum, CriticalPointKind.LocalMaximum, CriticalPointKind.Saddle]);
        }
    }

    [Fact]
    public void The_monkey_saddle_is_critical_nowhere_else()
    {
        TestFunction.MonkeySaddle.Classify(0.5, 0.2).Kind.Should().Be(CriticalPointKind.NotCritical);
    }

    [Fact]
    public void A_semidefinite_Hessian_excludes_the_opposite_kind()
    {
        var valley = TestFunction.ParabolaWithQuartic.Classify(0, 0);
        var ridge = TestFunction.ParabolaWithQuartic.Negative().Classify(0, 0);

        (valley.Kind, ridge.Kind).Should().Be((CriticalPointKind.Degenerate, CriticalPointKind.Degenerate));
        valley.PossibleKinds.Should().BeEquivalentTo([CriticalPointKind.LocalMinimum, CriticalPointKind.Saddle]);
        ridge.PossibleKinds.Should().BeEquivalentTo([CriticalPointKind.LocalMaximum, CriticalPointKind.Saddle]);
    }

    [Fact]
    public void An_indefinite_Hessian_with_zeros_is_a_saddle()
    {
        var point = CriticalPoint.Classify(M.DenseOfDiagonalArray([1, 0, -1, 0]), V.Dense(4));

        point.Kind.Should().Be(CriticalPointKind.Saddle);
        (point.NegativeCount, point.ZeroCount, point.PositiveCount).Should().Be((1, 2, 1));
    }

    [Theory]
    [InlineData(2, CriticalPointKind.LocalMinimum)]
    [InlineData(-2, CriticalPointKind.LocalMaximum)]
    [InlineData(0, CriticalPointKind.Degenerate)]
    public void One_dimension_is_decided_by_the_sign_of_the_second_derivative(double second, CriticalPointKind kind)
    {
        var point = CriticalPoint.Classify(M.Dense(1, 1, second), V.Dense(1));

        point.Kind.Should().Be(kind);
        point.Eigenvalues.Should().Equal(second);
        point.Eigenvectors[0, 0].Should().Be(1);
    }

    [Fact]
    public void A_space_of_no_dimension_is_degenerate_in_its_own_way()
    {
        var point = CriticalPoint.Classify(M.Dense(0, 0), V.Dense(0));

        point.Kind.Should().Be(CriticalPointKind.Degenerate);
        (point.NegativeCount, point.ZeroCount, point.PositiveCount, point.Dimension).Should().Be((0, 0, 0, 0));
        point.PossibleKinds.Should().BeEquivalentTo([CriticalPointKind.LocalMinimum, CriticalPointKind.LocalMaximum]);
        point.SmallestEigenvalue.Should().Be(double.NaN);
        point.LargestEigenvalue.Should().Be(double.NaN);
        point.ToString().Should().Contain("0 dimensions").And.Contain("one point");
    }

    [Fact]
    public void A_rotated_quadratic_in_200_dimensions_has_the_prescribed_spectrum_and_inertia()
    {
        const int N = 200;
        double[] spectrum =
        [
            .. Enumerable.Range(1, 60).Select(i => -0.05 * i), .. new double[20], .. Enumerable.Range(1, 120).Select(i => 0.1 * i),
        ];
        var q = Spectrum.RandomOrthogonal(N, seed: 3);
        var h = Spectrum.Rotated(spectrum, q);

        var point = CriticalPoint.Classify(h, V.Dense(N));

        point.Kind.Should().Be(CriticalPointKind.Saddle);
        (point.NegativeCount, point.ZeroCount, point.PositiveCount).Should().Be((60, 20, 120));
        point.Tolerance.Should().BeLessThan(1e-12);
        var ascending = spectrum.Order().ToArray();
        for (var i = 0; i < N; i++)
            point.Eigenvalues[i].Should().BeApproximately(ascending[i], 1e-12);
        var u = point.Eigenvectors;
        (u.TransposeThisAndMultiply(u) - M.DenseIdentity(N)).FrobeniusNorm().Should().BeLessThan(1e-12);
        (h * u - u * M.DiagonalOfDiagonalVector(point.Eigenvalues)).FrobeniusNorm().Should().BeLessThan(1e-11);
    }

    [Fact]
    public void Eigenvalues_agree_with_Jacobi_rotations()
    {
        var random = new Random(5);
        foreach (var n in new[] { 1, 2, 3, 7, 40 })
        {
            var h = Spectrum.Symmetric(M.Dense(n, n, (_, _) => 2 * random.NextDouble() - 1));

            var point = CriticalPoint.Classify(h, V.Dense(n));

            var expected = Spectrum.Jacobi(h);
            for (var i = 0; i < n; i++)
                point.Eigenvalues[i].Should().BeApproximately(expected[i], 4 * point.Tolerance);
        }
    }

    [Fact]
    public void Eigenvectors_have_their_largest_entry_positive()
    {
        var h = Spectrum.Rotated([-3, -1, 2, 4, 5], Spectrum.RandomOrthogonal(5, seed: 1));

        var vectors = CriticalPoint.Classify(h, V.Dense(5)).Eigenvectors;
        var mirrored = CriticalPoint.Classify(-h, V.Dense(5)).Eigenvectors;

        for (var i = 0; i < 5; i++)
        {
            vectors.Column(i)[vectors.Column(i).AbsoluteMaximumIndex()].Should().BePositive();
            (vectors.Column(i) - mirrored.Column(4 - i)).L2Norm().Should().BeLessThan(1e-13);
        }
    }

    [Fact]
    public void The_tolerance_is_the_sum_of_its_stated_sources()
    {
        var h = M.DenseOfArray(new[,] { { 3.0, 1, 0 }, { 1 + 4e-15, 2, 0 }, { 0, 0, -5 } });

        var exact = CriticalPoint.Classify(h, V.Dense(3)).ToleranceSources;
        var inexact = CriticalPoint.Classify(h, V.Dense(3), new CriticalPointOptions { HessianError = 0.25 }).ToleranceSources;

        exact.Rounding.Should().BeApproximately(3 * Math.Pow(2, -52) * 5, 1e-29);
        exact.Asymmetry.Should().BeApproximately(2e-15, 1e-16);
        exact.Residual.Should().BeLessThan(exact.Rounding);
        exact.Total.Should().Be(exact.Rounding + exact.Asymmetry);
        exact.ToString().Should().Contain("n·ε·‖H‖₂").And.Contain("asymmetry");
        inexact.Total.Should().Be(exact.Rounding + 0.25);
        inexact.ToString().Should().Contain("0.25 (error of H)").And.NotContain("asymmetry");
    }

    [Fact]
    public void A_wrong_pair_anywhere_in_the_spectrum_shows_in_the_residual()
    {
        var q = Spectrum.RandomOrthogonal(9, seed: 7);
        double[] values = [-4, -3, -2, -1, 1, 2, 3, 4, 5];
        var h = Spectrum.Rotated(values, q).ToColumnMajorArray();
        Residual(values).Should().BeLessThan(1e-14);

        for (var i = 0; i < values.Length; i++)
        {
            var wrong = (double[])values.Clone();
            wrong[i] += 1e-6;
            Residual(wrong).Should().BeGreaterThan(1e-8);
        }

        double Residual(double[] of) => SymmetricEigenSystem.LargestResidual(
            h, of, i => q.Column(i).ToArray(),
            x => (q * V.DenseOfArray(of).PointwiseMultiply(q.TransposeThisAndMultiply(V.DenseOfArray(x)))).ToArray());
    }

    [Fact]
    public void A_residual_above_the_rounding_takes_its_place()
    {
        var sources = new ToleranceSources { Rounding = 1, Residual = 3, HessianError = 0.5, SingleRounding = 0.25, Asymmetry = 0.125 };

        sources.Total.Should().Be(3.75);
        sources.ToString().Should().Contain("3 (residual of the decomposition, above n·ε·‖H‖₂ = 1)").And.Contain("single precision");
    }

    [Fact]
    public void An_eigenvalue_within_the_error_of_the_Hessian_has_no_sign()
    {
        var h = M.DenseOfDiagonalArray([1.0, -1e-3]);

        CriticalPoint.Classify(h, V.Dense(2), new CriticalPointOptions { HessianError = 0.9e-3 }).Kind.Should().Be(CriticalPointKind.Saddle);
        CriticalPoint.Classify(h, V.Dense(2), new CriticalPointOptions { HessianError = 1.1e-3 }).Kind.Should().Be(CriticalPointKind.Degenerate);
    }

    [Fact]
    public void The_margin_is_the_error_that_the_kind_survives()
    {
        var h = M.DenseOfDiagonalArray([-0.5, 2, 3]);
        var point = CriticalPoint.Classify(h, V.Dense(3));

        point.Margin.Should().BeApproximately(0.5, 1e-14);
        CriticalPoint.Classify(h + 0.99 * point.Margin, V.Dense(3)).Kind.Should().Be(CriticalPointKind.Saddle);
        var identity = M.DenseIdentity(3);
        CriticalPoint.Classify(h + 0.99 * point.Margin * identity, V.Dense(3)).Kind.Should().Be(CriticalPointKind.Saddle);
        CriticalPoint.Classify(h + 1.01 * point.Margin * identity, V.Dense(3)).Kind.Should().Be(CriticalPointKind.LocalMinimum);
        CriticalPoint.Classify(M.DenseOfDiagonalArray([2, 3]), V.Dense(2)).Margin.Should().BeApproximately(2, 1e-14);
        CriticalPoint.Classify(M.DenseOfDiagonalArray([-2, -3]), V.Dense(2)).Margin.Should().BeApproximately(2, 1e-14);
    }

    [Fact]
    public void The_distance_to_the_critical_point_is_that_of_the_quadratic_model()
    {
        var h = Spectrum.Rotated([-4, 0.5, 100], Spectrum.RandomOrthogonal(3, seed: 2));
        var d = V.Dense([3e-4, -4e-4, 0]);

        var near = CriticalPoint.Classify(h, h * d);
        var far = CriticalPoint.Classify(h, 3 * (h * d));

        near.DistanceToCriticalPoint.Should().BeApproximately(5e-4, 1e-12);
        near.Kind.Should().Be(CriticalPointKind.Saddle);
        far.DistanceToCriticalPoint.Should().BeApproximately(15e-4, 1e-12);
        far.Kind.Should().Be(CriticalPointKind.NotCritical);
        CriticalPoint.Classify(h, 3 * (h * d), new CriticalPointOptions { Radius = 2e-3 }).Kind.Should().Be(CriticalPointKind.Saddle);
    }

    [Fact]
    public void The_error_of_the_gradient_is_taken_off_before_the_distance_is_measured()
    {
        var h = M.DenseOfDiagonalArray([2.0, 4.0]);

        var point = CriticalPoint.Classify(h, V.Dense([0.05, -0.01]), new CriticalPointOptions { GradientError = 0.01, Radius = 0.03 });

        point.DistanceToCriticalPoint.Should().BeApproximately(0.02, 1e-12);
        point.Kind.Should().Be(CriticalPointKind.LocalMinimum);
        point.GradientTolerance.Should().BeApproximately(0.01, 1e-14);
    }

    [Fact]
    public void A_gradient_along_a_flat_direction_leaves_no_critical_point()
    {
        var h = M.DenseOfDiagonalArray([1.0, 0.0]);
        var g = V.Dense([0, 1e-10]);

        var point = CriticalPoint.Classify(h, g);

        point.Kind.Should().Be(CriticalPointKind.NotCritical);
        point.DistanceToCriticalPoint.Should().Be(double.PositiveInfinity);
        point.FlatGradientNorm.Should().Be(1e-10);
        CriticalPoint.Classify(h, g, new CriticalPointOptions { GradientError = 2e-10 }).Kind.Should().Be(CriticalPointKind.Degenerate);
        CriticalPoint.Classify(h, g, new CriticalPointOptions { HessianError = 2e-7 }).Kind.Should().Be(CriticalPointKind.Degenerate);
        CriticalPoint.Classify(h, g, new CriticalPointOptions { HessianError = 0.5e-7 }).Kind.Should().Be(CriticalPointKind.NotCritical);
    }

    [Fact]
    public void A_gradient_at_the_level_of_rounding_counts_as_zero_along_flat_directions()
    {
        var h = M.DenseOfDiagonalArray([1.0, 0.0]);

        CriticalPoint.Classify(h, V.Dense([0, 2e-16])).Kind.Should().Be(CriticalPointKind.Degenerate);
    }

    [Theory]
    [InlineData(1e300)]
    [InlineData(1e154)]
    [InlineData(1e-160)]
    [InlineData(1e-300)]
    [InlineData(1e-310)]
    public void Extreme_scales_neither_overflow_nor_underflow(double scale)
    {
        var h = M.DenseOfArray(new[,] { { 1.0, 2, 0 }, { 2, 1, 0 }, { 0, 0, 5 } }) * scale;
        var g = V.Dense([3e-4, 3e-4, 0]) * scale;

        var point = CriticalPoint.Classify(h, g);

        point.Kind.Should().Be(CriticalPointKind.Saddle);
        var relative = scale == 1e-310 ? 1e-12 : 1e-14;
        (point.Eigenvalues[0] / scale).Should().BeApproximately(-1, relative);
        (point.Eigenvalues[1] / scale).Should().BeApproximately(3, relative);
        (point.Eigenvalues[2] / scale).Should().BeApproximately(5, relative);
        point.DistanceToCriticalPoint.Should().BeApproximately(Math.Sqrt(2) * 1e-4, 1e-9);
        (point.GradientNorm / scale).Should().BeApproximately(Math.Sqrt(2) * 3e-4, 1e-9);
    }

    [Fact]
    public void Gradients_and_Hessians_of_opposite_extremes_are_compared_too()
    {
        var h = M.DenseIdentity(2);

        var steep = CriticalPoint.Classify(h * 1e300, V.Dense(2, 1e-300));
        steep.DistanceToCriticalPoint.Should().Be(0);
        (steep.GradientTolerance / 1e300).Should().BeApproximately(2 * Math.Pow(2, -52), 1e-24);
        CriticalPoint.Classify(h * 1e-300, V.Dense(2, 1e300)).DistanceToCriticalPoint.Should().Be(double.PositiveInfinity);
        CriticalPoint.Classify(h * 1e300, V.Dense(2, 1e290)).DistanceToCriticalPoint.Should().BeApproximately(Math.Sqrt(2) * 1e-10, 1e-15);
    }

    [Fact]
    public void The_callers_matrix_and_vector_are_not_changed()
    {
        var h = M.DenseOfArray(new[,] { { 1e200, 3e200 + 1e185 }, { 3e200, 7e200 } });
        var g = V.Dense([1e190, 2e190]);
        var (before, slope) = (h.Clone(), g.Clone());

        _ = CriticalPoint.Classify(h, g);

        h.Equals(before).Should().BeTrue();
        g.Should().Equal(slope);
    }

    [Fact]
    public void Sparse_and_diagonal_storage_are_read_as_well()
    {
        CriticalPoint.Classify(M.DiagonalOfDiagonalArray([1, -1]), V.Sparse(2)).Kind.Should().Be(CriticalPointKind.Saddle);
        var sparse = CriticalPoint.Classify(M.SparseOfArray(new[,] { { 0.0, 2 }, { 2, 0 } }), V.Sparse(2));
        (sparse.Eigenvalues - V.Dense([-2, 2])).InfinityNorm().Should().BeLessThan(sparse.Tolerance);
    }

    [Fact]
    public void Single_precision_is_classified_with_the_rounding_of_its_entries()
    {
        var random = new Random(11);
        for (var trial = 0; trial < 50; trial++)
        {
            var v = V.Dense(6, _ => 2 * random.NextDouble() - 1);
            var exact = v.OuterProduct(v);
            var h = Matrix<float>.Build.Dense(6, 6, (i, j) => (float)exact[i, j]);

            var point = CriticalPoint.Classify(h, Vector<float>.Build.Dense(6));

            (point.NegativeCount, point.ZeroCount, point.PositiveCount).Should().Be((0, 5, 1), "vvᵀ has rank one");
            point.Kind.Should().Be(CriticalPointKind.Degenerate);
            point.ToleranceSources.SingleRounding.Should().BeApproximately(Math.Pow(2, -23) * h.FrobeniusNorm(), 1e-12);
            point.LargestEigenvalue.Should().BeApproximately(v * v, point.Tolerance);
        }
    }

    [Fact]
    public void Single_precision_agrees_with_double_where_the_signs_are_clear()
    {
        var h = Spectrum.Rotated([-3, -0.01, 2, 5], Spectrum.RandomOrthogonal(4, seed: 9));
        var single = Matrix<float>.Build.Dense(4, 4, (i, j) => (float)h[i, j]);

        var point = CriticalPoint.Classify(single, Vector<float>.Build.Dense(4), new CriticalPointOptions { Radius = 1e-2 });

        point.Kind.Should().Be(CriticalPointKind.Saddle);
        (point.NegativeCount, point.ZeroCount, point.PositiveCount).Should().Be((2, 0, 2));
        point.Radius.Should().Be(1e-2);
        (point.Eigenvalues - CriticalPoint.Classify(h, V.Dense(4)).Eigenvalues).InfinityNorm().Should().BeLessThan(1e-6);
    }
}
