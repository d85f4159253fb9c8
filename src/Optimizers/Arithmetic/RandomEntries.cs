using System.Runtime.CompilerServices;

namespace Optimizers.Arithmetic;

/// <summary>
/// The entries of a random vector, each a function of its index alone, so that no memory holds them: SplitMix64's outputs (Steele, Lea and Flood,
/// OOPSLA 2014).
/// </summary>
internal readonly struct RandomEntries
{
    private const ulong Increment = 0x9E3779B97F4A7C15;
    private const double Sqrt3 = 1.7320508075688772;
    private readonly ulong _start;

    /// <param name="seed">Chooses the vector.</param>
    /// <param name="stream">Chooses another vector of the same seed.</param>
    public RandomEntries(int seed, int stream = 0) => _start = Mix((((ulong)(uint)stream << 32) | (uint)seed) + Increment);

    private RandomEntries(ulong start) => _start = start;

    /// <summary>Another vector, chosen by a number.</summary>
    public RandomEntries Branch(ulong number) => new(Mix(_start ^ Mix(number + Increment)));

    /// <summary>Uniform on (0, 1), the midpoint of one of 2⁵³ pieces.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Probability(int index) => ((Bits(index) >> 11) + 0.5) * (1.0 / (1L << 53));

    /// <summary>±1, each with probability ½.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Sign(int index) => Bits(index) >> 63 == 0 ? 1 : -1;

    /// <summary>Uniform on (−√3, √3): mean 0, variance 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Uniform(int index) => (((Bits(index) >> 11) + 0.5) * (2.0 / (1L << 53)) - 1) * Sqrt3;

    /// <summary>One of 0 to count − 1, as good as equally likely (within count·2⁻⁶⁴).</summary>
    public int Below(int index, int count) => (int)Math.BigMul(Bits(index), (ulong)count, out _);

    /// <summary>64 random bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Bits(int index) => Mix(_start + ((ulong)(uint)index + 1) * Increment);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
