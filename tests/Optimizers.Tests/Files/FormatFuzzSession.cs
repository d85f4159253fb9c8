using Optimizers.FileFuzz;
using Optimizers.Files;

namespace Optimizers.Tests.Files;

/// <summary>
/// Mutated files of tensors. What was read is written, and must be read again as the same. The bound: twice the file for its tensors, twelve times
/// for what a header becomes, and the buffers.
/// </summary>
internal sealed class FormatFuzzSession() : FuzzSession<SafetensorsContent>(FormatSeeds.All, bytesPerByte: 14, bytesPerFile: 160 * 1024)
{
    protected override SafetensorsContent ReadFrom(Stream stream) => SafetensorsReader.Read(stream);

    protected override string? Use(SafetensorsContent content) =>
        IsTheSameAgain(content) ? null : "what was read was not read again as the same after it was written";

    private static bool IsTheSameAgain(SafetensorsContent content)
    {
        using var stream = new MemoryStream();
        SafetensorsWriter.Write(stream, content.Tensors.Select(StoredBytes.Source), content.Metadata);
        stream.Position = 0;
        var again = SafetensorsReader.Read(stream);
        var tensors = again.Tensors.ToDictionary(tensor => tensor.Name);
        return again.Metadata.OrderBy(pair => pair.Key).SequenceEqual(content.Metadata.OrderBy(pair => pair.Key))
            && tensors.Count == content.Tensors.Count
            && content.Tensors.All(tensor => StoredBytes.AreEqual(tensor, tensors[tensor.Name]));
    }
}
