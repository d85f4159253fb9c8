namespace Optimizers.Diagnostics;

/// <summary>One observation that speaks for or against a cause.</summary>
/// <param name="Statement">The observation in words and numbers: "the loss along the last update is lowest at a quarter of the step".</param>
/// <param name="Source">Where the numbers came from: "line scan, 12 losses", "the last 256 steps".</param>
/// <param name="Weight">
/// How much the observation speaks for the cause (above 0) or against it (below 0), in nats: the logarithm of how many times likelier the observation
/// is with the cause than without.
/// </param>
public sealed record Evidence(string Statement, string Source, double Weight)
{
    /// <summary>Whether the observation decides alone, shows by a trial, or only weighs. Default <see cref="Grounds.Probable"/>.</summary>
    public Grounds Grounds { get; init; }

    /// <summary>"the loss … (line scan, 12 losses)".</summary>
    public override string ToString() => $"{Statement} ({Source})";
}
