namespace Optimizers.Diagnostics;

/// <summary>Vectors from a seed, the same on every machine and runtime.</summary>
internal static class RandomVector
{
    /// <summary>n entries, independent and uniform on (−1, 1), by SplitMix64 (Steele, Lea and Flood, OOPSLA 2014).</summary>
    public static double[] Uniform(int n, int seed)
    {
        var state = (ulong)(uint)seed;
        var x = new double[n];
        foreach (ref var entry in x.AsSpan())
            entry = (((Next(ref state) >> 11) + 0.5) * (1.0 / (1UL << 52))) - 1;
        return x;
    }

    private static ulong Next(ref ulong state)
    {
        var z = state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
