using Optimizers.Files;

namespace Optimizers;

/// <summary>
/// Files of optimizers as data, for programs that look at them or make them: safetensors files with every number as a tensor. See
/// <see cref="OptimizerFileExtensions"/> for a training's own.
/// </summary>
/// <remarks>
/// docs/files.md has the table of names. The bytes are the same for the same content. A file is written beside the old one and takes its place in one
/// instant; a reader gets the whole content, held against its hashes, or an exception.
/// </remarks>
public static class OptimizerFile
{
    /// <summary>Writes a file, or replaces it: whatever happens, the old one or the new one is there, whole.</summary>
    /// <param name="path">Where.</param>
    /// <param name="content">What.</param>
    /// <param name="progress">Is told the bytes that were written.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">Parameters are named in part or alike, or a text is no Unicode text.</exception>
    /// <exception cref="IOException">The file cannot be written; the old one is as it was, unless the message says otherwise.</exception>
    public static void Write(string path, OptimizerFileContent content, IProgress<long>? progress = null)
    {
        var file = Compose(content);
        SafetensorsWriter.Write(path, file.Tensors, file.Metadata, progress);
    }

    /// <summary>Writes to a stream, which need not seek and is left open.</summary>
    /// <param name="stream">Where.</param>
    /// <param name="content">What.</param>
    /// <param name="progress">Is told the bytes that were written.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">Parameters are named in part or alike, a text is no Unicode text, or the stream cannot be written
    /// to.</exception>
    public static void Write(Stream stream, OptimizerFileContent content, IProgress<long>? progress = null)
    {
        var file = Compose(content);
        SafetensorsWriter.Write(stream, file.Tensors, file.Metadata, progress);
    }

    /// <inheritdoc cref="Write(string, OptimizerFileContent, IProgress{long}?)"/>
    /// <param name="path">Where.</param>
    /// <param name="content">What; it must not change until the task is done.</param>
    /// <param name="progress">Is told the bytes that were written.</param>
    /// <param name="cancellationToken">Cancels; the old file is as it was.</param>
    public static Task WriteAsync(
        string path, OptimizerFileContent content, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        var file = Compose(content);
        return SafetensorsWriter.WriteAsync(path, file.Tensors, file.Metadata, progress, null, cancellationToken);
    }

    /// <inheritdoc cref="Write(Stream, OptimizerFileContent, IProgress{long}?)"/>
    /// <param name="stream">Where.</param>
    /// <param name="content">What; it must not change until the task is done.</param>
    /// <param name="progress">Is told the bytes that were written.</param>
    /// <param name="cancellationToken">Cancels; a part may have been written.</param>
    public static Task WriteAsync(
        Stream stream, OptimizerFileContent content, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        var file = Compose(content);
        return SafetensorsWriter.WriteAsync(stream, file.Tensors, file.Metadata, progress, cancellationToken);
    }

    /// <summary>Reads a file.</summary>
    /// <param name="path">Where.</param>
    /// <param name="progress">Is told the bytes that were read.</param>
    /// <exception cref="InvalidDataException">It is damaged, another program's, or of a later version; the message says which and where.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static OptimizerFileContent Read(string path, IProgress<long>? progress = null) =>
        StateFileReader.Read(SafetensorsReader.Read(path, progress));

    /// <summary>Reads from the stream's position to its end.</summary>
    /// <param name="stream">Where; it need not seek.</param>
    /// <param name="progress">Is told the bytes that were read.</param>
    /// <exception cref="InvalidDataException">It is damaged, another program's, or of a later version; the message says which and where.</exception>
    public static OptimizerFileContent Read(Stream stream, IProgress<long>? progress = null) =>
        StateFileReader.Read(SafetensorsReader.Read(stream, progress));

    /// <inheritdoc cref="Read(string, IProgress{long}?)"/>
    /// <param name="path">Where.</param>
    /// <param name="progress">Is told the bytes that were read.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static async Task<OptimizerFileContent> ReadAsync(
        string path, IProgress<long>? progress = null, CancellationToken cancellationToken = default) =>
        StateFileReader.Read(await SafetensorsReader.ReadAsync(path, progress, cancellationToken).ConfigureAwait(false));

    /// <inheritdoc cref="Read(Stream, IProgress{long}?)"/>
    /// <param name="stream">Where; it need not seek.</param>
    /// <param name="progress">Is told the bytes that were read.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static async Task<OptimizerFileContent> ReadAsync(
        Stream stream, IProgress<long>? progress = null, CancellationToken cancellationToken = default) =>
        StateFileReader.Read(await SafetensorsReader.ReadAsync(stream, progress, cancellationToken).ConfigureAwait(false));

    private static StateFileWriter Compose(OptimizerFileContent content)
    {
        ArgumentNullException.ThrowIfNull(content);
        return new StateFileWriter(content);
    }
}
