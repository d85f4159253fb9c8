namespace Optimizers.FileFuzz;

/// <summary>
/// Mutated files of optimizers. What was read is written, and must be read again as the same; it is loaded into an optimizer or refused by an
/// <see cref="ArgumentException"/>. The bound: the tensors twice, and what a header with its description becomes.
/// </summary>
internal sealed class FuzzSession() : FuzzSession<OptimizerFile>(SeedFiles.All, bytesPerByte: 64, bytesPerFile: 256 * 1024)
{
    private int _loaded;

    protected override string More => $", {_loaded:N0} of them loaded";

    protected override void Begin() => _loaded = 0;

    protected override OptimizerFile ReadFrom(Stream stream) => OptimizerFile.Read(stream);

    protected override string? Use(OptimizerFile content)
    {
        try
        {
            var first = Write(content);
            if (!Write(OptimizerFile.Read(new MemoryStream(first))).AsSpan().SequenceEqual(first))
                return "what was read was not read again as the same after it was written";
            new Adam().Load(new MemoryStream(first));
            _loaded++;
            return null;
        }
        catch (ArgumentException)
        {
            return null; // A state of another rule, or one that does not fit it.
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return $"{exception.GetType().Name} after it was read: {exception.Message}";
        }
    }

    private static byte[] Write(OptimizerFile content)
    {
        using var stream = new MemoryStream();
        content.Write(stream);
        return stream.ToArray();
    }
}
