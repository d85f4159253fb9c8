namespace Optimizers.Diagnostics;

/// <summary>The causes that a diagnosis considers unless it is told otherwise.</summary>
public static class KnownCauses
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<Cause> All { get; } = [];
}
