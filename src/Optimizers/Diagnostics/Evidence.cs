namespace Optimizers.Diagnostics;

/// <summary>One observation that speaks for or against a cause.</summary>
/// <param name="Statement">The observation in words and numbers: "the loss along the last update is lowest at a quarter of the step".</param>
/// <param name="Source">Where the numbers came from: "line scan, 12 losses", "the last 256 steps".</param>
/// <param name="Weight">
/// How much it speaks for the cause (above 0) or against it (below 0): the logarithm of how many times likelier it is with the cause than without, in nats.
/// </param>
public sealed record Evidence(string Statement, string Source, double Weight)
{
    /// <summary>"the loss … (line scan, 12 losses)".</summary>
    public override string ToString() => $"{Statement} ({Source})";
}
