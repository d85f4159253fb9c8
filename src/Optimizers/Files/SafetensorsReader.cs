using Microsoft.Win32.SafeHandles;

namespace Optimizers.Files;

/// <summary>
/// Reads safetensors files. Nothing is returned unless the whole file keeps the format's rules and agrees with its hashes, where it has any. Memory:
/// a file's tensors once, from a stream of unknown length at most twice, and with all that the header speaks of no more than twice the file and
/// 16 MB: what would take more is refused. Progress is told in bytes read.
/// </summary>
internal static class SafetensorsReader
{
    /// <exception cref="InvalidDataException">
    /// The file is damaged, cut off, or no safetensors file; the message says what is wrong and where.
    /// </exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static SafetensorsContent Read(string path, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        using var file = Open(path, FileOptions.SequentialScan);
        var decoder = new SafetensorsDecoder(path, RandomAccess.GetLength(file));
        while (decoder.Content is null)
        {
            cancellationToken.ThrowIfCancellationRequested();
            decoder.Advance(RandomAccess.Read(file, decoder.Room.Span, decoder.Received));
            progress?.Report(decoder.Received);
        }

        return decoder.Content;
    }

    /// <inheritdoc cref="Read(string, IProgress{long}?, CancellationToken)"/>
    public static async Task<SafetensorsContent> ReadAsync(
        string path, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        using var file = Open(path, FileOptions.SequentialScan | FileOptions.Asynchronous);
        var decoder = new SafetensorsDecoder(path, RandomAccess.GetLength(file));
        while (decoder.Content is null)
        {
            decoder.Advance(await RandomAccess.ReadAsync(file, decoder.Room, decoder.Received, cancellationToken).ConfigureAwait(false));
            progress?.Report(decoder.Received);
        }

        return decoder.Content;
    }

    /// <summary>Reads from the stream's position to its end, which must be the end of the file.</summary>
    /// <inheritdoc cref="Read(string, IProgress{long}?, CancellationToken)"/>
    public static SafetensorsContent Read(Stream stream, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        var decoder = Decoder(stream);
        while (decoder.Content is null)
        {
            cancellationToken.ThrowIfCancellationRequested();
            decoder.Advance(stream.Read(decoder.Room.Span));
            progress?.Report(decoder.Received);
        }

        return stream.Read(stackalloc byte[1]) == 0 ? decoder.Content : throw decoder.LongerThanItsHeaderSays();
    }

    /// <inheritdoc cref="Read(Stream, IProgress{long}?, CancellationToken)"/>
    public static async Task<SafetensorsContent> ReadAsync(
        Stream stream, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        var decoder = Decoder(stream);
        while (decoder.Content is null)
        {
            decoder.Advance(await stream.ReadAsync(decoder.Room, cancellationToken).ConfigureAwait(false));
            progress?.Report(decoder.Received);
        }

        return await stream.ReadAsync(new byte[1], cancellationToken).ConfigureAwait(false) == 0
            ? decoder.Content
            : throw decoder.LongerThanItsHeaderSays();
    }

    private static SafetensorsDecoder Decoder(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (!stream.CanRead)
            throw new ArgumentException("The stream cannot be read.", nameof(stream));
        return new SafetensorsDecoder("The stream", stream.CanSeek ? stream.Length - stream.Position : null);
    }

    private static SafeFileHandle Open(string path, FileOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, options);
    }
}
