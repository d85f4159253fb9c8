namespace Optimizers.LinearAlgebra;

/// <summary>
/// The coordinates of a symmetric matrix in groups that no entry couples: the connected components of the graph whose edges are the non-zero
/// hᵢⱼ. After a permutation the matrix is block diagonal in them, and its eigen-system is that of its blocks.
/// </summary>
internal static class UncoupledBlocks
{
    /// <summary>The groups, each ascending, in the order of their first coordinates. O(n²).</summary>
    /// <param name="h">The n² entries, column by column.</param>
    /// <param name="n">The dimension.</param>
    public static List<int[]> Of(ReadOnlySpan<double> h, int n)
    {
        var blocks = new List<int[]>();
        var isReached = new bool[n];
        var reached = new List<int>(n);
        for (var first = 0; first < n; first++)
        {
            if (isReached[first])
                continue;
            isReached[first] = true;
            reached.Clear();
            reached.Add(first);
            for (var next = 0; next < reached.Count; next++)
            {
                var column = h.Slice(reached[next] * n, n);
                for (var i = 0; i < n; i++)
                {
                    if (column[i] == 0 || isReached[i])
                        continue;
                    isReached[i] = true;
                    reached.Add(i);
                }
            }

            blocks.Add([.. reached.Order()]);
        }

        return blocks;
    }
}
