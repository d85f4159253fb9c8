using Optimizers.Files;

namespace Optimizers.Tests.Files.Checkpoints;

/// <summary>The system's files, none of which is made before the gate opens.</summary>
internal sealed class SlowLayer : IFileLayer, IDisposable
{
    private readonly ManualResetEventSlim _gate = new();

    public void Open() => _gate.Set();

    public void Dispose() => _gate.Dispose();

    public string Target(string path) => DiskFileLayer.Instance.Target(path);

    public INewFile Create(string path, string rightsOf)
    {
        _gate.Wait();
        return DiskFileLayer.Instance.Create(path, rightsOf);
    }

    public void Rename(string path, string replaced) => DiskFileLayer.Instance.Rename(path, replaced);

    public void Delete(string path) => DiskFileLayer.Instance.Delete(path);

    public void FlushDirectory(string directory) => DiskFileLayer.Instance.FlushDirectory(directory);

    public IEnumerable<string> Unwritten(string directory, TimeSpan time) => DiskFileLayer.Instance.Unwritten(directory, time);
}
