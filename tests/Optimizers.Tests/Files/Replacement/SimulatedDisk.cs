using Optimizers.Files;

namespace Optimizers.Tests.Files.Replacement;

/// <summary>
/// A directory on a disk that may lose power between any two operations. It records them; <see cref="AfterPowerLossAt"/> gives every state that the
/// files can then be found in: of what was not flushed, anything may be there; of the names that were changed and not flushed, any.
/// </summary>
internal sealed class SimulatedDisk : IFileLayer
{
    private readonly Dictionary<string, byte[]> _before = [];
    private readonly List<Operation> _operations = [];

    private abstract record Operation;

    private sealed record Creation(string Path, int File) : Operation;

    private sealed record Writing(int File, long Offset, byte[] Bytes) : Operation;

    private sealed record Flushing(int File) : Operation;

    private sealed record Renaming(string Path, string Replaced) : Operation;

    private sealed record Deletion(string Path) : Operation;

    private sealed record DirectoryFlushing : Operation;

    /// <summary>The disk writes what it is told to flush; false for one that ignores it, to see that the test sees that.</summary>
    public bool FlushesFiles { get; init; } = true;

    /// <summary>The same for a directory.</summary>
    public bool FlushesDirectories { get; init; } = true;

    public int OperationCount => _operations.Count;

    /// <summary>Puts a file there that has long been on the disk.</summary>
    public void Place(string path, byte[] content) => _before[path] = content;

    public string Target(string path) => path;

    public INewFile Create(string path, string rightsOf)
    {
        var file = _operations.OfType<Creation>().Count();
        _operations.Add(new Creation(path, file));
        return new NewFile(this, file);
    }

    public void Rename(string path, string replaced) => _operations.Add(new Renaming(path, replaced));

    public void Delete(string path) => _operations.Add(new Deletion(path));

    public void FlushDirectory(string directory)
    {
        if (FlushesDirectories)
            _operations.Add(new DirectoryFlushing());
    }

    public IEnumerable<string> Unwritten(string directory, TimeSpan time) => [];

    /// <summary>What the path can hold after so many operations and a loss of power; null where it has no file.</summary>
    public IEnumerable<byte[]?> AfterPowerLossAt(int operations, string path)
    {
        var files = new List<WrittenFile>();
        var names = new Dictionary<string, WrittenFile>(_before.Select(pair => KeyValuePair.Create(pair.Key, new WrittenFile(pair.Value))));
        var unflushed = new List<Operation>();
        foreach (var operation in _operations.Take(operations))
        {
            switch (operation)
            {
                case Creation:
                    files.Add(new WrittenFile([]));
                    unflushed.Add(operation);
                    break;
                case Writing writing:
                    files[writing.File].Write(writing.Offset, writing.Bytes);
                    break;
                case Flushing flushing:
                    files[flushing.File].Flush();
                    break;
                case DirectoryFlushing:
                    Apply(names, unflushed, files);
                    unflushed.Clear();
                    break;
                default:
                    unflushed.Add(operation);
                    break;
            }
        }

        // The names of the temporary file matter to no one; what the changes of names do to the path, each alone and all in order, does.
        for (var kept = 0; kept < 1 << unflushed.Count; kept++)
        {
            var found = new Dictionary<string, WrittenFile>(names);
            Apply(found, unflushed.Where((operation, i) => operation is Creation || (kept >> i & 1) == 1), files);
            if (!found.TryGetValue(path, out var file))
                yield return null;
            else
                foreach (var content in file.AfterPowerLoss())
                    yield return content;
        }
    }

    private static void Apply(Dictionary<string, WrittenFile> names, IEnumerable<Operation> changes, List<WrittenFile> files)
    {
        foreach (var change in changes)
        {
            if (change is Creation creation)
                names[creation.Path] = files[creation.File];
            else if (change is Deletion deletion)
                names.Remove(deletion.Path);
            else if (change is Renaming renaming && names.Remove(renaming.Path, out var file))
                names[renaming.Replaced] = file;
        }
    }

    private sealed class NewFile(SimulatedDisk disk, int file) : INewFile
    {
        public void Write(ReadOnlySpan<byte> bytes, long offset) => disk._operations.Add(new Writing(file, offset, bytes.ToArray()));

        public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, long offset, CancellationToken cancellationToken)
        {
            Write(bytes.Span, offset);
            return ValueTask.CompletedTask;
        }

        public void Flush()
        {
            if (disk.FlushesFiles)
                disk._operations.Add(new Flushing(file));
        }

        public void Dispose()
        {
        }
    }
}
