using System.Numerics;

namespace Optimizers.LinearAlgebra;

/// <summary>
/// B ← T⁻¹B of a triangular T, by halves: all but n·<see cref="SmallestBlock"/> of the n² multiplications for a column are in
/// <see cref="MatrixProduct"/>. (T + δT)x̂ = b with |δT| ≤ 2(n + 1)u|T| for each column (Higham, Accuracy and Stability, theorem 8.5).
/// </summary>
internal static unsafe class TriangularSolve
{
    /// <summary>The order up to which a block is solved column by column.</summary>
    private const int SmallestBlock = 16;

    /// <summary>B ← L⁻¹B, L lower triangular.</summary>
    /// <param name="order">n.</param>
    /// <param name="l">L; what is above its diagonal is not read.</param>
    /// <param name="isUnit">Whether its diagonal is 1, whatever is stored.</param>
    /// <param name="columns">The columns of B.</param>
    /// <param name="b">B, column by column.</param>
    /// <param name="stride">From one column of B to the next.</param>
    /// <param name="threads">At most so many threads.</param>
    public static void Lower<E>(int order, Operand<E> l, bool isUnit, int columns, E* b, nint stride, int threads)
        where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        if (order > SmallestBlock)
        {
            var half = Half(order);
            Lower(half, l, isUnit, columns, b, stride, threads);
            MatrixProduct.Multiply(
                order - half, columns, half, -E.One, l.From(half, 0), Operand<E>.ByColumns(b, stride), E.One, b + half, stride, threads);
            Lower(order - half, l.From(half, half), isUnit, columns, b + half, stride, threads);
            return;
        }

        var block = stackalloc E[SmallestBlock * SmallestBlock];
        Copy(order, l, block);
        for (var j = 0; j < columns; j++)
        {
            var x = b + (j * stride);
            for (var k = 0; k < order; k++)
            {
                if (!isUnit)
                    x[k] /= block[k + (k * SmallestBlock)];
                ColumnSweep.Subtract(x + k + 1, x[k], block + k + 1 + (k * SmallestBlock), order - k - 1);
            }
        }
    }

    /// <summary>B ← U⁻¹B, U upper triangular.</summary>
    /// <inheritdoc cref="Lower"/>
    /// <param name="order">n.</param>
    /// <param name="u">U; what is below its diagonal is not read.</param>
    /// <param name="columns">The columns of B.</param>
    /// <param name="b">B, column by column.</param>
    /// <param name="stride">From one column of B to the next.</param>
    /// <param name="threads">At most so many threads.</param>
    public static void Upper<E>(int order, Operand<E> u, int columns, E* b, nint stride, int threads)
        where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        if (order > SmallestBlock)
        {
            var half = Half(order);
            Upper(order - half, u.From(half, half), columns, b + half, stride, threads);
            MatrixProduct.Multiply(
                half, columns, order - half, -E.One, u.From(0, half), Operand<E>.ByColumns(b + half, stride), E.One, b, stride, threads);
            Upper(half, u, columns, b, stride, threads);
            return;
        }

        var block = stackalloc E[SmallestBlock * SmallestBlock];
        Copy(order, u, block);
        for (var j = 0; j < columns; j++)
        {
            var x = b + (j * stride);
            for (var k = order - 1; k >= 0; k--)
            {
                x[k] /= block[k + (k * SmallestBlock)];
                ColumnSweep.Subtract(x, x[k], block + (k * SmallestBlock), k);
            }
        }
    }

    // A whole number of the smallest blocks.
    private static int Half(int order) => ((order / 2) + SmallestBlock - 1) / SmallestBlock * SmallestBlock;

    private static void Copy<E>(int order, Operand<E> triangle, E* block) where E : unmanaged
    {
        for (var j = 0; j < order; j++)
        {
            for (var i = 0; i < order; i++)
                block[i + (j * SmallestBlock)] = *triangle.From(i, j).First;
        }
    }
}
