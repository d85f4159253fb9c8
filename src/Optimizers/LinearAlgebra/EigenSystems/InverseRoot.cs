using System.Buffers;

namespace Optimizers.LinearAlgebra;

/// <summary>
/// P^(−1/p) of a symmetric positive semidefinite matrix by its eigenvalues, UΛ^(−1/p)Uᵀ. The coupled Newton iteration (Guo and Higham, SIAM J. Matrix
/// Anal. Appl. 28 (2006), 788) takes products alone, but some twenty-five rounds of them: 2, 8 and 20 times as long at n = 100, 500 and 1000.
/// </summary>
internal static class InverseRoot
{
    /// <summary>Computes it. The result is symmetric to the last bit.</summary>
    /// <param name="matrix">P, n² finite entries.</param>
    /// <param name="n">The dimension.</param>
    /// <param name="root">p: 1, 2 or 4.</param>
    /// <param name="least">Eigenvalues below are taken for this: above 0.</param>
    /// <param name="result">Becomes P^(−1/p).</param>
    /// <param name="threads">At most so many threads for the product.</param>
    /// <exception cref="MathNet.Numerics.NonConvergenceException">The iteration for the eigenvalues did not converge.</exception>
    public static void Of(ReadOnlySpan<double> matrix, int n, int root, double least, Span<double> result, int threads)
    {
        var system = SymmetricEigenSystem.Of(matrix.ToArray(), n);
        var vectors = system.Vectors;
        var memory = ArrayPool<double>.Shared.Rent(n * n);
        for (var k = 0; k < n; k++)
        {
            // The factor goes half to U and half to Uᵀ.
            var factor = 1 / Math.Max(Math.ScaleB(system.Values[k], system.Exponent), least);
            for (var halves = root; halves > 0; halves /= 2)
                factor = Math.Sqrt(factor);
            for (var i = 0; i < n; i++)
                memory[i + (k * n)] = factor * vectors[i + (k * n)];
        }

        var half = memory.AsSpan(0, n * n);
        MatrixProduct.Multiply<double>(n, n, n, 1, half, false, half, true, 0, result, threads);
        ArrayPool<double>.Shared.Return(memory);
    }
}
