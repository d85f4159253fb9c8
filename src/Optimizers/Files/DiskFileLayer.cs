using System.IO.Enumeration;

namespace Optimizers.Files;

/// <summary>The system's files.</summary>
internal sealed class DiskFileLayer : IFileLayer
{
    public static DiskFileLayer Instance { get; } = new();

    public string Target(string path) =>
        new FileInfo(path).LinkTarget is null ? path : File.ResolveLinkTarget(path, returnFinalTarget: true)!.FullName;

    public INewFile Create(string path, string rightsOf)
    {
        var file = new NewDiskFile(path);
        try
        {
            if (!OperatingSystem.IsWindows() && File.Exists(rightsOf))
                file.SetRights(File.GetUnixFileMode(rightsOf));
            return file;
        }
        catch
        {
            file.Dispose();
            File.Delete(path);
            throw;
        }
    }

    public void Rename(string path, string replaced) => File.Move(path, replaced, overwrite: true);

    public void Delete(string path) => File.Delete(path);

    public void FlushDirectory(string directory)
    {
        if (!OperatingSystem.IsWindows())
            UnixDirectory.Flush(directory);
    }

    public IEnumerable<string> Unwritten(string directory, TimeSpan time)
    {
        var last = DateTimeOffset.UtcNow - time;
        var all = new EnumerationOptions { AttributesToSkip = FileAttributes.None }; // A name that begins with a dot is a hidden file on Unix.
        return new FileSystemEnumerable<string>(directory, (ref FileSystemEntry entry) => entry.FileName.ToString(), all)
        {
            ShouldIncludePredicate = (ref FileSystemEntry entry) => !entry.IsDirectory && entry.LastWriteTimeUtc < last,
        };
    }
}
