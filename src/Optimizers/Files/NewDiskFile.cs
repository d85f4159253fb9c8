using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace Optimizers.Files;

/// <summary>A file on the disk that nobody else may open until it is closed.</summary>
internal sealed class NewDiskFile(string path) : INewFile
{
    private readonly SafeFileHandle _file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, FileOptions.Asynchronous);

    [UnsupportedOSPlatform("windows")]
    public void SetRights(UnixFileMode rights) => File.SetUnixFileMode(_file, rights);

    public void Write(ReadOnlySpan<byte> bytes, long offset) => RandomAccess.Write(_file, bytes, offset);

    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, long offset, CancellationToken cancellationToken) =>
        RandomAccess.WriteAsync(_file, bytes, offset, cancellationToken);

    public void Flush() => RandomAccess.FlushToDisk(_file);

    public void Dispose() => _file.Dispose();
}
