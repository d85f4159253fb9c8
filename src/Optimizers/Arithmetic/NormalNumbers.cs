namespace Optimizers.Arithmetic;

/// <summary>
/// Standard normal numbers from a seed, the same bits on every machine: Marsaglia's polar method (Marsaglia and Bray, SIAM Review 6, 1964) on uniform
/// numbers by SplitMix64 (Steele, Lea and Flood, OOPSLA 2014), with a logarithm made of IEEE operations in a fixed order. A vector of them, divided
/// by its norm, is uniform on the sphere.
/// </summary>
internal static class NormalNumbers
{
    private const ulong Golden = 0x9E3779B97F4A7C15;

    /// <summary>The state at which a stream starts. Streams of one seed are independent for all that is known of the generator.</summary>
    public static ulong Seed(int seed, int stream) => Mix(Mix((ulong)(uint)seed + Golden) ^ ((ulong)(uint)stream << 32 | 0x5bd1e995));

    /// <summary>Fills one block of a vector; every block has numbers of its own.</summary>
    public static void Fill(Span<double> x, ulong seed, int block)
    {
        var state = Mix(seed + ((ulong)(uint)block * 0xD1B54A32D192ED03));
        for (var i = 0; i < x.Length; i += 2)
        {
            double u, v, s;
            do
            {
                u = Uniform(ref state);
                v = Uniform(ref state);
                s = (u * u) + (v * v);
            }
            while (s >= 1 || s == 0);

            var factor = Math.Sqrt(-2 * Log(s) / s);
            x[i] = u * factor;
            if (i + 1 < x.Length)
                x[i + 1] = v * factor;
        }
    }

    /// <summary>±1 with equal probability.</summary>
    public static void FillSigns(Span<double> x, int seed, int stream)
    {
        var state = Seed(seed, stream);
        ulong bits = 0;
        for (var i = 0; i < x.Length; i++)
        {
            if (i % 64 == 0)
                bits = Next(ref state);
            x[i] = (bits & 1) == 0 ? 1 : -1;
            bits >>= 1;
        }
    }

    /// <summary>ln x for a normal x &gt; 0, to about 2 ulp.</summary>
    public static double Log(double x)
    {
        // x = m·2ᵉ, √½ ≤ m < √2; ln m = 2z·Σ z²ᵏ/(2k + 1), z = (m − 1)/(m + 1), |z| < 0.172: the first term left out is below 2⁻⁶⁰ of the sum.
        var bits = BitConverter.DoubleToUInt64Bits(x);
        var exponent = (int)(bits >> 52) - 1023;
        var m = BitConverter.UInt64BitsToDouble((bits & 0x000FFFFFFFFFFFFF) | 0x3FF0000000000000);
        if (m > 1.4142135623730951)
        {
            m *= 0.5;
            exponent++;
        }

        var z = (m - 1) / (m + 1);
        var q = z * z;
        var sum = 1.0 / 23;
        sum = (1.0 / 21) + (q * sum);
        sum = (1.0 / 19) + (q * sum);
        sum = (1.0 / 17) + (q * sum);
        sum = (1.0 / 15) + (q * sum);
        sum = (1.0 / 13) + (q * sum);
        sum = (1.0 / 11) + (q * sum);
        sum = (1.0 / 9) + (q * sum);
        sum = (1.0 / 7) + (q * sum);
        sum = (1.0 / 5) + (q * sum);
        sum = (1.0 / 3) + (q * sum);
        return (exponent * 0.6931471805599453) + ((2 * z) + (2 * z * (q * sum)));
    }

    /// <summary>Uniform on (−1, 1), a multiple of 2⁻⁵² plus half of one.</summary>
    public static double Uniform(ref ulong state) => (((Next(ref state) >> 11) + 0.5) * (1.0 / (1UL << 52))) - 1;

    private static ulong Next(ref ulong state) => Mix(state += Golden);

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
