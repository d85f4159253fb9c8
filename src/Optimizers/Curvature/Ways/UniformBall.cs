using Optimizers.Kernels;

namespace Optimizers.Curvature;

/// <summary>A point from the uniform distribution in a ball, from a seed, the same on every machine.</summary>
internal static class UniformBall
{
    /// <summary>
    /// r·U^(1/n)·x/‖x‖₂: x of n independent normal entries, by the polar method (Marsaglia and Bray 1964), U uniform on (0, 1); the uniform numbers are
    /// SplitMix64's (Steele, Lea and Flood, OOPSLA 2014).
    /// </summary>
    public static double[] Next(int n, double radius, int seed)
    {
        var state = (ulong)(uint)seed;
        var x = new double[n];
        for (var i = 0; i < n; i += 2)
        {
            double u, v, s;
            do
            {
                u = Symmetric(ref state);
                v = Symmetric(ref state);
                s = u * u + v * v;
            }
            while (s is >= 1 or 0);
            var factor = Math.Sqrt(-2 * PortableMath.Log(s).High / s);
            x[i] = u * factor;
            if (i + 1 < n)
                x[i + 1] = v * factor;
        }

        var uniform = 0.5 * (Symmetric(ref state) + 1);
        var length = radius * PortableMath.Power(uniform, 1.0 / n).High;
        var scale = length / Reduction.Norm(x);
        foreach (ref var entry in x.AsSpan())
            entry *= scale;
        return x;
    }

    // Uniform on (−1, 1).
    private static double Symmetric(ref ulong state)
    {
        state += 0x9E3779B97F4A7C15;
        var z = state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        z ^= z >> 31;
        return Math.ScaleB((z >> 11) + 0.5, -52) - 1;
    }
}
