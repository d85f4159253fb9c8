using System.Buffers.Binary;
using System.Text;

namespace Optimizers.Diagnostics.Logs;

/// <summary>The scalars of an event of TensorBoard (its event.proto, summary.proto and tensor.proto).</summary>
internal static class EventScalars
{
    // Event: step = 2, summary = 5, session_log = 7. Summary: value = 1. Value: tag = 1, simple_value = 2, tensor = 8. SessionLog: status = 1.
    /// <summary>The status of a session that starts.</summary>
    public const int SessionStarts = 1;

    /// <summary>Reads an event.</summary>
    /// <param name="record">Its bytes.</param>
    /// <param name="scalars">Takes the tags and numbers.</param>
    /// <returns>Its step, and whether it says that a session starts; null where the bytes are no event.</returns>
    public static (long Step, bool IsStart)? Read(ReadOnlySpan<byte> record, List<LogCell> scalars)
    {
        var (step, isStart) = (0L, false);
        var fields = new ProtoFields(record);
        while (fields.Next())
        {
            if (fields is { Field: 2, HasLength: false })
                step = (long)fields.Bits;
            else if (fields is { Field: 5, HasLength: true } && !ReadSummary(fields.Bytes, scalars))
                return null;
            else if (fields is { Field: 7, HasLength: true })
                isStart |= NumberAt(fields.Bytes, 1) == SessionStarts;
        }

        return fields.IsDamaged ? null : (step, isStart);
    }

    private static bool ReadSummary(ReadOnlySpan<byte> summary, List<LogCell> scalars)
    {
        var values = new ProtoFields(summary);
        while (values.Next())
        {
            if (values is { Field: 1, HasLength: true } && !ReadValue(values.Bytes, scalars))
                return false;
        }

        return !values.IsDamaged;
    }

    private static bool ReadValue(ReadOnlySpan<byte> bytes, List<LogCell> scalars)
    {
        string? tag = null;
        double? number = null;
        var value = new ProtoFields(bytes);
        while (value.Next())
        {
            switch (value.Field)
            {
                case 1 when value.HasLength: tag = Encoding.UTF8.GetString(value.Bytes); break;
                case 2 when !value.HasLength: number = BitConverter.UInt32BitsToSingle((uint)value.Bits); break;
                case 8 when value.HasLength: number = TensorScalar(value.Bytes); break;
            }
        }

        if (tag is not null && number is { } known)
            scalars.Add(new(tag, known));
        return !value.IsDamaged;
    }

    // TensorProto: dtype = 1, tensor_content = 4, float_val = 5, double_val = 6, int_val = 7, int64_val = 10, half_val = 13. Of several elements,
    // and of texts, it is no scalar.
    private static double? TensorScalar(ReadOnlySpan<byte> bytes)
    {
        var type = NumberAt(bytes, 1);
        var tensor = new ProtoFields(bytes);
        double? number = null;
        while (tensor.Next())
        {
            number = (type, tensor.Field) switch
            {
                (1, 5) => tensor.HasLength ? Single(tensor.Bytes) : BitConverter.UInt32BitsToSingle((uint)tensor.Bits),
                (1, 4) => Single(tensor.Bytes),
                (2, 6) => tensor.HasLength ? Double(tensor.Bytes) : BitConverter.UInt64BitsToDouble(tensor.Bits),
                (2, 4) => Double(tensor.Bytes),
                (3, 7) or (9, 10) => Integer(tensor),
                (3, 4) when tensor.Bytes.Length == 4 => BinaryPrimitives.ReadInt32LittleEndian(tensor.Bytes),
                (9, 4) when tensor.Bytes.Length == 8 => BinaryPrimitives.ReadInt64LittleEndian(tensor.Bytes),
                (19, 13) => (double?)Integer(tensor) is { } half ? (double)BitConverter.UInt16BitsToHalf((ushort)half) : null,
                (14, 13) => (double?)Integer(tensor) is { } brain ? BitConverter.UInt32BitsToSingle((uint)brain << 16) : null,
                (19, 4) when tensor.Bytes.Length == 2 => (double)BinaryPrimitives.ReadHalfLittleEndian(tensor.Bytes),
                (14, 4) when tensor.Bytes.Length == 2 =>
                    BitConverter.UInt32BitsToSingle((uint)BinaryPrimitives.ReadUInt16LittleEndian(tensor.Bytes) << 16),
                _ => number,
            };
        }

        return number;

        static double? Single(ReadOnlySpan<byte> one) => one.Length == 4 ? BinaryPrimitives.ReadSingleLittleEndian(one) : null;

        static double? Double(ReadOnlySpan<byte> one) => one.Length == 8 ? BinaryPrimitives.ReadDoubleLittleEndian(one) : null;
    }

    private static double? Integer(ProtoFields field)
    {
        if (!field.HasLength)
            return (long)field.Bits;
        // A packed varint is laid out as the tail of a field of its own.
        var packed = new ProtoFields([0x08, .. field.Bytes]);
        return packed.Next() && !packed.Next() && !packed.IsDamaged ? (long)packed.Bits : null;
    }

    private static ulong NumberAt(ReadOnlySpan<byte> message, int field)
    {
        var fields = new ProtoFields(message);
        while (fields.Next())
        {
            if (fields.Field == field && !fields.HasLength)
                return fields.Bits;
        }

        return 0;
    }
}
