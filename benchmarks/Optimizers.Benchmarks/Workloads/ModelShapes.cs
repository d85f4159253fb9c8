namespace Optimizers.Benchmarks.Workloads;

/// <summary>
/// The parameters of ResNet-18 without its last layer (He et al. 2016, table 1): 60 of 64 to 2,359,296 numbers, 11,176,512 together.
/// </summary>
internal static class ModelShapes
{
    /// <summary>The number of elements of each, in the order of the network: kernels, and scale and shift of the normalization behind each.</summary>
    public static IReadOnlyList<int> Lengths { get; } = [.. Kernels().SelectMany(kernel => (int[])[kernel.Length, kernel.Out, kernel.Out])];

    private static IEnumerable<(int Length, int Out)> Kernels()
    {
        yield return (7 * 7 * 3 * 64, 64);
        var from = 64;
        foreach (var to in (int[])[64, 128, 256, 512])
        {
            yield return (9 * from * to, to);
            for (var i = 0; i < 3; i++)
                yield return (9 * to * to, to);
            if (from != to)
                yield return (from * to, to);
            from = to;
        }
    }
}
