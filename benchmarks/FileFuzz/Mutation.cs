using System.Buffers.Binary;
using System.Text;

namespace Optimizers.FileFuzz;

/// <summary>Damages of a file as they happen and as an attacker would make them; the same ones for the same seed.</summary>
/// <param name="seed">The same seed makes the same file.</param>
/// <param name="files">The whole files that are damaged.</param>
internal sealed class Mutation(int seed, IReadOnlyList<byte[]> files)
{
    private static readonly string[] Numbers =
    [
        "0", "1", "2", "3", "7", "8", "-1", "-0", "0.5", "1e3", "1E400", "255", "65536", "2147483647", "2147483648", "4294967296",
        "4611686018427387904", "9223372036854775807", "9223372036854775808", "18446744073709551615", "18446744073709551616",
        "99999999999999999999999999", "00", "null", "true",
    ];

    private static readonly string[] Tokens =
    [
        "{", "}", "[", "]", "[[", "{\"a\":{", ",", ":", "\"", "\\", "\\u0000", "\\ud800", "\"F32\"", "\"F64\"", "\"F99\"", "\"dtype\"", "\"shape\"",
        "\"data_offsets\"", "\"__metadata__\":{\"a\":\"b\"},", "\"a\":{\"dtype\":\"U8\",\"shape\":[],\"data_offsets\":[0,1]},", "[0,0]",
        "[0,18446744073709551615]", "\n", "\t", " ", "//", "/**/", "\"xxh3\":\"0000000000000000\",", "\u00e4", "\u0000",
    ];

    private static readonly long[] Lengths =
        [0, 1, 2, 7, 8, 100_000_000, 100_000_001, int.MaxValue, 1L << 32, (1L << 32) + 64, long.MaxValue, -1, long.MinValue];

    private readonly Random _random = new(seed);

    /// <summary>A seed file after one to four damages.</summary>
    public byte[] Next()
    {
        var file = Pick(files);
        for (var damages = _random.Next(1, 5); damages > 0; damages--)
            file = Damage(file);
        return file;
    }

    private byte[] Damage(byte[] file) => _random.Next(10) switch
    {
        0 => FlipBits(file),
        1 => file[.._random.Next(file.Length + 1)],
        2 => [.. file, .. RandomBytes(_random.Next(1, 20))],
        3 => EditLength(file),
        4 => Splice(file, Pick(files)),
        5 => ReplaceRange(file, RandomBytes(_random.Next(9))),
        6 or 7 => EditHeader(file, ReplaceNumber),
        8 => EditHeader(file, header => ReplaceRange(header, Encoding.UTF8.GetBytes(Pick(Tokens)))),
        _ => EditHeader(file, RepeatRange),
    };

    private byte[] FlipBits(byte[] file)
    {
        var flipped = (byte[])file.Clone();
        for (var flips = _random.Next(1, 9); flips > 0 && flipped.Length > 0; flips--)
            flipped[_random.Next(flipped.Length)] ^= (byte)(1 << _random.Next(8));
        return flipped;
    }

    private byte[] EditLength(byte[] file)
    {
        if (file.Length < 8)
            return file;
        var edited = (byte[])file.Clone();
        var length = _random.Next(2) == 0 ? Pick(Lengths) : BinaryPrimitives.ReadInt64LittleEndian(file) + _random.Next(-9, 10);
        BinaryPrimitives.WriteInt64LittleEndian(edited, length);
        return edited;
    }

    private byte[] Splice(byte[] one, byte[] other) =>
        [.. one.AsSpan(0, _random.Next(one.Length + 1)), .. other.AsSpan(_random.Next(other.Length + 1))];

    /// <summary>Changes the header and, mostly, keeps its length right, so that the change is reached.</summary>
    private byte[] EditHeader(byte[] file, Func<byte[], byte[]> edit)
    {
        if (file.Length < 8 || BinaryPrimitives.ReadInt64LittleEndian(file) is var length && (length < 0 || length > file.Length - 8))
            return file;
        var edited = RawFile.Build(edit(file[8..(8 + (int)length)]), file.AsSpan(8 + (int)length));
        if (_random.Next(8) == 0)
            BinaryPrimitives.WriteInt64LittleEndian(edited, length);
        return edited;
    }

    private byte[] ReplaceNumber(byte[] header)
    {
        int[] starts = [.. Enumerable.Range(1, Math.Max(header.Length - 1, 0)).Where(i => IsDigit(header[i]) && !IsDigit(header[i - 1]))];
        if (starts.Length == 0)
            return header;
        var start = Pick(starts);
        var end = start;
        while (end < header.Length && IsDigit(header[end]))
            end++;
        return [.. header.AsSpan(0, start), .. Encoding.UTF8.GetBytes(Pick(Numbers)), .. header.AsSpan(end)];
    }

    private static bool IsDigit(byte letter) => char.IsAsciiDigit((char)letter);

    private byte[] RepeatRange(byte[] header)
    {
        var begin = _random.Next(header.Length + 1);
        var end = _random.Next(begin, header.Length + 1);
        return ReplaceRange(header, header[begin..end]);
    }

    /// <summary>Puts bytes in the place of others, of none or of some.</summary>
    private byte[] ReplaceRange(byte[] bytes, byte[] by)
    {
        var begin = _random.Next(bytes.Length + 1);
        var end = Math.Min(bytes.Length, begin + _random.Next(12));
        return [.. bytes.AsSpan(0, begin), .. by, .. bytes.AsSpan(end)];
    }

    private byte[] RandomBytes(int count)
    {
        var bytes = new byte[count];
        _random.NextBytes(bytes);
        return bytes;
    }

    private T Pick<T>(IReadOnlyList<T> list) => list[_random.Next(list.Count)];
}
