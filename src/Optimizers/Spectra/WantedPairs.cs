namespace Optimizers.Curvature;

/// <summary>Which of the eigenvalues of an n×n matrix are asked for.</summary>
internal readonly record struct WantedPairs(int Dimension, int Count, SpectrumEnd End)
{
    /// <summary>How many pairs in all.</summary>
    public int Total => (int)Math.Min(Dimension, End == SpectrumEnd.Both ? 2L * Count : Count);

    /// <summary>Their places among so many values in ascending order, ascending.</summary>
    public IEnumerable<int> Among(int values)
    {
        var (count, end) = (Count, End);
        return Enumerable.Range(0, values).Where(i =>
            (end != SpectrumEnd.Largest && i < count) || (end != SpectrumEnd.Smallest && i >= values - count));
    }
}
