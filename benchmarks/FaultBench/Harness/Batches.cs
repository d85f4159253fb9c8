namespace Optimizers.FaultBench;

/// <summary>Deals the training examples in mini-batches, epoch after epoch; an incomplete last batch is dropped.</summary>
internal sealed class Batches
{
    private readonly Examples _all;
    private readonly int _size;
    private readonly BatchOrder _way;
    private readonly Random _random;
    private readonly int[] _order;
    private int _next;

    public Batches(Examples all, int size, BatchOrder way, int seed)
    {
        (_all, _size, _way, _random) = (all, Math.Min(size, all.Count), way, new(seed));
        _order = [.. Enumerable.Range(0, all.Count)];
        if (way != BatchOrder.Shuffled)
            _order = [.. _order.OrderBy(n => all.Labels is { } labels ? labels[n] : all.Targets![n])];
        _next = all.Count;
    }

    public Examples Next()
    {
        if (_next + _size > _all.Count)
        {
            _next = 0;
            if (_way == BatchOrder.Shuffled)
                _random.Shuffle(_order);
            else if (_way == BatchOrder.PartlySorted)
                ShuffleWithinWindows();
        }

        _next += _size;
        return _all.Select(_order.AsSpan(_next - _size, _size));
    }

    private void ShuffleWithinWindows()
    {
        var window = Math.Max(1, _all.Count / 5);
        for (var start = 0; start < _order.Length; start += window)
            _random.Shuffle(_order.AsSpan(start, Math.Min(window, _order.Length - start)));
    }
}
