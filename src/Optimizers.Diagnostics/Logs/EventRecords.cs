using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Optimizers.Diagnostics.Logs;

/// <summary>
/// The frames of an event file of TensorBoard (TFRecord): the length of the record, 8 bytes; its checksum, 4 bytes; the record; its checksum. Numbers
/// are little-endian; a checksum is the masked CRC-32C, ((c >> 15) | (c &lt;&lt; 17)) + 0xa282ead8.
/// </summary>
internal static class EventRecords
{
    /// <summary>How many bytes tell that a file has such frames.</summary>
    public const int HeaderLength = 12;

    private const int TrailerLength = 4;
    private const uint Mask = 0xa282ead8;

    /// <summary>Whether bytes begin with the header of a record: its length agrees with its checksum.</summary>
    public static bool IsOne(ReadOnlySpan<byte> beginning) =>
        beginning.Length >= HeaderLength && Masked(beginning[..8]) == BinaryPrimitives.ReadUInt32LittleEndian(beginning[8..]);

    /// <summary>The records of a stream, with their numbers from 1. One that is cut off at the end is dropped and told.</summary>
    /// <exception cref="InvalidDataException">A checksum is wrong.</exception>
    public static IEnumerable<(int Number, byte[] Data)> Read(Stream stream, LogContent content)
    {
        var header = new byte[HeaderLength];
        long place = 0;
        for (var number = 1; ; number++)
        {
            var begun = stream.ReadAtLeast(header, HeaderLength, throwOnEndOfStream: false);
            // A disk that was full, or a machine that went down, leaves zero bytes behind the last record.
            if (begun == 0 || (header.AsSpan().IndexOfAnyExcept((byte)0) < 0 && IsZeroToItsEnd(stream)))
                yield break;
            if (begun < HeaderLength)
            {
                content.Remark(CutOff(number));
                yield break;
            }

            if (!IsOne(header))
                throw Damage(content, number, place, "the checksum of its length is wrong");
            var length = BinaryPrimitives.ReadUInt64LittleEndian(header);
            if (length > (ulong)(Array.MaxLength - TrailerLength))
                throw Damage(content, number, place, $"it is {length} bytes long, more than can be read");
            // A length that the file does not hold must not take that much memory.
            var record = ReadUpTo(stream, (int)length + TrailerLength);
            if (record.Length < (int)length + TrailerLength)
            {
                content.Remark(CutOff(number));
                yield break;
            }

            var data = record[..(int)length];
            if (Masked(data) != BinaryPrimitives.ReadUInt32LittleEndian(record.AsSpan((int)length)))
                throw Damage(content, number, place, "its checksum is wrong");
            yield return (number, data);
            place += HeaderLength + record.Length;
        }
    }

    /// <summary>Writes a record in its frame.</summary>
    public static void Write(ReadOnlySpan<byte> record, IBufferWriter<byte> into)
    {
        var frame = into.GetSpan(HeaderLength + record.Length + TrailerLength)[..(HeaderLength + record.Length + TrailerLength)];
        BinaryPrimitives.WriteUInt64LittleEndian(frame, (ulong)record.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(frame[8..], Masked(frame[..8]));
        record.CopyTo(frame[HeaderLength..]);
        BinaryPrimitives.WriteUInt32LittleEndian(frame[(HeaderLength + record.Length)..], Masked(record));
        into.Advance(frame.Length);
    }

    /// <summary>The masked CRC-32C (Castagnoli; RFC 3720, appendix B.4) of bytes.</summary>
    public static uint Masked(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        var whole = bytes.Length & ~7;
        foreach (var eight in MemoryMarshal.Cast<byte, ulong>(bytes[..whole]))
            crc = BitOperations.Crc32C(crc, BitConverter.IsLittleEndian ? eight : BinaryPrimitives.ReverseEndianness(eight));
        foreach (var one in bytes[whole..])
            crc = BitOperations.Crc32C(crc, one);
        return unchecked(BitOperations.RotateRight(~crc, 15) + Mask);
    }

    private static byte[] ReadUpTo(Stream stream, int count)
    {
        const int chunk = 1 << 20;
        var bytes = new byte[Math.Min(count, chunk)];
        for (var read = 0; ;)
        {
            var more = stream.ReadAtLeast(bytes.AsSpan(read), bytes.Length - read, throwOnEndOfStream: false);
            read += more;
            if (read < bytes.Length || read == count)
                return bytes[..read];
            Array.Resize(ref bytes, (int)Math.Min(count, 2L * bytes.Length));
        }
    }

    private static bool IsZeroToItsEnd(Stream stream)
    {
        var bytes = new byte[4096];
        for (int read; (read = stream.Read(bytes)) > 0;)
        {
            if (bytes.AsSpan(0, read).IndexOfAnyExcept((byte)0) >= 0)
                return false;
        }

        return true;
    }

    private static string CutOff(int number) => FormattableString.Invariant($"record {number}, the last one, is cut off; it was dropped");

    private static InvalidDataException Damage(LogContent content, int number, long place, string what) =>
        content.Damage(FormattableString.Invariant($"record {number}, which begins at byte {place}: {what}"));
}
