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

    /// <summary>
    /// The most that the entries of a header may cost: memory is taken on its word, many times what it takes itself, and reading a file shall take no
    /// more than twice its size and 16 MB. The JSON itself and the data are held once, and 1 MB is left for buffers.
    /// </summary>
    /// <param name="length">The bytes of the JSON.</param>
    /// <param name="data">The bytes that are known to follow it.</param>
    public static long Most(long length, long data) => 15_000_000 + length + data;

    /// <summary>
    /// The bytes that a tensor costs until the file is read, without its elements: several times those in the header. A test measures them.
    /// </summary>
    public static long PriceOf(TensorEntry tensor) => 400 + (2L * sizeof(char) * tensor.Name.Length) + (sizeof(long) * tensor.Shape.Lengths.Length);

    /// <summary>The bytes that a key of the metadata and its text cost, of so many characters together.</summary>
    public static long PriceOf(long characters) => 230 + (sizeof(char) * characters);

    /// <summary>Reads the JSON of a header and holds it against every rule of the format that it can break alone.</summary>
    /// <exception cref="InvalidDataException">It breaks one; the message says which and where.</exception>
    /// <param name="json">The JSON.</param>
    /// <param name="data">The bytes that are known to follow it.</param>
    public static SafetensorsHeader Parse(ReadOnlySpan<byte> json, long data = 0) => new SafetensorsHeaderParser(json, data).Parse();
}
