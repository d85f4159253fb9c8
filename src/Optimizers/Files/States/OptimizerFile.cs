using System.Collections.ObjectModel;
using Optimizers.Files;

namespace Optimizers;

/// <summary>
/// A file of an optimizer as data, for programs that look at one or make one: a safetensors file with every number as a tensor. See
/// <see cref="OptimizerFileExtensions"/> for a training's own.
/// </summary>
/// <remarks>
/// docs/files.md has the table of names. The bytes are the same for the same content. A file is written beside the old one and takes its place in one
/// instant; a reader gets the whole content, held against its hashes, or an exception.
/// </remarks>
public sealed class OptimizerFile
{
    /// <summary>The content of a file.</summary>
    /// <param name="state">What the steps have left behind.</param>
    /// <exception cref="ArgumentNullException">There is no state.</exception>
    public OptimizerFile(OptimizerState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        State = state;
    }

    /// <summary>What the steps have left behind.</summary>
    public OptimizerState State { get; }

    /// <summary>
    /// The parameters, each with one state value, its numbers: those of halves and bfloat16 in single precision, which holds them exactly. Empty
    /// where the file has none.
    /// </summary>
    public IReadOnlyList<ParameterState> Parameters { get; init; } = [];

    /// <summary>The hyperparameters' texts by their names; those of an optimizer inside another one with "inner." before the name.</summary>
    public IReadOnlyDictionary<string, string> Hyperparameters { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>The writer's own texts by their names, such as the epoch.</summary>
    public IReadOnlyDictionary<string, string> Notes { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>Reads a file.</summary>
    /// <param name="path">Where.</param>
    /// <param name="progress">Is told the bytes that were read.</param>
    /// <exception cref="InvalidDataException">It is damaged, another program's, or of a later version; the message says which and where.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static OptimizerFile Read(string path, IProgress<long>? progress = null) =>
        StateFileReader.Read(SafetensorsReader.Read(path, progress));

    /// <summary>Reads from the stream's position to its end.</summary>
    /// <param name="stream">Where; it need not seek.</param>
    /// <param name="progress">Is told the bytes that were read.</param>
    /// <exception cref="InvalidDataException">It is damaged, another program's, or of a later version; the message says which and where.</exception>
    public static OptimizerFile Read(Stream stream, IProgress<long>? progress = null) =>
        StateFileReader.Read(SafetensorsReader.Read(stream, progress));

    /// <inheritdoc cref="Read(string, IProgress{long}?)"/>
    /// <param name="path">Where.</param>
    /// <param name="progress">Is told the bytes that were read.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static async Task<OptimizerFile> ReadAsync(
        string path, IProgress<long>? progress = null, CancellationToken cancellationToken = default) =>
        StateFileReader.Read(await SafetensorsReader.ReadAsync(path, progress, cancellationToken).ConfigureAwait(false));

    /// <inheritdoc cref="Read(Stream, IProgress{long}?)"/>
    /// <param name="stream">Where; it need not seek.</param>
    /// <param name="progress">Is told the bytes that were read.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static async Task<OptimizerFile> ReadAsync(
        Stream stream, IProgress<long>? progress = null, CancellationToken cancellationToken = default) =>
        StateFileReader.Read(await SafetensorsReader.ReadAsync(stream, progress, cancellationToken).ConfigureAwait(false));

    /// <summary>Writes the file, or replaces it: whatever happens, the old one or the new one is there, whole.</summary>
    /// <param name="path">Where.</param>
    /// <param name="progress">Is told the bytes that were written.</param>
    /// <exception cref="ArgumentException">Parameters are named in part or alike, or a text is no Unicode text.</exception>
    /// <exception cref="IOException">The file cannot be written; the old one is as it was, unless the message says otherwise.</exception>
    public void Write(string path, IProgress<long>? progress = null)
    {
        var file = new StateFileWriter(this);
        SafetensorsWriter.Write(path, file.Tensors, file.Metadata, progress);
    }

    /// <summary>Writes to a stream, which need not seek and is left open.</summary>
    /// <param name="stream">Where.</param>
    /// <param name="progress">Is told the bytes that were written.</param>
    /// <exception cref="ArgumentException">Parameters are named in part or alike, a text is no Unicode text, or the stream cannot be written
    /// to.</exception>
    public void Write(Stream stream, IProgress<long>? progress = null)
    {
        var file = new StateFileWriter(this);
        SafetensorsWriter.Write(stream, file.Tensors, file.Metadata, progress);
    }

    /// <inheritdoc cref="Write(string, IProgress{long}?)"/>
    /// <param name="path">Where.</param>
    /// <param name="progress">Is told the bytes that were written.</param>
    /// <param name="cancellationToken">Cancels; the old file is as it was.</param>
    /// <remarks>The content must not change until the task is done.</remarks>
    public Task WriteAsync(string path, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        var file = new StateFileWriter(this);
        return SafetensorsWriter.WriteAsync(path, file.Tensors, file.Metadata, progress, null, cancellationToken);
    }

    /// <inheritdoc cref="Write(Stream, IProgress{long}?)"/>
    /// <param name="stream">Where.</param>
    /// <param name="progress">Is told the bytes that were written.</param>
    /// <param name="cancellationToken">Cancels; a part may have been written.</param>
    /// <remarks>The content must not change until the task is done.</remarks>
    public Task WriteAsync(Stream stream, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        var file = new StateFileWriter(this);
        return SafetensorsWriter.WriteAsync(stream, file.Tensors, file.Metadata, progress, cancellationToken);
    }
}
