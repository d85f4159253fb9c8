using MathNet.Numerics.LinearAlgebra;
using Optimizers.LinearAlgebra;

namespace Optimizers.Tests.LinearAlgebra;

public class SymmetricTridiagonalTests
{
    public static TheoryData<string> Cases => ["random", "graded", "Wilkinson", "decoupled", "zero", "one", "two", "large", "tiny"];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Eigenvalues_and_vectors_are_those_of_the_dense_matrix(string name)
    {
        var (alphas, betas) = Example(name);
        var k = alphas.Length;
        var t = Dense(alphas, betas);
        var expected = Spectrum.Jacobi(t);
        var norm = expected.Max(Math.Abs);

        var values = (double[])alphas.Clone();
        var rows = Enumerable.Range(0, k).Select(i => Enumerable.Range(0, k).Select(j => i == j ? 1.0 : 0).ToArray()).ToArray();
        SymmetricTridiagonal.Solve(values, (double[])betas.Clone(), rows);

        values.Should().BeInAscendingOrder();
        for (var i = 0; i < k; i++)
            values[i].Should().BeApproximately(expected[i], 1e-14 * (k + 10) * norm);
        var q = Matrix<double>.Build.DenseOfRowArrays(rows);
        ((q.Transpose() * q) - Matrix<double>.Build.DenseIdentity(k)).L2Norm().Should().BeLessThan(1e-13 * k);
        ((t * q) - (q * Matrix<double>.Build.DenseOfDiagonalArray(values))).FrobeniusNorm().Should().BeLessThanOrEqualTo(1e-13 * k * norm);
        SymmetricTridiagonal.Smallest(alphas, betas).Should().BeApproximately(expected[0], 1e-14 * k * norm);
        SymmetricTridiagonal.Largest(alphas, betas).Should().BeApproximately(expected[^1], 1e-14 * k * norm);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Inverse_iteration_gives_a_vector_of_small_residual(string name)
    {
        var (alphas, betas) = Example(name);
        var t = Dense(alphas, betas);
        var values = Spectrum.Jacobi(t);
        foreach (var value in values)
        {
            var x = Vector<double>.Build.Dense(SymmetricTridiagonal.Eigenvector(alphas, betas, value));
            x.L2Norm().Should().BeApproximately(1, 1e-14);
            ((t * x) - (value * x)).L2Norm().Should().BeLessThanOrEqualTo(1e-13 * alphas.Length * values.Max(Math.Abs));
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Counts_below_a_number_are_those_of_the_eigenvalues(string name)
    {
        var (alphas, betas) = Example(name);
        var values = Spectrum.Jacobi(Dense(alphas, betas));
        var norm = Math.Max(values.Max(Math.Abs), 1e-300);
        for (var i = -20; i <= 20; i++)
        {
            var x = norm * i / 17.3;
            if (values.All(value => Math.Abs(value - x) > 1e-12 * norm))
                SymmetricTridiagonal.CountBelow(alphas, betas, x).Should().Be(values.Count(value => value < x));
        }
    }

    [Fact]
    public void Carried_rows_are_the_components_of_the_vectors()
    {
        var (alphas, betas) = Example("random");
        var k = alphas.Length;
        double[] values = [.. alphas], first = new double[k], last = new double[k];
        first[0] = last[^1] = 1;
        SymmetricTridiagonal.Solve(values, (double[])betas.Clone(), first, last);
        for (var i = 0; i < k; i++)
        {
            var x = SymmetricTridiagonal.Eigenvector(alphas, betas, values[i]);
            Math.Abs(first[i]).Should().BeApproximately(Math.Abs(x[0]), 1e-10);
            Math.Abs(last[i]).Should().BeApproximately(Math.Abs(x[^1]), 1e-10);
            (first[i] * last[i]).Should().BeApproximately(x[0] * x[^1], 1e-10);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_square_matrix_that_is_carried_along_has_the_bits_of_its_rows(string name)
    {
        var (alphas, betas) = Example(name);
        var (k, stride) = (alphas.Length, SymmetricTridiagonal.Stride(alphas.Length));
        var z = Spectrum.RandomOrthogonal(k, seed: 1);
        var (values, rows) = ((double[])alphas.Clone(), z.ToRowArrays());
        SymmetricTridiagonal.Solve(values, (double[])betas.Clone(), rows);

        var (sameValues, columns, result) = ((double[])alphas.Clone(), new double[k * stride], new double[k * (k + 1)]);
        for (var j = 0; j < k; j++)
            z.Column(j).ToArray().CopyTo(columns, j * stride);
        SymmetricTridiagonal.Solve(sameValues, (double[])betas.Clone(), columns, result, k + 1);

        sameValues.Should().Equal(values);
        for (var j = 0; j < k; j++)
        {
            for (var i = 0; i < k; i++)
                result[i + (j * (k + 1))].Should().Be(rows[i][j]);
        }
    }

    private static (double[] Alphas, double[] Betas) Example(string name)
    {
        var random = new Random(3);
        return name switch
        {
            "random" => (Make(40, _ => random.NextDouble() - 0.5), Make(39, _ => random.NextDouble())),
            "graded" => (Make(20, i => Math.Pow(10, -i)), Make(19, i => 0.3 * Math.Pow(10, -i))),
            "Wilkinson" => (Make(21, i => Math.Abs(i - 10)), Make(20, _ => 1)),
            "decoupled" => (Make(12, i => i % 4), Make(11, i => i % 4 == 3 ? 0 : 0.5)),
            "zero" => (Make(5, _ => 0), Make(4, _ => 0)),
            "one" => ([-3], []),
            "two" => ([1, 1], [1]),
            "large" => (Make(10, i => 1e150 * i), Make(9, _ => 1e150)),
            "tiny" => (Make(10, i => 1e-150 * i), Make(9, _ => 1e-150)),
            _ => throw new ArgumentOutOfRangeException(nameof(name)),
        };

        static double[] Make(int n, Func<int, double> entry) => [.. Enumerable.Range(0, n).Select(entry)];
    }

    private static Matrix<double> Dense(double[] alphas, double[] betas) => Matrix<double>.Build.Dense(
        alphas.Length, alphas.Length, (i, j) => i == j ? alphas[i] : Math.Abs(i - j) == 1 ? betas[Math.Min(i, j)] : 0);
}
