using MathNet.Numerics.LinearAlgebra;

namespace Optimizers.Tests;

/// <summary>Symmetric matrices of known eigenvalues, and eigenvalues of symmetric matrices by a method of their own.</summary>
internal static class Spectrum
{
    /// <summary>QΛQᵀ, symmetric to the last bit.</summary>
    public static Matrix<double> Rotated(double[] eigenvalues, Matrix<double> q) => Symmetric(
        q * Matrix<double>.Build.DiagonalOfDiagonalArray(eigenvalues) * q.Transpose());

    public static Matrix<double> Symmetric(Matrix<double> h) => (h + h.Transpose()) / 2;

    /// <summary>An orthogonal matrix: a product of n Householder reflections I − 2vvᵀ/vᵀv along random v.</summary>
    public static Matrix<double> RandomOrthogonal(int n, int seed)
    {
        var random = new Random(seed);
        var q = Matrix<double>.Build.DenseIdentity(n);
        for (var k = 0; k < n; k++)
        {
            var v = Vector<double>.Build.Dense(n, _ => 2 * random.NextDouble() - 1).Normalize(2);
            q -= (2 * (q * v)).OuterProduct(v);
        }

        return q;
    }

    /// <summary>Eigenvalues, ascending, by cyclic Jacobi rotations (Golub and Van Loan, Matrix Computations, algorithm 8.5.2).</summary>
    public static double[] Jacobi(Matrix<double> h)
    {
        var a = h.ToArray();
        var n = h.RowCount;
        for (var sweep = 0; sweep < 15; sweep++)
        {
            for (var p = 0; p < n; p++)
            {
                for (var q = p + 1; q < n; q++)
                    Rotate(a, n, p, q);
            }
        }

        return [.. Enumerable.Range(0, n).Select(i => a[i, i]).Order()];
    }

    private static void Rotate(double[,] a, int n, int p, int q)
    {
        if (a[p, q] == 0)
            return;
        var tau = (a[q, q] - a[p, p]) / (2 * a[p, q]);
        var t = tau >= 0 ? 1 / (tau + Math.Sqrt(1 + tau * tau)) : 1 / (tau - Math.Sqrt(1 + tau * tau));
        var c = 1 / Math.Sqrt(1 + t * t);
        var s = t * c;
        for (var k = 0; k < n; k++)
            (a[k, p], a[k, q]) = (c * a[k, p] - s * a[k, q], s * a[k, p] + c * a[k, q]);
        for (var k = 0; k < n; k++)
            (a[p, k], a[q, k]) = (c * a[p, k] - s * a[q, k], s * a[p, k] + c * a[q, k]);
    }
}
