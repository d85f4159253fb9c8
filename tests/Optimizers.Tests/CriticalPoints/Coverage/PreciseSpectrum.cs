using Optimizers.Arithmetic;

namespace Optimizers.Tests.Curvature.Coverage;

/// <summary>The eigenvalues of a small symmetric matrix to some 30 digits of its norm: Jacobi's rotations, by rows, in double-double.</summary>
/// <remarks>Golub and Van Loan, Matrix Computations, 4th edition, algorithms 8.5.1 and 8.5.3.</remarks>
internal static class PreciseSpectrum
{
    private const int MaxSweeps = 60;

    /// <summary>λ₁ ≤ … ≤ λₙ of (A + Aᵀ)/2.</summary>
    public static DoubleDouble[] Of(DoubleDouble[,] matrix)
    {
        var n = matrix.GetLength(0);
        var a = new DoubleDouble[n, n];
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
                a[i, j] = (matrix[i, j] + matrix[j, i]) * 0.5;
        }

        for (var sweep = 0; sweep < MaxSweeps; sweep++)
        {
            var rotated = false;
            for (var p = 0; p < n; p++)
            {
                for (var q = p + 1; q < n; q++)
                    rotated |= Rotate(a, p, q);
            }

            if (!rotated)
                break;
        }

        return [.. Enumerable.Range(0, n).Select(i => a[i, i]).Order(Comparer<DoubleDouble>.Create((x, y) => Math.Sign((x - y).High)))];
    }

    // Makes aₚ𝓆 zero, unless it is so against the diagonal entries already.
    private static bool Rotate(DoubleDouble[,] a, int p, int q)
    {
        var size = Math.Sqrt(Math.Abs(a[p, p].High)) * Math.Sqrt(Math.Abs(a[q, q].High));
        if (a[p, q].High == 0 || Math.Abs(a[p, q].High) <= 1e-31 * size)
            return false;
        var tau = (a[q, q] - a[p, p]) / (a[p, q] * 2.0);
        var root = DoubleDouble.Sqrt((tau * tau) + 1.0);
        var t = tau.High >= 0 ? (DoubleDouble)1.0 / (tau + root) : (DoubleDouble)(-1.0) / (root - tau);
        var c = (DoubleDouble)1.0 / DoubleDouble.Sqrt((t * t) + 1.0);
        var s = t * c;
        var n = a.GetLength(0);
        for (var k = 0; k < n; k++)
            (a[k, p], a[k, q]) = ((c * a[k, p]) - (s * a[k, q]), (s * a[k, p]) + (c * a[k, q]));
        for (var k = 0; k < n; k++)
            (a[p, k], a[q, k]) = ((c * a[p, k]) - (s * a[q, k]), (s * a[p, k]) + (c * a[q, k]));
        a[p, q] = a[q, p] = 0.0;
        return true;
    }
}
