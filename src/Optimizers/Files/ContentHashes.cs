using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Optimizers.Files;

/// <summary>
/// The hashes in a file's metadata, 16 hexadecimal digits each: xxh3.NAME over the bytes of the tensor NAME, and xxh3 over all else that a header
/// says: the other metadata, and each tensor's name, type and shape. A file has them all or none; another program's files have none.
/// The header's hash does not depend on the order of tensors or keys, so that a program that rewrites a file as it is keeps it valid.
/// </summary>
internal static class ContentHashes
{
    public const string HeaderKey = "xxh3";

    private const string TensorPrefix = "xxh3.";

    public static string TensorKey(string name) => TensorPrefix + name;

    /// <summary>Whether a key of the metadata belongs to the hashes.</summary>
    public static bool IsReserved(string key) => key == HeaderKey || key.StartsWith(TensorPrefix, StringComparison.Ordinal);

    public static string Text(ulong hash) => hash.ToString("x16", CultureInfo.InvariantCulture);

    /// <summary>The hash of the header; what stands under <see cref="HeaderKey"/> does not count.</summary>
    public static ulong OfHeader(IEnumerable<KeyValuePair<string, string>> metadata, IEnumerable<TensorEntry> tensors)
    {
        var hash = new XxHash3();
        foreach (var (key, value) in metadata.Where(pair => pair.Key != HeaderKey).OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            Append(hash, key);
            Append(hash, value);
        }

        foreach (var tensor in tensors.OrderBy(tensor => tensor.Name, StringComparer.Ordinal))
        {
            Append(hash, tensor.Name);
            Append(hash, tensor.Type.ToString());
            Append(hash, tensor.Shape.Lengths.Length);
            foreach (var length in tensor.Shape.Lengths)
                Append(hash, length);
        }

        return hash.Finish();
    }

    /// <summary>The hashes that a header promises for its tensors, in their order, or null where it promises none.</summary>
    /// <exception cref="InvalidDataException">The header is not the one that was hashed, or some hashes are missing.</exception>
    public static IReadOnlyList<ulong>? Promised(SafetensorsHeader header)
    {
        var given = header.Metadata.Keys.Count(IsReserved);
        if (given == 0)
            return null;
        if (!header.Metadata.TryGetValue(HeaderKey, out var text) || Parse(HeaderKey, text) != OfHeader(header.Metadata, header.Tensors))
        {
            throw new InvalidDataException(
                $"The header is not the one that was written: its hash (metadata '{HeaderKey}') differs. " +
                $"If it was changed on purpose, remove all metadata '{HeaderKey}…'.");
        }

        var hashes = new ulong[header.Tensors.Count];
        for (var i = 0; i < hashes.Length; i++)
        {
            var key = TensorKey(header.Tensors[i].Name);
            if (given != hashes.Length + 1 || !header.Metadata.TryGetValue(key, out var hash))
                throw new InvalidDataException($"The metadata '{TensorPrefix}…' must hold one hash for each tensor, and no other.");
            hashes[i] = Parse(key, hash);
        }

        return hashes;
    }

    private static ulong Parse(string key, string text) =>
        text.Length == 16 && ulong.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hash)
            ? hash
            : throw new InvalidDataException($"The metadata {Quoted.Text(key)} must be a hash of 16 hexadecimal digits, not {Quoted.Text(text)}.");

    private static void Append(XxHash3 hash, string text)
    {
        var most = Encoding.UTF8.GetMaxByteCount(text.Length);
        Span<byte> bytes = most <= 512 ? stackalloc byte[most] : new byte[most];
        bytes = bytes[..Encoding.UTF8.GetBytes(text, bytes)];
        Append(hash, bytes.Length);
        hash.Append(bytes);
    }

    private static void Append(XxHash3 hash, long number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
        hash.Append(bytes);
    }
}
