using MathNet.Numerics.LinearAlgebra;
using Optimizers.Curvature;
using Optimizers.LinearAlgebra;

namespace Optimizers.Tests.Curvature.Search;

public class KrylovTests
{
    private static readonly VectorBuilder<double> V = Vector<double>.Build;
    private static readonly MatrixBuilder<double> M = Matrix<double>.Build;

    private static readonly double[] Indefinite = [.. Enumerable.Range(0, 60).Select(i => i < 20 ? -0.3 - 0.1 * i : 0.2 * (i - 18))];
    private static readonly Matrix<double> H = Spectrum.Rotated(Indefinite, Spectrum.RandomOrthogonal(60, seed: 1));
    private static readonly Vector<double> B = V.Dense(60, i => Math.Cos(i * i));

    [Fact]
    public void The_minimum_residual_of_an_indefinite_system_is_that_of_its_solution()
    {
        var result = MinimumResidual.Solve(SymmetricOperator.FromMatrix(H), B.ToArray(), 1e-12, 1000, double.PositiveInfinity, default);

        result.End.Should().Be(MinimumResidual.End.Solved);
        (V.Dense(result.X) - H.Solve(B)).L2Norm().Should().BeLessThan(1e-10);
        result.NormOfA.Should().BeInRange(0.5 * 8.2, 8.2 + 1e-12);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(17)]
    public void Each_iterate_minimizes_the_residual_over_its_Krylov_space(int k)
    {
        var basis = M.DenseOfColumnVectors(Enumerable.Range(0, k).Select(j => Power(j)));
        var q = basis.QR(MathNet.Numerics.LinearAlgebra.Factorization.QRMethod.Thin).Q;
        var least = B - H * q * (H * q).QR(MathNet.Numerics.LinearAlgebra.Factorization.QRMethod.Thin).Solve(B);

        var result = MinimumResidual.Solve(SymmetricOperator.FromMatrix(H), B.ToArray(), 0, k, double.PositiveInfinity, default);

        result.Iterations.Should().Be(k);
        result.Residual.Should().BeApproximately(least.L2Norm(), 1e-8 * B.L2Norm());
        (B - H * V.Dense(result.X)).L2Norm().Should().BeApproximately(result.Residual, 1e-12);

        static Vector<double> Power(int j)
        {
            var v = B.Normalize(2);
            for (var i = 0; i < j; i++)
                v = (H * v).Normalize(2);
            return v;
        }
    }

    [Fact]
    public void A_singular_system_ends_at_a_least_squares_solution()
    {
        var q = Spectrum.RandomOrthogonal(5, seed: 6);
        var h = Spectrum.Rotated([-2, 0, 0, 1, 3], q);
        var b = V.Dense([1.0, 2, 3, 4, 5]);
        var flat = q.SubMatrix(0, 5, 1, 2);

        var result = MinimumResidual.Solve(SymmetricOperator.FromMatrix(h), b.ToArray(), 1e-12, 100, double.PositiveInfinity, default);

        result.End.Should().Be(MinimumResidual.End.LeastSquares);
        result.Residual.Should().BeApproximately((flat.Transpose() * b).L2Norm(), 1e-10);
        (h * (b - h * V.Dense(result.X))).L2Norm().Should().BeLessThan(1e-12);
        MinimumResidual.Solve(SymmetricOperator.FromMatrix(M.Dense(3, 3)), [1.0, 2, 3], 1e-12, 100, double.PositiveInfinity, default)
            .End.Should().Be(MinimumResidual.End.LeastSquares);
        MinimumResidual.Solve(SymmetricOperator.FromMatrix(h), new double[5], 1e-12, 100, double.PositiveInfinity, default)
            .X.Should().OnlyContain(x => x == 0);
    }

