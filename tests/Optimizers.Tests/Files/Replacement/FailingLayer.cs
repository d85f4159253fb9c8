using Optimizers.Files;

namespace Optimizers.Tests.Files.Replacement;

/// <summary>The system's files, of which one operation fails.</summary>
internal sealed class FailingLayer : IFileLayer
{
    private static readonly DiskFileLayer Disk = DiskFileLayer.Instance;

    /// <summary>The disk is full after so many bytes.</summary>
    public long Room { get; init; } = long.MaxValue;

    /// <summary>The operation that fails, by its name here, and how.</summary>
    public Dictionary<string, Exception> Failures { get; init; } = [];

    public string Target(string path) => Disk.Target(path);

    public INewFile Create(string path, string rightsOf)
    {
        Check(nameof(Create));
        return new NewFile(this, Disk.Create(path, rightsOf));
    }

    public void Rename(string path, string replaced)
    {
        Check(nameof(Rename));
        Disk.Rename(path, replaced);
    }

    public void Delete(string path)
    {
        Check(nameof(Delete));
        Disk.Delete(path);
    }

    public void FlushDirectory(string directory)
    {
        Check(nameof(FlushDirectory));
        Disk.FlushDirectory(directory);
    }

    public IEnumerable<string> Unwritten(string directory, TimeSpan time)
    {
        Check(nameof(Unwritten));
        return Disk.Unwritten(directory, time);
    }

    private void Check(string operation)
    {
        if (Failures.TryGetValue(operation, out var failure))
            throw failure;
    }

    private sealed class NewFile(FailingLayer layer, INewFile file) : INewFile
    {
        public void Write(ReadOnlySpan<byte> bytes, long offset)
        {
            var room = (int)Math.Clamp(layer.Room - offset, 0, bytes.Length);
            file.Write(bytes[..room], offset);
            if (room < bytes.Length)
                throw new IOException("There is not enough space on the disk.");
        }

        public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, long offset, CancellationToken cancellationToken)
        {
            await Task.Yield();
            Write(bytes.Span, offset);
        }

        public void Flush()
        {
            layer.Check(nameof(Flush));
            file.Flush();
        }

        public void Dispose() => file.Dispose();
    }
}
