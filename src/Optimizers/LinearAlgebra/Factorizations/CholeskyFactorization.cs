using System.Numerics;

namespace Optimizers.LinearAlgebra;

/// <summary>
/// A = LLᵀ in place, by blocks that halve: all but n² of the n³/3 multiplications are in <see cref="MatrixProduct"/>.
/// </summary>
/// <remarks>
/// Every entry is lᵢⱼ = fl((aᵢⱼ − Σₖ lᵢₖlⱼₖ)/lⱼⱼ), lⱼⱼ = fl(√(aⱼⱼ − Σₖ lⱼₖ²)), with the sum in some order, its products fused, and a division that is
/// one: LLᵀ = A + δA with |δA| ≤ 2(n + 1)u|L||Lᵀ| (Higham, Accuracy and Stability, theorem 10.3).
/// </remarks>
internal static unsafe class CholeskyFactorization
{
    private const int SmallestBlock = 16;

    // Columns that a symmetric update takes together: above the diagonal it does so much too much.
    private const int UpdateColumns = 64;

    /// <summary>Factors A. False if a pivot aⱼⱼ − Σₖ lⱼₖ² is not positive and finite; A is overwritten in any case.</summary>
    /// <param name="order">n.</param>
    /// <param name="a">A on and below the diagonal, column by column; it becomes L. What is above is overwritten.</param>
    /// <param name="stride">From one column of A to the next.</param>
    /// <param name="threads">At most so many threads.</param>
    /// <param name="cancellation">Asked before every block.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static bool TryFactor<E>(int order, E* a, nint stride, int threads, CancellationToken cancellation = default)
        where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        cancellation.ThrowIfCancellationRequested();
        if (order <= SmallestBlock)
            return TryFactorColumns(order, a, stride);
        var half = ((order / 2) + SmallestBlock - 1) / SmallestBlock * SmallestBlock;
        if (!TryFactor(half, a, stride, threads, cancellation))
            return false;
        var rest = order - half;
        var below = a + half;
        TriangularSolve.LowerTransposedOnTheRight(rest, half, Operand<E>.ByColumns(a, stride), below, stride, threads);
        SubtractSquare(rest, half, Operand<E>.ByColumns(below, stride), below + (half * stride), stride, threads);
        return TryFactor(rest, below + (half * stride), stride, threads, cancellation);
    }

    /// <summary>C ← C − XXᵀ on and below the diagonal of n×n, and in some entries above it.</summary>
    private static void SubtractSquare<E>(int order, int depth, Operand<E> x, E* c, nint stride, int threads)
        where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        for (var j = 0; j < order; j += UpdateColumns)
        {
            var rows = x.From(j, 0);
            MatrixProduct.Multiply(
                order - j, Math.Min(UpdateColumns, order - j), depth, -E.One, rows, rows.Transposed, E.One, c + (j * (stride + 1)), stride, threads);
        }
    }

    private static bool TryFactorColumns<E>(int order, E* a, nint stride)
        where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        for (var j = 0; j < order; j++)
        {
            var column = a + j + (j * stride);
            if (!(*column > E.Zero && E.IsFinite(*column)))
                return false;
            *column = E.Sqrt(*column);
            ColumnSweep.Divide(column + 1, *column, order - j - 1);
            for (var k = j + 1; k < order; k++)
                ColumnSweep.Subtract(a + k + (k * stride), a[k + (j * stride)], a + k + (j * stride), order - k);
        }

        return true;
    }
}
