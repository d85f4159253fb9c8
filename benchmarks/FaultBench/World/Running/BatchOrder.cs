namespace Optimizers.FaultBench.World;

/// <summary>The batches of a loop: the examples shuffled anew in every epoch, or in their order; a rest that is no full batch is dropped.</summary>
internal sealed class BatchOrder(Recipe recipe)
{
    private readonly Random _random = new(recipe.Seed + 1);
    private readonly int _size = Math.Min(recipe.BatchSize, recipe.Train.Count);
    private int[] _order = [];
    private int _next;

    public Sample Next()
    {
        if (_size == recipe.Train.Count)
            return recipe.Train;
        if (recipe.TakesFirstBatchOnly)
            return recipe.Train.First(_size);
        if (_next + _size > _order.Length)
        {
            _next = 0;
            if (!recipe.InOrder)
                _order = _random.Permutation(recipe.Train.Count);
            else if (_order is [])
                _order = [.. Enumerable.Range(0, recipe.Train.Count)];
        }

        _next += _size;
        return recipe.Train.Rows(_order.AsSpan(_next - _size, _size));
    }
}
