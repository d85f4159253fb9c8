using System.Numerics;

namespace Optimizers.Benchmarks.Workloads;

/// <summary>The parameters and gradients that every competitor is given: the same for all, and the same on every run.</summary>
internal static class SampleData
{
    /// <summary>Parameters θ, between −1 and 1.</summary>
    public static T[] Parameters<T>(int length) where T : struct, IFloatingPointIeee754<T> => Create<T>(length, 0x9e3779b97f4a7c15);

    /// <summary>A gradient, each of its components between −1 and 1 and none closer to zero than 2⁻³¹, so that no square is subnormal.</summary>
    public static T[] Gradient<T>(int length) where T : struct, IFloatingPointIeee754<T> => Create<T>(length, 0xbf58476d1ce4e5b9);

    /// <summary>A Weyl sequence, scaled to (−1, 1): even, reproducible, and quick to make at any length.</summary>
    private static T[] Create<T>(int length, ulong increment) where T : struct, IFloatingPointIeee754<T>
    {
        var values = new T[length];
        var state = increment;
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = T.CreateTruncating(((int)(state >> 32) | 1) * (1.0 / (1L << 31)));
            state += increment;
        }

        return values;
    }
}
