using Optimizers.Files;

namespace Optimizers.Reports.Tests;

/// <summary>The system's files on a disk that has room for so many bytes more.</summary>
internal sealed class FullDisk(int room) : IFileLayer
{
    private int _room = room;

    public string Target(string path) => DiskFileLayer.Instance.Target(path);

    public INewFile Create(string path, string rightsOf) => new LimitedFile(DiskFileLayer.Instance.Create(path, rightsOf), this);

    public void Rename(string path, string replaced) => DiskFileLayer.Instance.Rename(path, replaced);

    public void Delete(string path) => DiskFileLayer.Instance.Delete(path);

    public void FlushDirectory(string directory) => DiskFileLayer.Instance.FlushDirectory(directory);

    public IEnumerable<string> Unwritten(string directory, TimeSpan time) => DiskFileLayer.Instance.Unwritten(directory, time);

    private sealed class LimitedFile(INewFile file, FullDisk disk) : INewFile
    {
        public void Write(ReadOnlySpan<byte> bytes, long offset)
        {
            var fits = Math.Min(bytes.Length, disk._room);
            file.Write(bytes[..fits], offset);
            disk._room -= fits;
            if (fits < bytes.Length)
                throw new IOException("No space left on device");
        }

        public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, long offset, CancellationToken cancellationToken)
        {
            Write(bytes.Span, offset);
            return ValueTask.CompletedTask;
        }

        public void Flush() => file.Flush();

        public void Dispose() => file.Dispose();
    }
}
