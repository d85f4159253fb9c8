using System.Buffers;
using System.Buffers.Binary;
using System.Text.Json;

namespace Optimizers.Files;

/// <summary>
/// Writes a header: the metadata first, by their keys, then the tensors in the order of their bytes; the same bytes for the same content.
/// </summary>
internal static class SafetensorsHeaderText
{
    /// <summary>The data begin at a multiple of it, so that an element in a mapped file is aligned.</summary>
    private const int Alignment = 8;

    /// <summary>The length and the padded JSON.</summary>
    /// <exception cref="ArgumentException">It is longer than the format allows, or the reader would refuse it.</exception>
    public static byte[] Write(SafetensorsHeader header)
    {
        var text = new ArrayBufferWriter<byte>();
        text.Write(stackalloc byte[SafetensorsHeader.Prefix]);
        using (var json = new Utf8JsonWriter(text))
            WriteJson(json, header);

        var length = (text.WrittenCount - SafetensorsHeader.Prefix + Alignment - 1) / Alignment * Alignment;
        if (length > SafetensorsHeader.MaxLength)
        {
            throw new ArgumentException(
                $"Names and metadata take {length} bytes of header; the format allows {SafetensorsHeader.MaxLength}.", nameof(header));
        }

        var price = header.Tensors.Sum(SafetensorsHeader.PriceOf)
            + header.Metadata.Sum(pair => SafetensorsHeader.PriceOf(pair.Key.Length + (long)pair.Value.Length));
        if (price > SafetensorsHeader.Most(length, header.DataLength))
        {
            throw new ArgumentException(
                $"{header.Tensors.Count} tensors hold {header.DataLength} bytes together; a file of so many small ones would be refused, since "
                + "reading it takes more than 16 MB and twice its size. Join them, or split the file.", nameof(header));
        }

        var bytes = new byte[SafetensorsHeader.Prefix + length];
        bytes.AsSpan().Fill((byte)' ');
        text.WrittenSpan.CopyTo(bytes);
        BinaryPrimitives.WriteInt64LittleEndian(bytes, length);
        return bytes;
    }

    private static void WriteJson(Utf8JsonWriter json, SafetensorsHeader header)
    {
        json.WriteStartObject();
        if (header.Metadata.Count > 0)
        {
            json.WriteStartObject(SafetensorsHeader.MetadataKey);
            foreach (var (key, value) in header.Metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal))
                json.WriteString(key, value);
            json.WriteEndObject();
        }

        foreach (var tensor in header.Tensors)
        {
            json.WriteStartObject(tensor.Name);
            json.WriteString("dtype", tensor.Type.ToString());
            json.WriteStartArray("shape");
            foreach (var length in tensor.Shape.Lengths)
                json.WriteNumberValue(length);
            json.WriteEndArray();
            json.WriteStartArray("data_offsets");
            json.WriteNumberValue(tensor.Begin);
            json.WriteNumberValue(tensor.End);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }
}
