using MathNet.Numerics.LinearAlgebra;
using Optimizers.Curvature;

namespace Optimizers.Tests.Curvature.Operators;

/// <summary>Matrices of operators, and random matrices.</summary>
internal static class Dense
{
    /// <summary>The matrix of an operator, one product a column.</summary>
    public static Matrix<double> Of(SymmetricOperator a)
    {
        var matrix = Matrix<double>.Build.Dense(a.Dimension, a.Dimension);
        for (var j = 0; j < a.Dimension; j++)
            matrix.SetColumn(j, a.Multiply(TinyNetwork.Unit(a.Dimension, j)));
        return matrix;
    }

    public static Matrix<double> Random(int rows, int columns, int seed)
    {
        var random = new Random(seed);
        return Matrix<double>.Build.Dense(rows, columns, (_, _) => (2 * random.NextDouble()) - 1);
    }

    public static Matrix<double> RandomSymmetric(int n, int seed) => Spectrum.Symmetric(Random(n, n, seed));

    public static Vector<double> RandomVector(int n, int seed) => Random(n, 1, seed).Column(0);

    public static void ShouldBe(this Matrix<double> actual, Matrix<double> expected, double tolerance = 1e-13)
    {
        (actual.RowCount, actual.ColumnCount).Should().Be((expected.RowCount, expected.ColumnCount));
        (actual - expected).Enumerate().Select(Math.Abs).DefaultIfEmpty().Max().Should().BeLessThanOrEqualTo(tolerance);
    }
}
