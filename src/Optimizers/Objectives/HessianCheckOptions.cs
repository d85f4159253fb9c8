namespace Optimizers.Curvature;

/// <summary>How a Hessian is checked.</summary>
public sealed record HessianCheckOptions
{
    /// <summary>Chooses the random directions. Default 0.</summary>
    public int Seed { get; init; }

    /// <summary>
    /// True to look for the wrong entry when the Hessian is wrong: about 2·log₂ n gradients and log₂ n products more. Default true.
    /// </summary>
    public bool Locate { get; init; } = true;

    /// <summary>Stops the check between two evaluations.</summary>
    public CancellationToken CancellationToken { get; init; }

    internal static HessianCheckOptions Default { get; } = new();
}
