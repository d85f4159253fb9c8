using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Optimizers.Arithmetic;

/// <summary>Elements of 16 bits, widened to single precision without error and rounded back to the nearest, ties to even.</summary>
internal static class Narrow
{
    private const uint LargestBFloat16 = 0x7F7FFFFF;

    /// <summary>Widens bfloat16 numbers.</summary>
    public static void WidenBFloat16(ReadOnlySpan<ushort> from, Span<float> to)
    {
        var bits = MemoryMarshal.Cast<float, uint>(to);
        var i = 0;
        if (Vector128.IsHardwareAccelerated)
        {
            for (; i + Vector128<ushort>.Count <= from.Length; i += Vector128<ushort>.Count)
            {
                var (low, high) = Vector128.Widen(Vector128.Create(from[i..]));
                (low << 16).CopyTo(bits[i..]);
                (high << 16).CopyTo(bits[(i + Vector128<uint>.Count)..]);
            }
        }

        for (; i < from.Length; i++)
            bits[i] = (uint)from[i] << 16;
    }

    /// <summary>Rounds to bfloat16. NaN stays NaN.</summary>
    public static void RoundBFloat16(ReadOnlySpan<float> from, Span<ushort> to)
    {
        var bits = MemoryMarshal.Cast<float, uint>(from);
        var i = 0;
        if (Vector128.IsHardwareAccelerated)
        {
            for (; i + Vector128<ushort>.Count <= from.Length; i += Vector128<ushort>.Count)
                Vector128.Narrow(RoundAll(Vector128.Create(bits[i..])),
                    RoundAll(Vector128.Create(bits[(i + Vector128<uint>.Count)..]))).CopyTo(to[i..]);
        }

        for (; i < from.Length; i++)
            to[i] = (ushort)Round(bits[i]);

        static Vector128<uint> RoundAll(Vector128<uint> x)
        {
            var rounded = (x + Vector128.Create(0x7FFFu) + ((x >> 16) & Vector128.Create(1u))) >> 16;
            var isNaN = Vector128.GreaterThan((x & Vector128.Create(0x7FFFFFFFu)).AsInt32(), Vector128.Create(0x7F800000)).AsUInt32();
            return Vector128.ConditionalSelect(isNaN, (x >> 16) | Vector128.Create(0x40u), rounded);
        }
    }

    /// <summary>
    /// Rounds to one of the two neighbouring bfloat16 numbers, with the right mean; what is one already stays as it is. NaN stays NaN.
    /// </summary>
    /// <param name="from">The numbers.</param>
    /// <param name="to">The bits.</param>
    /// <param name="noise">What decides, by element.</param>
    /// <param name="start">The first element's index, a multiple of 4.</param>
    public static void RoundBFloat16(ReadOnlySpan<float> from, Span<ushort> to, in RandomEntries noise, int start)
    {
        // One draw has the 16 bits of four elements.
        for (var i = 0; i < from.Length; i += 4)
        {
            var draw = noise.Bits((start + i) / 4);
            var count = Math.Min(4, from.Length - i);
            for (var j = 0; j < count; j++, draw >>= 16)
                to[i + j] = Round(BitConverter.SingleToUInt32Bits(from[i + j]), (uint)draw & 0xFFFF);
        }

        static ushort Round(uint bits, uint below)
        {
            var (sign, size) = (bits & 0x80000000, bits & 0x7FFFFFFF);
            if (size > LargestBFloat16)
                return (ushort)((bits | (size > 0x7F800000 ? 0x400000u : 0)) >> 16);
            return (ushort)((sign | Math.Min(size + below, LargestBFloat16)) >> 16);
        }
    }

    /// <summary>Widens halves.</summary>
    public static void WidenHalf(ReadOnlySpan<Half> from, Span<float> to)
    {
        for (var i = 0; i < from.Length; i++)
            to[i] = (float)from[i];
    }

    /// <summary>A bfloat16 number of its bits.</summary>
    public static float Widen(ushort bits) => BitConverter.UInt32BitsToSingle((uint)bits << 16);

    /// <summary>Rounds to halves.</summary>
    public static void RoundHalf(ReadOnlySpan<float> from, Span<Half> to)
    {
        for (var i = 0; i < from.Length; i++)
            to[i] = (Half)from[i];
    }

    /// <summary>
    /// Rounds to one of the two neighbouring halves, with the right mean; what is one already stays as it is. Beyond the largest it is the nearest.
    /// </summary>
    /// <param name="from">The numbers.</param>
    /// <param name="to">The halves.</param>
    /// <param name="noise">What decides, by element.</param>
    /// <param name="start">The first element's index.</param>
    public static void RoundHalf(ReadOnlySpan<float> from, Span<Half> to, in RandomEntries noise, int start)
    {
        for (var i = 0; i < from.Length; i++)
        {
            var x = from[i];
            var low = (Half)x;
            if ((float)low > x)
                low = Half.BitDecrement(low);
            var high = Half.BitIncrement(low);
            var share = (x - (double)low) / ((double)high - (double)low);
            to[i] = share > 0 && Half.IsFinite(high) && Half.IsFinite(low) ? (noise.Probability(start + i) < share ? high : low) : (Half)x;
        }
    }

    private static uint Round(uint x) => (x & 0x7FFFFFFF) > 0x7F800000 ? (x >> 16) | 0x40 : (x + 0x7FFF + ((x >> 16) & 1)) >> 16;
}
