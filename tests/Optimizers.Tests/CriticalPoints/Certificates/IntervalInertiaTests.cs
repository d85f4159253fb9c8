using MathNet.Numerics.LinearAlgebra;
using Optimizers.Curvature.Functions;
using Optimizers.LinearAlgebra;

namespace Optimizers.Tests.Curvature.Functions;

public class IntervalInertiaTests
{
    private static (Interval[] Matrix, SymmetricEigenSystem Middle) Enclose(Matrix<double> a, double radius)
    {
        var n = a.RowCount;
        var matrix = Array.ConvertAll(a.ToColumnMajorArray(), entry => Interval.Around(entry, radius));
        return (matrix, SymmetricEigenSystem.Of(Array.ConvertAll(matrix, entry => entry.Midpoint), n));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(9)]
    [InlineData(40)]
    public void The_inertia_around_any_shift_between_the_eigenvalues_is_proven(int n)
    {
        var eigenvalues = Enumerable.Range(0, n).Select(i => i - n / 3.0 + 0.1).ToArray();
        var a = Spectrum.Rotated(eigenvalues, Spectrum.RandomOrthogonal(n, n));
        var (matrix, middle) = Enclose(a, 1e-13);
        foreach (var mu in new[] { -n, 0, 1.5 - n / 3.0, n })
        {
            var (below, above) = (eigenvalues.Count(value => value < mu), eigenvalues.Count(value => value > mu));
            IntervalInertia.TryProve(matrix, middle, mu).Should().Be(new IntervalInertia(below, above));
        }
    }

    [Fact]
    public void A_graded_matrix_is_proven_definite_where_its_entries_decide_that()
    {
        // D(2I + ones)D with D graded over 24 decades.
        var d = Vector<double>.Build.Dense(8, i => Math.Pow(10, 3 * (i - 4)));
        var a = Matrix<double>.Build.Dense(8, 8, (i, j) => d[i] * d[j] * (i == j ? 3 : 1));
        a = Spectrum.Symmetric(a);
        var matrix = Array.ConvertAll(a.ToColumnMajorArray(), entry => (Interval)entry);
        // The eigenvectors of such a matrix to full relative accuracy are those of a scaled one, here of its diagonal.
        IntervalInertia.TryProve(matrix, SymmetricEigenSystem.Of(a.ToColumnMajorArray(), 8), 0)?.Below.Should().Be(0);
    }

    [Fact]
    public void What_holds_a_singular_matrix_is_never_proven()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var n = random.Next(1, 7);
            double Eigenvalue() => Math.Pow(10, 4 * random.NextDouble()) * (random.Next(2) * 2 - 1);
            var eigenvalues = Enumerable.Range(0, n).Select(i => i == 0 ? 0 : Eigenvalue()).ToArray();
            var a = Spectrum.Rotated(eigenvalues, Spectrum.RandomOrthogonal(n, seed));
            // The rounding of the rotation is inside the radius.
            var (matrix, middle) = Enclose(a, 1e-11);
            IntervalInertia.TryProve(matrix, middle, 0).Should().BeNull();

            // Exactly singular whole numbers, without any radius.
            var b = Matrix<double>.Build.Dense(n + 1, n, (_, _) => random.Next(-9, 10));
            var (whole, middleOfWhole) = Enclose(b * b.Transpose(), 0);
            IntervalInertia.TryProve(whole, middleOfWhole, 0).Should().BeNull();
        }
    }

    [Theory]
    [InlineData(0.9, true)]
    [InlineData(1.1, false)]
    public void Entries_beside_the_diagonal_that_reach_a_singular_matrix_prove_nothing(double reach, bool isProven)
    {
        // I in the middle, and [1 ±1; ±1 1], which is singular, inside or outside.
        Interval beside = new(-reach, reach);
        var middle = SymmetricEigenSystem.Of([1, 0, 0, 1], 2);

        IntervalInertia.TryProve([1, beside, beside, 1], middle, 0).Should().Be(isProven ? new IntervalInertia(0, 2) : null);
    }

    [Fact]
    public void An_unbounded_entry_proves_nothing()
    {
        var (matrix, middle) = Enclose(Matrix<double>.Build.DenseIdentity(3), 0);
        matrix[4] = Interval.Whole;
        IntervalInertia.TryProve(matrix, middle, 0).Should().BeNull();
    }
}
