namespace Optimizers.Curvature;

/// <summary>How to leave a point.</summary>
public sealed record EscapeOptions
{
    /// <summary>
    /// Chooses what is random: the direction where λmin is multiple (another seed gives another one of the same curvature; without effect where λmin
    /// is single), a start vector, a perturbation. The same seed gives the same step. Default 0.
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

    /// <summary>Ends the attempt with an <see cref="OperationCanceledException"/>; nothing has changed then. Default: never.</summary>
    public CancellationToken CancellationToken { get; init; }

    /// <summary>Told after each iteration of a method that has iterations. Default null: nobody.</summary>
    public IProgress<IterationProgress>? Progress { get; init; }

    internal static EscapeOptions Default { get; } = new();
}
