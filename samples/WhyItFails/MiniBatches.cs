using MathNet.Numerics.LinearAlgebra;

namespace WhyItFails;

/// <summary>Deals the examples in mini-batches: every epoch a new seeded shuffle, of which an incomplete last batch is dropped.</summary>
internal sealed class MiniBatches
{
    private readonly Examples _all;
    private readonly Examples _batch;
    private readonly int[] _order;
    private readonly Random _random;
    private int _next;

    /// <param name="all">The examples to deal.</param>
    /// <param name="size">The examples in a batch, at most as many as there are.</param>
    /// <param name="seed">The same seed deals the same batches.</param>
    public MiniBatches(Examples all, int size, int seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, all.Count);
        _all = all;
        _batch = new Examples(Matrix<double>.Build.Dense(all.Images.RowCount, size), new int[size]);
        _order = [.. Enumerable.Range(0, all.Count)];
        _random = new Random(seed);
        _next = all.Count;
    }

    /// <summary>The next batch, in the same storage every time.</summary>
    public Examples Next()
    {
        if (_next + _batch.Count > _all.Count)
        {
            _random.Shuffle(_order);
            _next = 0;
        }
        for (var n = 0; n < _batch.Count; n++, _next++)
        {
            _batch.Images.SetSubMatrix(0, 0, _all.Images.RowCount, n, _order[_next], 1, _all.Images);
            _batch.Labels[n] = _all.Labels[_order[_next]];
        }
        return _batch;
    }
}
