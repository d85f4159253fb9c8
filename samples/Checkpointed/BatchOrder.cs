using WhyItFails;

namespace Checkpointed;

/// <summary>Deals the examples in mini-batches that depend on the iteration alone, so that a resumed training sees what it would have seen.</summary>
/// <param name="all">The examples.</param>
/// <param name="size">How many a batch has.</param>
internal sealed class BatchOrder(Examples all, int size)
{
    private readonly Examples _batch = new(MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.Dense(all.Images.RowCount, size), new int[size]);
    private int[] _order = [];
    private long _epoch = -1;

    /// <summary>The batch of an iteration, in the same storage every time.</summary>
    public Examples At(long iteration)
    {
        var (epoch, place) = Math.DivRem(iteration, all.Count / size);
        if (epoch != _epoch)
        {
            _order = [.. Enumerable.Range(0, all.Count)];
            new Random((int)epoch).Shuffle(_order);
            _epoch = epoch;
        }

        for (var n = 0; n < size; n++)
        {
            var from = _order[(int)(place * size) + n];
            _batch.Images.SetSubMatrix(0, 0, all.Images.RowCount, n, from, 1, all.Images);
            _batch.Labels[n] = all.Labels[from];
        }

        return _batch;
    }
}
