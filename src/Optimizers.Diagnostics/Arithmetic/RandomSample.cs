namespace Optimizers.Diagnostics;

/// <summary>Draws a few numbers of many, by a seed.</summary>
internal static class RandomSample
{
    /// <summary>Some of the numbers 0 to count − 1, each subset equally likely, in random order.</summary>
    /// <param name="count">How many numbers there are.</param>
    /// <param name="size">How many are drawn, at most.</param>
    /// <param name="random">The source of chance.</param>
    public static int[] Of(int count, int size, Random random)
    {
        int[] all = [.. Enumerable.Range(0, count)];
        random.Shuffle(all);
        return all.Length <= size ? all : all[..size];
    }
}
