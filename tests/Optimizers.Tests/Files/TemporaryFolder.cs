namespace Optimizers.Tests.Files;

/// <summary>A folder of one test, gone after it.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("optimizers-").FullName;

    /// <summary>The names of the files in it, in order.</summary>
    public IEnumerable<string> Names => Directory.EnumerateFileSystemEntries(_path).Select(System.IO.Path.GetFileName).Order(StringComparer.Ordinal)!;

    public string Path(string name) => System.IO.Path.Combine(_path, name);

    public void Dispose() => Directory.Delete(_path, recursive: true);
}
