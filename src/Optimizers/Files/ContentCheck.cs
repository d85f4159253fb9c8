using System.Text;

namespace Optimizers.Files;

/// <summary>That names and metadata can stand in a file and be read back the same.</summary>
internal static class ContentCheck
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static void Throw(IReadOnlyList<TensorSource> tensors, IReadOnlyDictionary<string, string>? metadata)
    {
        var names = new HashSet<string>();
        foreach (var tensor in tensors)
        {
            if (!names.Add(tensor.Name))
                throw new ArgumentException($"The name '{tensor.Name}' is given to two tensors.", nameof(tensors));
            if (tensor.Name == SafetensorsHeader.MetadataKey)
                throw new ArgumentException($"No tensor may have the name '{tensor.Name}': the format keeps it for the metadata.", nameof(tensors));
            ThrowIfNotText(tensor.Name, nameof(tensors));
        }

        long length = tensors.Sum(tensor => (long)tensor.Name.Length);
        foreach (var (key, value) in metadata ?? new Dictionary<string, string>())
        {
            if (ContentHashes.IsReserved(key))
                throw new ArgumentException($"The key '{key}' of the metadata is kept for the hashes of the content.", nameof(metadata));
            ThrowIfNotText(key, nameof(metadata));
            ThrowIfNotText(value ?? throw new ArgumentException($"The value of the key '{key}' is null.", nameof(metadata)), nameof(metadata));
            length += key.Length + value.Length;
        }

        if (length > SafetensorsHeader.MaxLength)
        {
            throw new ArgumentException(
                $"Names and metadata have {length} letters; the format allows a header of {SafetensorsHeader.MaxLength} bytes.", nameof(metadata));
        }
    }

    private static void ThrowIfNotText(string text, string argument)
    {
        try
        {
            _ = StrictUtf8.GetByteCount(text);
        }
        catch (EncoderFallbackException exception)
        {
            throw new ArgumentException(
                $"The text {Quoted.Text(text)} has half of a surrogate pair at {exception.Index}; it is not Unicode text.", argument, exception);
        }
    }
}
