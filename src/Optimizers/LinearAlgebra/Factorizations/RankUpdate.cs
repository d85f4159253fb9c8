using System.Numerics;

namespace Optimizers.LinearAlgebra;

/// <summary>C ← C − XYᵀ on and below the diagonal: where a factorization of a symmetric matrix spends its time.</summary>
internal static unsafe class RankUpdate
{
    // Columns that are taken together: above the diagonal half as many entries of each are written too.
    private const int Columns = 64;

    /// <summary>Subtracts, with the bits and the error of a <see cref="MatrixProduct"/>.</summary>
    /// <param name="rows">The rows of C and X.</param>
    /// <param name="columns">The columns of C and rows of Y, at most <paramref name="rows"/>.</param>
    /// <param name="depth">The columns of X and Y.</param>
    /// <param name="x">X, column by column.</param>
    /// <param name="xStride">From one column of X to the next.</param>
    /// <param name="y">Y, column by column; it may be X.</param>
    /// <param name="yStride">From one column of Y to the next.</param>
    /// <param name="c">C, column by column. Some entries above the diagonal are written too.</param>
    /// <param name="stride">From one column of C to the next.</param>
    /// <param name="threads">At most so many threads.</param>
    public static void Subtract<E>(
        int rows, int columns, int depth, E* x, nint xStride, E* y, nint yStride, E* c, nint stride, int threads)
        where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        for (var j = 0; j < columns; j += Columns)
        {
            MatrixProduct.Multiply(
                rows - j, Math.Min(Columns, columns - j), depth, -E.One, Operand<E>.ByColumns(x + j, xStride),
                Operand<E>.ByColumns(y + j, yStride).Transposed, E.One, c + (j * (stride + 1)), stride, threads);
        }
    }
}
