namespace Optimizers;

/// <summary>A checkpoint that could not be used because it is damaged.</summary>
public sealed class SkippedCheckpoint
{
    internal SkippedCheckpoint(string path, string reason)
    {
        (Path, Reason) = (path, reason);
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>What is wrong with it.</summary>
    public string Reason { get; }
}
