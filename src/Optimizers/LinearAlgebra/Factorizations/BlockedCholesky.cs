namespace Optimizers.LinearAlgebra;

/// <summary>
/// The Cholesky factorization A = LLᵀ in place, by blocks that halve: all but n² of its n³/3 multiplications are in <see cref="RankUpdate"/>.
/// </summary>
/// <remarks>
/// Every entry is lᵢⱼ = fl((aᵢⱼ − Σₖ lᵢₖlⱼₖ)/lⱼⱼ), lⱼⱼ = fl(√(aⱼⱼ − Σₖ lⱼₖ²)), with the sum in some order and a division that is one: that is all
/// that the error analysis of <see cref="CholeskyProof"/> asks for.
/// </remarks>
/// <param name="order">n.</param>
internal sealed class BlockedCholesky(int order)
{
    private const int SmallestBlock = 16;

    private readonly RankUpdate _update = new(order);
    private readonly double[] _row = new double[SmallestBlock];

    /// <summary>From one column of A to the next.</summary>
    public static int Stride(int order) => checked(order + RankUpdate.Padding);

    /// <summary>How many numbers hold A.</summary>
    /// <exception cref="OverflowException">More than an array can hold.</exception>
    public static int Length(int order) => checked((order + RankUpdate.Padding) * Stride(order));

    /// <summary>Factors A. False if a pivot aⱼⱼ − Σₖ lⱼₖ² is not positive (or not finite); A is overwritten in any case.</summary>
    /// <param name="a">A on and below the diagonal, column by column with <see cref="Stride"/>; it becomes L.</param>
    /// <param name="cancellation">Asked before every block.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public bool TryFactor(Span<double> a, CancellationToken cancellation) => TryFactor(a, 0, order, cancellation);

    private bool TryFactor(Span<double> a, int from, int end, CancellationToken cancellation)
    {
        if (end - from <= SmallestBlock)
            return TryFactorColumns(a, from, end);
        cancellation.ThrowIfCancellationRequested();
        var middle = from + ((end - from + 1) / 2 + SmallestBlock - 1) / SmallestBlock * SmallestBlock;
        if (!TryFactor(a, from, middle, cancellation))
            return false;
        var left = a[(from * Stride(order))..];
        _update.Subtract(a, Stride(order), middle, end, order, left, Stride(order), left, Stride(order), middle - from);
        return TryFactor(a, middle, end, cancellation);
    }

    private bool TryFactorColumns(Span<double> a, int from, int end)
    {
        var stride = Stride(order);
        for (var j = from; j < end; j++)
        {
            var row = _row.AsSpan(0, j - from);
            for (var k = from; k < j; k++)
                row[k - from] = a[j + (k * stride)];
            var column = a.Slice(j + (j * stride), order - j);
            ColumnUpdate.SubtractMultiples(column, a[(j + (from * stride))..], stride, row);
            if (!(column[0] > 0 && double.IsFinite(column[0])))
                return false;
            column[0] = Math.Sqrt(column[0]);
            ColumnUpdate.Divide(column[1..], column[0]);
        }

        return true;
    }
}
