namespace Optimizers.Files;

/// <summary>What a file holds, read whole and held against its hashes.</summary>
/// <param name="Tensors">In the order of the file.</param>
/// <param name="Metadata">Text to each key, without the hashes.</param>
internal sealed record SafetensorsContent(IReadOnlyList<StoredTensor> Tensors, IReadOnlyDictionary<string, string> Metadata);