    [Theory]
    [InlineData(1e-2)]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(1e3)]
    public void Both_models_minimize_within_the_radius(double radius)
    {
        // The minimizer on the boundary fulfils (H² + μI)p = −Hg with μ > 0.
        var g = B.ToArray();
        var dense = new DenseTrustRegionModel(SymmetricEigenSystem.Of(H.ToColumnMajorArray(), 60), g, 0).Minimize(radius, 1e-12);
        var krylov = new KrylovTrustRegionModel(SymmetricOperator.FromMatrix(H), g, 1000, default).Minimize(radius, 1e-12);

        var p = V.Dense(dense.P);
        dense.Length.Should().BeApproximately(p.L2Norm(), 1e-12).And.BeLessThanOrEqualTo(radius * (1 + 1e-12));
        dense.ModelNorm.Should().BeApproximately((B + H * p).L2Norm(), 1e-11);
        var slope = H * (B + H * p);
        if (dense.IsInside)
        {
            slope.L2Norm().Should().BeLessThan(1e-10);
            krylov.IsInside.Should().BeTrue();
            (V.Dense(krylov.P) - p).L2Norm().Should().BeLessThan(1e-8);
            return;
        }

        p.L2Norm().Should().BeApproximately(radius, 1e-9 * radius);
        var mu = -(slope * p) / (p * p);
        mu.Should().BePositive();
        (slope + mu * p).L2Norm().Should().BeLessThan(1e-9);

        // Steihaug's path is no minimizer on the boundary, but has at least half of its decrease (Yuan 2000).
        krylov.IsInside.Should().BeFalse();
        krylov.Length.Should().BeApproximately(radius, 1e-12 * radius);
        krylov.ModelNorm.Should().BeApproximately((B + H * V.Dense(krylov.P)).L2Norm(), 1e-11);
        var (best, path) = (B * B - Math.Pow(dense.ModelNorm, 2), B * B - Math.Pow(krylov.ModelNorm, 2));
        path.Should().BeInRange(0.5 * best, best * (1 + 1e-12));
    }

    [Fact]
    public void A_function_of_a_matrix_is_that_of_its_eigenvalues()
    {
        var evd = H.Evd(Symmetricity.Symmetric);
        var expected = evd.EigenVectors * M.DenseOfDiagonalVector(evd.EigenValues.Map(z => Math.Exp(z.Real)))
            * evd.EigenVectors.Transpose() * B.Normalize(2);

        var whole = new KrylovBasis(SymmetricOperator.FromMatrix(H), B.ToArray(), 60, default);
        var part = new KrylovBasis(SymmetricOperator.FromMatrix(H), B.ToArray(), 30, default);

        (V.Dense(whole.Apply(Math.Exp)) - expected).L2Norm().Should().BeLessThan(1e-10);
        (V.Dense(part.Apply(Math.Exp)) - expected).L2Norm().Should().BeLessThan(1e-6);
        whole.Values.Should().HaveCount(60);
        whole.Values[0].Should().BeApproximately(-2.2, 1e-12);
        part.Vector(0).Sum(x => x * x).Should().BeApproximately(1, 1e-13);
    }

    [Fact]
    public void An_invariant_space_ends_the_basis()
    {
        var basis = new KrylovBasis(SymmetricOperator.FromMatrix(M.DenseOfDiagonalArray([1, 1, 2, 2, 3, 3])), [1, 1, 1, 1, 1, 1], 6, default);

        basis.Values.Should().HaveCount(3);
        basis.Values.Select(value => Math.Round(value, 12)).Should().Equal(1, 2, 3);
    }

    [Fact]
    public void Every_number_of_threads_gives_the_same_bits()
    {
        const int N = 200_000;
        var diagonal = RandomDirection.Next(N, 1);
        var a = SymmetricOperator.Create(N, v => V.Dense([.. diagonal.Zip(v, (d, entry) => d * entry)]));
        var b = RandomDirection.Next(N, 2);

        double[][] one = Results(new VectorWork(1)), three = Results(new VectorWork(3));

        for (var i = 0; i < one.Length; i++)
            three[i].Should().Equal(one[i]);

        double[][] Results(VectorWork work)
        {
            var model = new KrylovTrustRegionModel(a, b, 5, default, work);
            return
            [
                MinimumResidual.Solve(a, b, 0, 8, double.PositiveInfinity, default, work).X,
                model.Minimize(10, 0).P,
                SaddleFreeNewton.Step(a, b, 6, work, default),
                UniformBall.Next(N, 2, 3, work),
            ];
        }
    }

    [Fact]
    public void A_first_product_that_is_known_is_not_taken_again()
    {
        var a = SymmetricOperator.FromMatrix(H);
        var known = MinimumResidual.Solve(a, B.ToArray(), 1e-12, 100, double.PositiveInfinity, default, product: (H * B).ToArray());
        var products = a.Products;
        var unknown = MinimumResidual.Solve(a, B.ToArray(), 1e-12, 100, double.PositiveInfinity, default);

        products.Should().Be(known.Iterations - 1);
        (V.Dense(known.X) - V.Dense(unknown.X)).L2Norm().Should().BeLessThan(1e-10);
    }

    [Fact]
    public void A_smaller_radius_after_a_rejected_step_is_not_searched_inside_again()
    {
        var a = SymmetricOperator.FromMatrix(H);
        var model = new KrylovTrustRegionModel(a, (H * B).ToArray(), 100, default);
        var inside = model.Minimize(2 * B.L2Norm(), 1e-12);
        var after = a.Products;
        var step = model.Minimize(0.8 * inside.Length, 1e-12);
        var other = SymmetricOperator.FromMatrix(H);
        var fresh = new KrylovTrustRegionModel(other, (H * B).ToArray(), 100, default).Minimize(0.8 * inside.Length, 1e-12);

        inside.IsInside.Should().BeTrue();
        step.IsInside.Should().BeFalse();
        step.P.Should().Equal(fresh.P);
        (a.Products - after).Should().BeLessThan(other.Products - 1, "one is for Hg, and MINRES goes no further than to where it leaves the ball");
    }

    /// <summary>1/‖b‖ is infinite there.</summary>
    [Fact]
    public void A_right_hand_side_next_to_0_is_solved_for_also_where_its_product_is_known()
    {
        var a = SymmetricOperator.FromMatrix(Matrix<double>.Build.DenseOfDiagonalArray([1.0, 2]));
        double[] b = [4e-310, 4e-310];

        var result = MinimumResidual.Solve(a, b, 1e-9, 10, double.PositiveInfinity, default, product: [4e-310, 8e-310]);

        result.End.Should().Be(MinimumResidual.End.Solved);
        result.X[0].Should().BeApproximately(4e-310, 1e-318);
        result.X[1].Should().BeApproximately(2e-310, 1e-318);
    }
}
