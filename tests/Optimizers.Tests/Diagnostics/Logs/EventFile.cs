using System.Buffers.Binary;
using System.Text;
using Optimizers.Diagnostics;

namespace Optimizers.Tests.Diagnostics.Logs;

/// <summary>Writes event files of TensorBoard from their definition: TFRecord, and the messages Event, Summary, TensorProto and SessionLog.</summary>
internal static class EventFile
{
    /// <summary>A file of events, with its version as the first one.</summary>
    public static byte[] Of(params byte[][] events) =>
        [.. events.Prepend([.. WallTime(), .. Bytes(3, Encoding.UTF8.GetBytes("brain.Event:2"))]).SelectMany(Record)];

    /// <summary>A scalar as PyTorch writes it: simple_value.</summary>
    public static byte[] Scalar(string tag, long step, float value) => Event(step, 5, Bytes(1, [.. Text(1, tag), .. Number32(2, value)]));

    /// <summary>A scalar as Keras writes it: a tensor of type 1, float, whose content is four bytes.</summary>
    public static byte[] Tensor(string tag, long step, float value) => TensorOf(tag, step, 1, Bytes(4, Little(value)));

    /// <summary>An event with a tensor of a type, whose numbers are given as fields.</summary>
    public static byte[] TensorOf(string tag, long step, int type, params byte[][] fields) =>
        Event(step, 5, Bytes(1, [.. Text(1, tag), .. Bytes(8, [.. Varint(1, (ulong)type), .. Bytes(2, []), .. fields.SelectMany(each => each)])]));

    /// <summary>A session that starts at a step.</summary>
    public static byte[] Start(long step) => Event(step, 7, Varint(1, 1));

    /// <summary>A field that holds bytes, type 2.</summary>
    public static byte[] Bytes(int field, byte[] bytes) => [.. Varint((ulong)((field << 3) | 2)), .. Varint((ulong)bytes.Length), .. bytes];

    /// <summary>A field that holds a varint, type 0.</summary>
    public static byte[] Varint(int field, ulong value) => [.. Varint((ulong)(field << 3)), .. Varint(value)];

    public static byte[] Little(float value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
        return bytes;
    }

    public static byte[] Little(double value)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteDoubleLittleEndian(bytes, value);
        return bytes;
    }

    /// <summary>A field of four bytes, type 5.</summary>
    public static byte[] Number32(int field, float value) => [.. Varint((ulong)((field << 3) | 5)), .. Little(value)];

    /// <summary>A field of eight bytes, type 1.</summary>
    public static byte[] Number64(int field, double value) => [.. Varint((ulong)((field << 3) | 1)), .. Little(value)];

    /// <summary>The frame of a record.</summary>
    public static byte[] Record(byte[] data)
    {
        var header = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(header, data.Length);
        return [.. header, .. Checksum(header), .. data, .. Checksum(data)];
    }

    /// <summary>Reads a file in memory.</summary>
    public static TrainingLog Read(byte[] file, TrainingLogOptions? options = null)
    {
        using var stream = new MemoryStream(file);
        return TrainingLog.Read(stream, "events", options);
    }

    /// <summary>CRC-32C bit by bit: the polynomial 0x1EDC6F41, reflected, over inverted bits.</summary>
    public static uint Crc(byte[] bytes)
    {
        var crc = uint.MaxValue;
        foreach (var one in bytes)
        {
            crc ^= one;
            for (var k = 0; k < 8; k++)
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0x82F63B78 : crc >> 1;
        }

        return ~crc;
    }

    private static byte[] Checksum(byte[] bytes)
    {
        var crc = Crc(bytes);
        var masked = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(masked, unchecked(((crc >> 15) | (crc << 17)) + 0xa282ead8));
        return masked;
    }

    private static byte[] Event(long step, int field, byte[] content) => [.. WallTime(), .. Varint(2, (ulong)step), .. Bytes(field, content)];

    private static byte[] WallTime() => Number64(1, 1.7e9);

    private static byte[] Text(int field, string text) => Bytes(field, Encoding.UTF8.GetBytes(text));

    private static byte[] Varint(ulong value)
    {
        var bytes = new List<byte>();
        for (; value > 0x7f; value >>= 7)
            bytes.Add((byte)(value | 0x80));
        bytes.Add((byte)value);
        return [.. bytes];
    }
}
