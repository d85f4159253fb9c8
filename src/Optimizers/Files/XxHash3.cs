using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Optimizers.Files;

/// <summary>
/// The hash XXH3 of 64 bits, with seed 0 (the xxHash specification, section XXH3), over bytes that come in pieces of any length. It finds damage; it
/// does not stop a forger.
/// </summary>
internal sealed partial class XxHash3
{
    private const int Lanes = 8;
    private const int Stripe = 64;
    private const int StripesPerBlock = (192 - Stripe) / 8;
    private const int Block = Stripe * StripesPerBlock;
    private const int SecretOfScramble = 192 - Stripe;
    private const int SecretOfLastStripe = 192 - Stripe - 7;
    private const int SecretOfMerge = 11;

    private readonly ulong[] _lanes = Start.ToArray();

    /// <summary>The last stripe of what was consumed, then up to a block that is not: the end of the bytes is treated apart.</summary>
    private readonly byte[] _pending = new byte[Stripe + Block];
    private int _filled;
    private long _length;

    private static ReadOnlySpan<ulong> Start => [Prime32C, Prime64A, Prime64B, Prime64C, Prime64D, Prime32B, Prime64E, Prime32A];

    public void Append(ReadOnlySpan<byte> bytes)
    {
        _length += bytes.Length;
        if (_filled > 0 && bytes.Length > Block - _filled)
        {
            var missing = Block - _filled;
            bytes[..missing].CopyTo(_pending.AsSpan(Stripe + _filled));
            bytes = bytes[missing..];
            Consume(_pending.AsSpan(Stripe, Block));
            _filled = 0;
        }

        while (bytes.Length > Block)
        {
            Consume(bytes[..Block]);
            bytes = bytes[Block..];
        }

        bytes.CopyTo(_pending.AsSpan(Stripe + _filled));
        _filled += bytes.Length;
    }

    /// <summary>The hash of all bytes since the last one.</summary>
    public ulong Finish()
    {
        var hash = _length <= MaxShort ? OfShort(_pending.AsSpan(Stripe, _filled)) : OfLong();
        Start.CopyTo(_lanes);
        _filled = 0;
        _length = 0;
        return hash;
    }

    public static ulong Of(ReadOnlySpan<byte> bytes)
    {
        var hash = new XxHash3();
        hash.Append(bytes);
        return hash.Finish();
    }

    private ulong OfLong()
    {
        var pending = _pending.AsSpan(Stripe, _filled);
        var stripes = (_filled - 1) / Stripe;
        for (var stripe = 0; stripe < stripes; stripe++)
            Accumulate(pending.Slice(stripe * Stripe, Stripe), Secret[(8 * stripe)..]);
        Accumulate(_pending.AsSpan(_filled, Stripe), Secret[SecretOfLastStripe..]);

        var hash = (ulong)_length * Prime64A;
        for (var lane = 0; lane < Lanes; lane += 2)
        {
            var secret = Secret[(SecretOfMerge + (8 * lane))..];
            hash += FoldedProduct(_lanes[lane] ^ Read64(secret), _lanes[lane + 1] ^ Read64(secret[8..]));
        }

        return Avalanche(hash);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // A file is hashed once in a while: it does not wait for the code to get warm.
    private void Consume(ReadOnlySpan<byte> block)
    {
        for (var stripe = 0; stripe < StripesPerBlock; stripe++)
            Accumulate(block.Slice(stripe * Stripe, Stripe), Secret[(8 * stripe)..]);
        for (var lane = 0; lane < Lanes; lane++)
        {
            var value = _lanes[lane];
            _lanes[lane] = (value ^ (value >> 47) ^ Read64(Secret[(SecretOfScramble + (8 * lane))..])) * Prime32A;
        }

        block[^Stripe..].CopyTo(_pending);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Accumulate(ReadOnlySpan<byte> stripe, ReadOnlySpan<byte> secret)
    {
        var lanes = _lanes.AsSpan(0, Lanes);
        for (var lane = 0; lane < lanes.Length - 1; lane += 2)
        {
            var (even, odd) = (Read64(stripe[(8 * lane)..]), Read64(stripe[((8 * lane) + 8)..]));
            lanes[lane] += odd + Product(even ^ Read64(secret[(8 * lane)..]));
            lanes[lane + 1] += even + Product(odd ^ Read64(secret[((8 * lane) + 8)..]));
        }
    }

    /// <summary>The product of the halves.</summary>
    private static ulong Product(ulong keyed) => (uint)keyed * (keyed >> 32);

    private static ulong Read64(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt64LittleEndian(bytes);

    /// <summary>The product of 128 bits, its halves folded onto each other.</summary>
    private static ulong FoldedProduct(ulong a, ulong b)
    {
        var high = Math.BigMul(a, b, out var low);
        return high ^ low;
    }

    private static ulong Avalanche(ulong hash)
    {
        hash ^= hash >> 37;
        hash *= 0x165667919E3779F9;
        return hash ^ (hash >> 32);
    }
}
