namespace Optimizers.Files;

/// <summary>
/// The header of a safetensors file: 8 bytes that hold its length N as a little-endian integer, then N bytes of JSON, padded with spaces. The
/// tensors' bytes follow, without a gap, in the order of <see cref="Tensors"/>.
/// </summary>
/// <param name="tensors">In the order of their bytes.</param>
/// <param name="metadata">Text to each key.</param>
internal sealed class SafetensorsHeader(IReadOnlyList<TensorEntry> tensors, IReadOnlyDictionary<string, string> metadata)
{
    /// <summary>The bytes of the length before the JSON.</summary>
    public const int Prefix = 8;

    /// <summary>The longest JSON that the format allows.</summary>
    public const int MaxLength = 100_000_000;

    /// <summary>The key of the metadata among the tensors' names.</summary>
    public const string MetadataKey = "__metadata__";

    public IReadOnlyList<TensorEntry> Tensors => tensors;

    public IReadOnlyDictionary<string, string> Metadata => metadata;

    /// <summary>The bytes after the header.</summary>
    public long DataLength => tensors.Count == 0 ? 0 : tensors[^1].End;

    /// <summary>Reads the JSON of a header and holds it against every rule of the format that it can break alone.</summary>
    /// <exception cref="InvalidDataException">It breaks one; the message says which and where.</exception>
    public static SafetensorsHeader Parse(ReadOnlySpan<byte> json) => new SafetensorsHeaderParser(json).Parse();
}
