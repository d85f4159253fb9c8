namespace Optimizers.Diagnostics;

/// <summary>bfloat16 numbers, by their bits: the upper half of those of a float.</summary>
internal static class BFloat16
{
    /// <summary>The number.</summary>
    public static float Widen(ushort bits) => BitConverter.UInt32BitsToSingle((uint)bits << 16);

    /// <summary>The bits of the nearest one, ties to even. NaN stays NaN.</summary>
    public static ushort Round(float value)
    {
        var bits = BitConverter.SingleToUInt32Bits(value);
        return (ushort)(float.IsNaN(value) ? (bits >> 16) | 0x40 : (bits + 0x7FFF + ((bits >> 16) & 1)) >> 16);
    }
}
