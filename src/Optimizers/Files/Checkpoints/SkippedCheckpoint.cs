namespace Optimizers;

/// <summary>A checkpoint that could not be used because it is damaged.</summary>
/// <param name="Path">The file.</param>
/// <param name="Reason">What is wrong with it.</param>
public sealed record SkippedCheckpoint(string Path, string Reason);
