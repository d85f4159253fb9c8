using System.Numerics;

namespace Optimizers.LinearAlgebra;

/// <summary>A = LLᵀ in place, by blocks of columns that halve: all but 8n² of the n³/3 multiplications are in <see cref="RankUpdate"/>.</summary>
/// <remarks>
/// Every entry is lᵢⱼ = fl((aᵢⱼ − Σₖ lᵢₖlⱼₖ)/lⱼⱼ), lⱼⱼ = fl(√(aⱼⱼ − Σₖ lⱼₖ²)), with the sum in some order, its products fused, and a division that is
/// one: LLᵀ = A + δA with |δA| ≤ 2(n + 1)u|L||Lᵀ| (Higham, Accuracy and Stability, theorem 10.3). The error analysis of <see cref="CholeskyProof"/>
/// asks for nothing else.
/// </remarks>
internal static unsafe class CholeskyFactorization
{
    private const int SmallestBlock = 16;

    /// <summary>Factors A. False if a pivot aⱼⱼ − Σₖ lⱼₖ² is not positive and finite; A is overwritten in any case.</summary>
    /// <param name="order">n.</param>
    /// <param name="a">A on and below the diagonal, column by column; it becomes L. What is above is overwritten.</param>
    /// <param name="stride">From one column of A to the next.</param>
    /// <param name="threads">At most so many threads.</param>
    /// <param name="cancellation">Asked before every block.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static bool TryFactor<E>(int order, E* a, nint stride, int threads, CancellationToken cancellation = default)
        where E : unmanaged, IBinaryFloatingPointIeee754<E> =>
        TryFactor(order, order, a, stride, threads, cancellation);

    /// <summary>The first columns of L, from all rows on and below the diagonal.</summary>
    private static bool TryFactor<E>(int rows, int columns, E* a, nint stride, int threads, CancellationToken cancellation)
        where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        cancellation.ThrowIfCancellationRequested();
        if (columns <= SmallestBlock)
            return TryFactorColumns(rows, columns, a, stride);
        var half = ((columns / 2) + SmallestBlock - 1) / SmallestBlock * SmallestBlock;
        if (!TryFactor(rows, half, a, stride, threads, cancellation))
            return false;
        var below = a + half;
        var rest = below + (half * stride);
        RankUpdate.Subtract(rows - half, columns - half, half, below, stride, below, stride, rest, stride, threads);
        return TryFactor(rows - half, columns - half, rest, stride, threads, cancellation);
    }

    private static bool TryFactorColumns<E>(int rows, int columns, E* a, nint stride)
        where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        var row = stackalloc E[SmallestBlock];
        for (var j = 0; j < columns; j++)
        {
            for (var k = 0; k < j; k++)
                row[k] = a[j + (k * stride)];
            var column = a + j + (j * stride);
            ColumnSweep.SubtractMultiples(column, rows - j, a + j, stride, row, j);
            if (!(*column > E.Zero && E.IsFinite(*column)))
                return false;
            *column = E.Sqrt(*column);
            ColumnSweep.Divide(column + 1, *column, rows - j - 1);
        }

        return true;
    }
}
