namespace Optimizers.Reports.Charts;

/// <summary>A height that curves are compared with.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Y">The height.</param>
internal sealed record Level(string Name, double Y);
