namespace Optimizers.Files;

/// <summary>
/// Writes safetensors files: the same bytes for the same content, with a hash of everything in the metadata (<see cref="ContentHashes"/>). Memory:
/// the header and one buffer. Progress is told in bytes written. The hashes are computed before the first byte is written, by the calling thread.
/// </summary>
internal static class SafetensorsWriter
{
    /// <summary>
    /// Writes a file, or replaces it: whatever happens, the old file or the new one is there, whole (<see cref="FileReplacement"/>).
    /// </summary>
    /// <exception cref="IOException">The file cannot be written; the old one is as it was.</exception>
    /// <exception cref="OperationCanceledException">The old file is as it was.</exception>
    public static void Write(string path, IEnumerable<TensorSource> tensors, IReadOnlyDictionary<string, string>? metadata = null,
        IProgress<long>? progress = null, IFileLayer? layer = null, CancellationToken cancellationToken = default)
    {
        var encoder = new SafetensorsEncoder(tensors, metadata, cancellationToken);
        using var file = FileReplacement.Begin(layer ?? DiskFileLayer.Instance, path);
        for (var piece = encoder.Next(); !piece.IsEmpty; piece = encoder.Next())
        {
            cancellationToken.ThrowIfCancellationRequested();
            file.Write(piece.Span);
            progress?.Report(file.Written);
        }

        cancellationToken.ThrowIfCancellationRequested();
        file.Commit();
    }

    /// <summary>Writes a file as <c>Write</c> does. To flush it at the end occupies a thread of the pool: no system does that otherwise.</summary>
    public static async Task WriteAsync(string path, IEnumerable<TensorSource> tensors, IReadOnlyDictionary<string, string>? metadata = null,
        IProgress<long>? progress = null, IFileLayer? layer = null, CancellationToken cancellationToken = default)
    {
        var encoder = new SafetensorsEncoder(tensors, metadata, cancellationToken);
        using var file = FileReplacement.Begin(layer ?? DiskFileLayer.Instance, path);
        for (var piece = encoder.Next(); !piece.IsEmpty; piece = encoder.Next())
        {
            await file.WriteAsync(piece, cancellationToken).ConfigureAwait(false);
            progress?.Report(file.Written);
        }

        cancellationToken.ThrowIfCancellationRequested();
        await Task.Run(file.Commit, CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>Writes to a stream, which need not seek and is left open.</summary>
    public static void Write(Stream stream, IEnumerable<TensorSource> tensors, IReadOnlyDictionary<string, string>? metadata = null,
        IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        ThrowIfReadOnly(stream);
        var encoder = new SafetensorsEncoder(tensors, metadata, cancellationToken);
        long written = 0;
        for (var piece = encoder.Next(); !piece.IsEmpty; piece = encoder.Next())
        {
            cancellationToken.ThrowIfCancellationRequested();
            stream.Write(piece.Span);
            progress?.Report(written += piece.Length);
        }
    }

    /// <inheritdoc cref="Write(Stream, IEnumerable{TensorSource}, IReadOnlyDictionary{string, string}?, IProgress{long}?, CancellationToken)"/>
    public static async Task WriteAsync(Stream stream, IEnumerable<TensorSource> tensors, IReadOnlyDictionary<string, string>? metadata = null,
        IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        ThrowIfReadOnly(stream);
        var encoder = new SafetensorsEncoder(tensors, metadata, cancellationToken);
        long written = 0;
        for (var piece = encoder.Next(); !piece.IsEmpty; piece = encoder.Next())
        {
            await stream.WriteAsync(piece, cancellationToken).ConfigureAwait(false);
            progress?.Report(written += piece.Length);
        }
    }

    private static void ThrowIfReadOnly(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (!stream.CanWrite)
            throw new ArgumentException("The stream cannot be written to.", nameof(stream));
    }
}
