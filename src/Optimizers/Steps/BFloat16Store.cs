using Optimizers.Arithmetic;

namespace Optimizers.Steps;

/// <summary>In bfloat16, rounded up or down at random with the right mean; what is a bfloat16 already stays as it is.</summary>
internal sealed class BFloat16Store(int length) : StateStore
{
    private const uint LargestFinite = 0x7F7FFFFF;
    private readonly ushort[] _bits = new ushort[length];

    public override void Read(int start, Span<float> into) => Narrow.WidenBFloat16(_bits.AsSpan(start, into.Length), into);

    public override void Write(int start, ReadOnlySpan<float> from, in RandomEntries noise)
    {
        // One draw has the 16 bits of four elements.
        for (var i = 0; i < from.Length; i += 4)
        {
            var draw = noise.Bits((start + i) / 4);
            var count = Math.Min(4, from.Length - i);
            for (var j = 0; j < count; j++, draw >>= 16)
                _bits[start + i + j] = Round(BitConverter.SingleToUInt32Bits(from[i + j]), (uint)draw & 0xFFFF);
        }
    }

    private static ushort Round(uint bits, uint below)
    {
        var (sign, size) = (bits & 0x80000000, bits & 0x7FFFFFFF);
        if (size > LargestFinite)
            return (ushort)((bits | (size > 0x7F800000 ? 0x400000u : 0)) >> 16); // NaN stays NaN.
        return (ushort)((sign | Math.Min(size + below, LargestFinite)) >> 16);
    }
}
