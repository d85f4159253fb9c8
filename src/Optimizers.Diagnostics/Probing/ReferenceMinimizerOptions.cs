namespace Optimizers.Diagnostics;

/// <summary>When a <see cref="ReferenceMinimizer"/> ends.</summary>
internal sealed record ReferenceMinimizerOptions
{
    /// <summary>The most gradients that a run takes, at least 1; it takes at most half as many losses more. Default 200.</summary>
    public int MaxGradients
    {
        get;
        init => field = value >= 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(MaxGradients), value, $"{nameof(MaxGradients)} is {value}; it must be at least 1.");
    } = 200;

    /// <summary>The most losses that a run takes.</summary>
    public int MaxLosses => MaxGradients + (MaxGradients / 2) + 1;

    /// <summary>It ends where the loss is no more than this; NaN (the default) for no such end.</summary>
    public double TargetLoss { get; init; } = double.NaN;

    /// <summary>It ends where ‖∇L‖ is no more than this part of what it was at the start. Default 10⁻⁸.</summary>
    public double GradientTolerance { get; init; } = 1e-8;

    /// <summary>It ends where ten iterations have lowered the loss by no more than this part of it. Default 10⁻⁷.</summary>
    public double DecreaseTolerance { get; init; } = 1e-7;

    /// <summary>True to keep θ after 2, 4, 8, … iterations: <see cref="Fit.Along"/>.</summary>
    public bool KeepsTheWay { get; init; }

    /// <summary>Cancels before the next evaluation.</summary>
    public CancellationToken CancellationToken { get; init; }
}
