namespace Optimizers.Files;

/// <summary>A file being written from its beginning; disposed, it is closed.</summary>
internal interface INewFile : IDisposable
{
    void Write(ReadOnlySpan<byte> bytes, long offset);

    ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, long offset, CancellationToken cancellationToken);

    /// <summary>Brings what was written to the disk.</summary>
    void Flush();
}
