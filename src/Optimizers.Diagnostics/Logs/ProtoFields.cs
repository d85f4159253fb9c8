using System.Buffers.Binary;

namespace Optimizers.Diagnostics.Logs;

/// <summary>The fields of a message in the encoding of Protocol Buffers, one after the other.</summary>
/// <remarks>A tag is the number of the field times 8 and its type: 0 a varint, 1 eight bytes, 2 a length and as many bytes, 5 four bytes.</remarks>
internal ref struct ProtoFields(ReadOnlySpan<byte> message)
{
    private ReadOnlySpan<byte> _rest = message;

    /// <summary>The number of the present field.</summary>
    public int Field { get; private set; }

    /// <summary>The number of a varint, or the bits of four or eight bytes; 0 where the field holds bytes.</summary>
    public ulong Bits { get; private set; }

    /// <summary>What a field with a length holds; empty where it has none.</summary>
    public ReadOnlySpan<byte> Bytes { get; private set; }

    /// <summary>True where the field has a length: a text, a message, or packed numbers.</summary>
    public bool HasLength { get; private set; }

    /// <summary>True if the message ended within a field, or has a type of field that is none.</summary>
    public bool IsDamaged { get; private set; }

    /// <summary>Goes to the next field; false at the end and where the message is damaged.</summary>
    public bool Next()
    {
        if (_rest.IsEmpty || IsDamaged)
            return false;
        Bits = 0;
        Bytes = default;
        var tag = Varint();
        var type = tag & 7;
        HasLength = type == 2;
        Field = tag >> 3 is > 0 and <= 0x1fffffff ? (int)(tag >> 3) : 0;
        switch (type)
        {
            case 0: Bits = Varint(); break;
            case 1: Bits = Take(8) is { Length: 8 } eight ? BinaryPrimitives.ReadUInt64LittleEndian(eight) : 0; break;
            case 2: Bytes = Take(Varint()); break;
            case 5: Bits = Take(4) is { Length: 4 } four ? BinaryPrimitives.ReadUInt32LittleEndian(four) : 0; break;
            default: IsDamaged = true; break;
        }

        IsDamaged |= Field == 0;
        return !IsDamaged;
    }

    private ReadOnlySpan<byte> Take(ulong count)
    {
        if (count > (ulong)_rest.Length)
        {
            IsDamaged = true;
            return default;
        }

        var taken = _rest[..(int)count];
        _rest = _rest[(int)count..];
        return taken;
    }

    // Seven bits a byte, the lowest first; the highest bit says that another byte follows, up to ten.
    private ulong Varint()
    {
        ulong value = 0;
        for (var k = 0; k < Math.Min(10, _rest.Length); k++)
        {
            value |= (ulong)(_rest[k] & 0x7f) << (7 * k);
            if (_rest[k] < 0x80)
            {
                _rest = _rest[(k + 1)..];
                return value;
            }
        }

        IsDamaged = true;
        return 0;
    }
}
