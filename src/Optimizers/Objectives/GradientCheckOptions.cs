namespace Optimizers.Curvature;

/// <summary>How a gradient is checked.</summary>
public sealed record GradientCheckOptions
{
    /// <summary>Chooses the random directions. Default 0.</summary>
    public int Seed { get; init; }

    /// <summary>True to look for the wrong entry when the gradient is wrong: about 2·log₂ n more losses. Default true.</summary>
    public bool Locate { get; init; } = true;

    /// <summary>
    /// True to check every named parameter of <see cref="ObjectiveOptions.Layout"/> along a direction of its own, for 4 to 8 losses each. Default
    /// false.
    /// </summary>
    public bool EachParameter { get; init; }

    /// <summary>Stops the check between two evaluations.</summary>
    public CancellationToken CancellationToken { get; init; }

    internal static GradientCheckOptions Default { get; } = new();
}
