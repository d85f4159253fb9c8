using Optimizers.Arithmetic;

namespace Optimizers.LinearAlgebra;

/// <summary>Vectors from a seed, the same on every machine and runtime.</summary>
internal static class RandomDirection
{
    /// <summary>n entries, independent and uniform on (−1, 1), by SplitMix64 (Steele, Lea and Flood, OOPSLA 2014).</summary>
    public static double[] Next(int n, int seed)
    {
        var state = (ulong)(uint)seed;
        var x = new double[n];
        foreach (ref var entry in x.AsSpan())
            entry = NormalNumbers.Uniform(ref state);
        return x;
    }
}
