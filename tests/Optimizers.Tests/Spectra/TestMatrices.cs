using MathNet.Numerics.LinearAlgebra;

namespace Optimizers.Tests.Curvature.Spectra;

/// <summary>Dense symmetric matrices of different character.</summary>
internal static class TestMatrices
{
    public static IEnumerable<(string Name, Matrix<double> Matrix)> All(int n)
    {
        var random = new Random(n);
        var q = Spectrum.RandomOrthogonal(n, n);
        yield return ("random", Spectrum.Symmetric(Matrix<double>.Build.Dense(n, n, (_, _) => random.NextDouble() - 0.5)));
        yield return ("rotated", Spectrum.Rotated(DiagonalOperator.Even(n, -1, 10), q));
        yield return ("graded", Spectrum.Rotated([.. Enumerable.Range(0, n).Select(i => Math.Pow(10, -12.0 * i / n))], q));
        yield return ("clustered", Spectrum.Rotated([.. Enumerable.Range(0, n).Select(i => (i % 3) + (1e-9 * i))], q));
        yield return ("multiple", Spectrum.Rotated([.. Enumerable.Range(0, n).Select(i => (double)(i % 4))], q));
        yield return ("low rank", Spectrum.Rotated([.. Enumerable.Range(0, n).Select(i => i < 3 ? -5.0 + i : 0)], q));
        yield return ("negative definite", Spectrum.Rotated(DiagonalOperator.Even(n, -7, -0.1), q));
    }
}
