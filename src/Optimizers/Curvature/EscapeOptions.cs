namespace Optimizers.Curvature;

/// <summary>How to leave a point along negative curvature.</summary>
public sealed record EscapeOptions
{
    /// <summary>
    /// Chooses the direction where λmin is multiple: the same seed gives the same direction, another seed another one of the same
    /// curvature. Without effect where λmin is single. Default 0.
    /// </summary>
    public int Seed { get; init; }

    /// <summary>
    /// A bound on |computed loss − true loss|, beyond the rounding of the number itself: a lower loss must be lower by more than twice
    /// this. In the units of the loss; finite, ≥ 0. Default 0.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative or not finite.</exception>
    public double LossError
    {
        get;
        init => field = double.IsFinite(value) && value >= 0
            ? value
            : throw new ArgumentOutOfRangeException(nameof(LossError), value, "The error of the loss must be finite and not negative.");
    }

    internal static EscapeOptions Default { get; } = new();
}
