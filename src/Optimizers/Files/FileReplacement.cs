namespace Optimizers.Files;

/// <summary>
/// A new content for a path, written to a temporary file beside it. <see cref="Commit"/> brings it to the disk and then gives it the path's name, in
/// one instant: at any moment, after any crash, the path has its old content or the new one, whole, and once it has returned, the new one. Disposed
/// without it, the temporary file is gone and the path as it was. A process that is killed leaves its temporary file to a later replacement of the
/// same path, which removes those that nobody has written to for an hour.
/// </summary>
internal sealed class FileReplacement : IDisposable
{
    private static readonly TimeSpan Abandoned = TimeSpan.FromHours(1);

    // Of Unix; a path of Windows never reads so. What lies in folders of it, as in /dev/shm, are files.
    private const string Devices = "/dev";

    private readonly IFileLayer _layer;
    private readonly string _path;
    private readonly string _directory;
    private readonly string _temporary;
    private readonly INewFile _file;
    private bool _isCommitted;

    private FileReplacement(IFileLayer layer, string path)
    {
        _layer = layer;
        _path = layer.Target(Path.GetFullPath(path));
        var name = Path.GetFileName(_path);
        if (name.Length == 0)
            throw new ArgumentException($"The path '{path}' names a directory; a file is needed.", nameof(path));
        _directory = Path.GetDirectoryName(_path)!;
        if (_directory == Devices)
            throw new IOException($"'{_path}' is a device, in whose place a file would stand. Write to a file.");
        RemoveAbandoned(name);
        _temporary = Path.Combine(_directory, TemporaryName.For(name));
        _file = layer.Create(_temporary, rightsOf: _path);
    }

    /// <summary>The bytes that were written.</summary>
    public long Written { get; private set; }

    public static FileReplacement Begin(IFileLayer layer, string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new FileReplacement(layer, path);
    }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        _file.Write(bytes, Written);
        Written += bytes.Length;
    }

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        await _file.WriteAsync(bytes, Written, cancellationToken).ConfigureAwait(false);
        Written += bytes.Length;
    }

    /// <summary>Puts the new content in the place of the old one.</summary>
    /// <exception cref="IOException">
    /// The old content is there as it was; or, where the message says so, the new one is, and only whether it would survive a loss of power is
    /// unknown.
    /// </exception>
    public void Commit()
    {
        _file.Flush();
        _file.Dispose(); // Windows renames no open file.
        _layer.Rename(_temporary, _path);
        _isCommitted = true;
        try
        {
            _layer.FlushDirectory(_directory);
        }
        catch (IOException exception)
        {
            throw new IOException(
                $"'{_path}' was replaced, but may have its old content again after a loss of power. {exception.Message}", exception);
        }
    }

    public void Dispose()
    {
        _file.Dispose();
        if (!_isCommitted)
            Remove(_temporary);
    }

    private void RemoveAbandoned(string name)
    {
        try
        {
            foreach (var file in _layer.Unwritten(_directory, Abandoned).Where(file => TemporaryName.IsFor(name, file)))
                Remove(Path.Combine(_directory, file));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A directory that may not be listed can still take the file; if not, creating it says why.
        }
    }

    /// <summary>What cannot be removed costs room and no more; the failure that led here is the one to be told.</summary>
    private void Remove(string file)
    {
        try
        {
            _layer.Delete(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
        }
    }
}
