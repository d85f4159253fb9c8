namespace Optimizers.Testbed.Problems;

/// <summary>Deals the numbers of examples in batches: every epoch a new shuffle, of which an incomplete last batch is dropped.</summary>
/// <param name="count">How many examples there are.</param>
/// <param name="size">How many a batch has, at most as many.</param>
/// <param name="random">What shuffles.</param>
internal sealed class Deck(int count, int size, Random random)
{
    private readonly int[] _order = [.. Enumerable.Range(0, count)];
    private int _next = int.MaxValue - size;

    /// <summary>The next batch.</summary>
    public ReadOnlySpan<int> Next()
    {
        if (_next + size > _order.Length)
        {
            random.Shuffle(_order);
            _next = 0;
        }

        _next += size;
        return _order.AsSpan(_next - size, size);
    }
}
