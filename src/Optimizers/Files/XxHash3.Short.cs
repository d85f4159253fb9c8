using System.Buffers.Binary;
using System.Numerics;

namespace Optimizers.Files;

/// <summary>The forms for up to 240 bytes, and the constants.</summary>
internal sealed partial class XxHash3
{
    private const int MaxShort = 240;
    private const ulong Prime32A = 0x9E3779B1;
    private const ulong Prime32B = 0x85EBCA77;
    private const ulong Prime32C = 0xC2B2AE3D;
    private const ulong Prime64A = 0x9E3779B185EBCA87;
    private const ulong Prime64B = 0xC2B2AE3D27D4EB4F;
    private const ulong Prime64C = 0x165667B19E3779F9;
    private const ulong Prime64D = 0x85EBCA77C2B2AE63;
    private const ulong Prime64E = 0x27D4EB2F165667C5;

    /// <summary>The default secret of the specification.</summary>
    private static ReadOnlySpan<byte> Secret =>
    [
        0xb8, 0xfe, 0x6c, 0x39, 0x23, 0xa4, 0x4b, 0xbe, 0x7c, 0x01, 0x81, 0x2c, 0xf7, 0x21, 0xad, 0x1c,
        0xde, 0xd4, 0x6d, 0xe9, 0x83, 0x90, 0x97, 0xdb, 0x72, 0x40, 0xa4, 0xa4, 0xb7, 0xb3, 0x67, 0x1f,
        0xcb, 0x79, 0xe6, 0x4e, 0xcc, 0xc0, 0xe5, 0x78, 0x82, 0x5a, 0xd0, 0x7d, 0xcc, 0xff, 0x72, 0x21,
        0xb8, 0x08, 0x46, 0x74, 0xf7, 0x43, 0x24, 0x8e, 0xe0, 0x35, 0x90, 0xe6, 0x81, 0x3a, 0x26, 0x4c,
        0x3c, 0x28, 0x52, 0xbb, 0x91, 0xc3, 0x00, 0xcb, 0x88, 0xd0, 0x65, 0x8b, 0x1b, 0x53, 0x2e, 0xa3,
        0x71, 0x64, 0x48, 0x97, 0xa2, 0x0d, 0xf9, 0x4e, 0x38, 0x19, 0xef, 0x46, 0xa9, 0xde, 0xac, 0xd8,
        0xa8, 0xfa, 0x76, 0x3f, 0xe3, 0x9c, 0x34, 0x3f, 0xf9, 0xdc, 0xbb, 0xc7, 0xc7, 0x0b, 0x4f, 0x1d,
        0x8a, 0x51, 0xe0, 0x4b, 0xcd, 0xb4, 0x59, 0x31, 0xc8, 0x9f, 0x7e, 0xc9, 0xd9, 0x78, 0x73, 0x64,
        0xea, 0xc5, 0xac, 0x83, 0x34, 0xd3, 0xeb, 0xc3, 0xc5, 0x81, 0xa0, 0xff, 0xfa, 0x13, 0x63, 0xeb,
        0x17, 0x0d, 0xdd, 0x51, 0xb7, 0xf0, 0xda, 0x49, 0xd3, 0x16, 0x55, 0x26, 0x29, 0xd4, 0x68, 0x9e,
        0x2b, 0x16, 0xbe, 0x58, 0x7d, 0x47, 0xa1, 0xfc, 0x8f, 0xf8, 0xb8, 0xd1, 0x7a, 0xd0, 0x31, 0xce,
        0x45, 0xcb, 0x3a, 0x8f, 0x95, 0x16, 0x04, 0x28, 0xaf, 0xd7, 0xfb, 0xca, 0xbb, 0x4b, 0x40, 0x7e,
    ];

    private static ulong OfShort(ReadOnlySpan<byte> bytes) => bytes.Length switch
    {
        0 => OldAvalanche(Read64(Secret[56..]) ^ Read64(Secret[64..])),
        <= 3 => OfUpTo3(bytes),
        <= 8 => OfUpTo8(bytes),
        <= 16 => OfUpTo16(bytes),
        <= 128 => OfUpTo128(bytes),
        _ => OfUpTo240(bytes),
    };

    private static ulong OfUpTo3(ReadOnlySpan<byte> bytes)
    {
        var combined = ((uint)bytes[0] << 16) | ((uint)bytes[bytes.Length >> 1] << 24) | bytes[^1] | ((uint)bytes.Length << 8);
        return OldAvalanche(combined ^ (ulong)(Read32(Secret) ^ Read32(Secret[4..])));
    }

    private static ulong OfUpTo8(ReadOnlySpan<byte> bytes)
    {
        const ulong Multiplier = 0x9FB21C651E98DF25;
        var hash = (Read32(bytes[^4..]) + ((ulong)Read32(bytes) << 32)) ^ Read64(Secret[8..]) ^ Read64(Secret[16..]);
        hash ^= BitOperations.RotateLeft(hash, 49) ^ BitOperations.RotateLeft(hash, 24);
        hash *= Multiplier;
        hash ^= (hash >> 35) + (ulong)bytes.Length;
        hash *= Multiplier;
        return hash ^ (hash >> 28);
    }

    private static ulong OfUpTo16(ReadOnlySpan<byte> bytes)
    {
        var low = Read64(bytes) ^ Read64(Secret[24..]) ^ Read64(Secret[32..]);
        var high = Read64(bytes[^8..]) ^ Read64(Secret[40..]) ^ Read64(Secret[48..]);
        return Avalanche((ulong)bytes.Length + BinaryPrimitives.ReverseEndianness(low) + high + FoldedProduct(low, high));
    }

    private static ulong OfUpTo128(ReadOnlySpan<byte> bytes)
    {
        var hash = (ulong)bytes.Length * Prime64A;
        for (var pair = (bytes.Length - 1) / 32; pair >= 0; pair--)
            hash += Mix16(bytes[(16 * pair)..], Secret[(32 * pair)..]) + Mix16(bytes[^(16 * (pair + 1))..], Secret[((32 * pair) + 16)..]);
        return Avalanche(hash);
    }

    private static ulong OfUpTo240(ReadOnlySpan<byte> bytes)
    {
        const int FirstRounds = 8;
        var hash = (ulong)bytes.Length * Prime64A;
        for (var round = 0; round < FirstRounds; round++)
            hash += Mix16(bytes[(16 * round)..], Secret[(16 * round)..]);
        hash = Avalanche(hash);
        for (var round = FirstRounds; round < bytes.Length / 16; round++)
            hash += Mix16(bytes[(16 * round)..], Secret[((16 * (round - FirstRounds)) + 3)..]);
        return Avalanche(hash + Mix16(bytes[^16..], Secret[(136 - 17)..]));
    }

    private static ulong Mix16(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> secret) =>
        FoldedProduct(Read64(bytes) ^ Read64(secret), Read64(bytes[8..]) ^ Read64(secret[8..]));

    private static uint Read32(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt32LittleEndian(bytes);

    /// <summary>The last mixing of XXH64, which the shortest forms kept.</summary>
    private static ulong OldAvalanche(ulong hash)
    {
        hash ^= hash >> 33;
        hash *= Prime64B;
        hash ^= hash >> 29;
        hash *= Prime64C;
        return hash ^ (hash >> 32);
    }
}
