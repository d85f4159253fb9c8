using MathNet.Numerics.LinearAlgebra;
using Optimizers.Curvature;

namespace Optimizers.Tests.Curvature.Operators;

public sealed class OperatorAlgebraTests
{
    private const int N = 9;
    private static readonly Matrix<double> A = Dense.RandomSymmetric(N, seed: 1);
    private static readonly Matrix<double> B = Dense.RandomSymmetric(N, seed: 2);
    private static readonly Matrix<double> I = Matrix<double>.Build.DenseIdentity(N);
    private static readonly Matrix<double> Q = Spectrum.RandomOrthogonal(N, seed: 3).SubMatrix(0, N, 0, 4);

    private static SymmetricOperator OperatorA => SymmetricOperator.FromMatrix(A);

    [Theory]
    [InlineData(0)]
    [InlineData(2.5)]
    [InlineData(-1e6)]
    public void A_shift_adds_to_the_diagonal(double shift) =>
        Dense.Of(OperatorA.Shift(shift)).ShouldBe(A + (shift * I), 1e-9);

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1e3)]
    public void A_factor_multiplies(double factor) => Dense.Of(OperatorA.Scale(factor)).ShouldBe(factor * A, 1e-12);

    [Fact]
    public void A_diagonal_scales_rows_and_columns()
    {
        var d = Dense.RandomVector(N, seed: 4);
        d[3] = 0;
        var matrix = Matrix<double>.Build.DiagonalOfDiagonalVector(d);

        Dense.Of(OperatorA.Scale(d)).ShouldBe(matrix * A * matrix);
    }

    [Fact]
    public void A_preconditioned_operator_is_symmetric_and_has_the_eigenvalues_of_the_inverse_times_A()
    {
        var p = Dense.RandomVector(N, seed: 5).Map(x => 0.1 + (x * x));

        var preconditioned = Dense.Of(OperatorA.Precondition(p));

        preconditioned.ShouldBe(preconditioned.Transpose(), 1e-14);
        var of = Matrix<double>.Build.DiagonalOfDiagonalVector(p.Map(x => 1 / x)) * A;
        var expected = of.Evd().EigenValues.Select(value => value.Real).Order();
        Spectrum.Jacobi(preconditioned).Zip(expected, (x, y) => Math.Abs(x - y)).Max().Should().BeLessThan(1e-11);
    }

    [Fact]
    public void A_sum_adds() => Dense.Of(OperatorA.Add(SymmetricOperator.FromMatrix(B))).ShouldBe(A + B);

    [Fact]
    public void A_restriction_is_the_matrix_in_the_coordinates_of_the_basis() =>
        Dense.Of(OperatorA.Restrict(Q.EnumerateColumns())).ShouldBe(Q.Transpose() * A * Q);

    [Fact]
    public void A_projection_acts_on_the_subspace_alone()
    {
        var p = Q * Q.Transpose();

        Dense.Of(OperatorA.Project(Q.EnumerateColumns())).ShouldBe(p * A * p);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-7)]
    public void A_deflation_acts_on_the_complement_and_has_its_value_on_the_subspace(double value)
    {
        var p = I - (Q * Q.Transpose());

        Dense.Of(OperatorA.Deflate(Q.EnumerateColumns(), value)).ShouldBe((p * A * p) + (value * Q * Q.Transpose()));
    }

    [Fact]
    public void Deflating_eigenvectors_moves_their_eigenvalues_and_leaves_the_others()
    {
        double[] eigenvalues = [-3, -1, 0.5, 2, 2, 7, 8, 9, 10];
        var q = Spectrum.RandomOrthogonal(N, seed: 6);
        var a = SymmetricOperator.FromMatrix(Spectrum.Rotated(eigenvalues, q));

        var deflated = Spectrum.Jacobi(Dense.Of(a.Deflate([q.Column(0), q.Column(8)], value: 5)));

        deflated.Zip([-1, 0.5, 2, 2, 5, 5, 7, 8, 9], (x, y) => Math.Abs(x - y)).Max().Should().BeLessThan(1e-13);
    }

    [Fact]
    public void A_basis_of_no_vectors_deflates_nothing_and_spans_nothing()
    {
        Dense.Of(OperatorA.Deflate([])).ShouldBe(A);
        Dense.Of(OperatorA.Project([])).ShouldBe(0 * A);
        OperatorA.Restrict([]).Dimension.Should().Be(0);
    }

    [Fact]
    public void Compositions_nest()
    {
        var d = Dense.RandomVector(5, seed: 7);
        var matrix = Matrix<double>.Build.DiagonalOfDiagonalVector(d);

        var nested = OperatorA.Add(SymmetricOperator.FromMatrix(B)).Block(2..7).Scale(d).Shift(3).Scale(-2);

        Dense.Of(nested).ShouldBe(-2 * ((matrix * (A + B).SubMatrix(2, 5, 2, 5) * matrix) + (3 * Matrix<double>.Build.DenseIdentity(5))));
    }

    [Fact]
    public void A_product_of_a_composition_takes_one_of_each_part()
    {
        var (a, b) = (OperatorA, SymmetricOperator.FromMatrix(B));

        var sum = a.Add(b).Deflate(Q.EnumerateColumns()).Shift(1);
        _ = sum.Multiply(Dense.RandomVector(N, seed: 8));

        (a.Products, b.Products, sum.Products).Should().Be((1, 1, 1));
    }

    /// <summary>
    /// Products that are off by a fixed vector of length e·‖v‖, with e as their error: the composition may not be off by more than it says.
    /// </summary>
    [Fact]
    public void The_error_of_a_composition_covers_that_of_its_parts()
    {
        const double error = 1e-3;
        var off = Dense.RandomVector(N, seed: 9).Normalize(2);
        var inexact = SymmetricOperator.Create(N, v => (A * v) + (error * v.L2Norm() * off), error);
        var d = Dense.RandomVector(N, seed: 10) * 3;
        (SymmetricOperator Inexact, SymmetricOperator Exact, double Error)[] all =
        [
            (inexact.Shift(5), OperatorA.Shift(5), error),
            (inexact.Scale(-4), OperatorA.Scale(-4), 4 * error),
            (inexact.Scale(d), OperatorA.Scale(d), d.AbsoluteMaximum() * d.AbsoluteMaximum() * error),
            (inexact.Precondition(d.PointwisePower(2)), OperatorA.Precondition(d.PointwisePower(2)), error / Math.Pow(d.AbsoluteMinimum(), 2)),
            (inexact.Add(SymmetricOperator.FromMatrix(B)), OperatorA.Add(SymmetricOperator.FromMatrix(B)), error),
            (inexact.Add(inexact), OperatorA.Add(OperatorA), 2 * error),
            (inexact.Block(2..6), OperatorA.Block(2..6), error),
            (inexact.Restrict(Q.EnumerateColumns()), OperatorA.Restrict(Q.EnumerateColumns()), error),
            (inexact.Project(Q.EnumerateColumns()), OperatorA.Project(Q.EnumerateColumns()), error),
            (inexact.Deflate(Q.EnumerateColumns(), 2), OperatorA.Deflate(Q.EnumerateColumns(), 2), error),
        ];
        foreach (var (composition, exact, expected) in all)
        {
            var v = Dense.RandomVector(composition.Dimension, seed: 11);

            var actual = (composition.Multiply(v) - exact.Multiply(v)).L2Norm() / v.L2Norm();

            composition.IsExact.Should().BeFalse();
            composition.ProductError.Should().BeApproximately(expected, 1e-12 * expected);
            actual.Should().BeLessThanOrEqualTo(expected * (1 + 1e-9)).And.BeGreaterThan(0);
            exact.IsExact.Should().BeTrue();
            exact.ProductError.Should().Be(0);
        }
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        Refusal.Of<ArgumentOutOfRangeException>(() => OperatorA.Shift(double.NaN), "shift", "NaN");
        Refusal.Of<ArgumentOutOfRangeException>(() => OperatorA.Scale(double.PositiveInfinity), "factor", "finite");
        Refusal.Of<ArgumentException>(() => OperatorA.Scale(Dense.RandomVector(4, 1)), "diagonal", "4", "9");
        Refusal.Of<ArgumentException>(() => OperatorA.Precondition(TinyNetwork.Unit(N, 0)), "diagonal", "Entry 1", "greater than 0");
        Refusal.Of<ArgumentException>(() => OperatorA.Add(SymmetricOperator.FromMatrix(B.SubMatrix(0, 3, 0, 3))), "other", "3", "9");
        Refusal.Of<ArgumentException>(() => OperatorA.Deflate([Dense.RandomVector(4, 1)]), "basis", "4", "9");
        Refusal.Of<ArgumentException>(() => OperatorA.Deflate([2 * TinyNetwork.Unit(N, 0)]), "basis", "vector 0", "square length 4");
        Refusal.Of<ArgumentException>(() => OperatorA.Restrict([TinyNetwork.Unit(N, 0), TinyNetwork.Unit(N, 0)]), "basis", "vectors 0 and 1");
        Refusal.Of<ArgumentException>(() => OperatorA.Project([TinyNetwork.Unit(N, 0) * double.NaN]), "basis", "NaN");
        Refusal.Of<ArgumentOutOfRangeException>(() => OperatorA.Deflate([], double.NaN), "value", "NaN");
        Refusal.Of<ArgumentOutOfRangeException>(() => SymmetricOperator.Create(2, v => v, -1), "productError", "-1");
    }
}
