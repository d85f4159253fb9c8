using System.Globalization;

namespace Optimizers.Diagnostics;

/// <summary>When a <see cref="TrainingGuard"/> intervenes, and how.</summary>
public sealed record TrainingGuardOptions
{
    /// <summary>The most interventions, at least 0. The break after the last intervention ends the training. Default 8.</summary>
    public int MaxInterventions { get; init => field = (int)HyperparameterRange.AtLeast(0, value, nameof(MaxInterventions)); } = 8;

    /// <summary>The number of steps over which the loss is smoothed (a moving average of decay 1 − 1/window): at least 1. Default 20.</summary>
    public int SmoothingWindow { get; init => field = (int)HyperparameterRange.AtLeast(1, value, nameof(SmoothingWindow)); } = 20;

    /// <summary>
    /// The loss has exploded when the smoothed loss is above this factor of the best smoothed loss and above the loss of the start, and the median of
    /// the last five losses above both by four standard deviations of the batch noise; with a <see cref="Horizon"/>, in the first twenty steps, for
    /// five in a row. Above 1. Default 4.
    /// </summary>
    public double ExplosionFactor
    {
        get;
        init => field = value > 1 && double.IsFinite(value)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(ExplosionFactor), value, string.Create(
                CultureInfo.InvariantCulture, $"{nameof(ExplosionFactor)} is {value}; it must be finite and above 1."));
    } = 4;

    /// <summary>
    /// The fewest steps between two snapshots, at least 1. A snapshot is taken where the smoothed loss is below that of the last one. It is a copy of
    /// the parameters and of the optimizer's state. Default 10.
    /// </summary>
    public int SnapshotEvery { get; init => field = (int)HyperparameterRange.AtLeast(1, value, nameof(SnapshotEvery)); } = 10;

    /// <summary>
    /// The number of steps in a row with a loss or a gradient that is not finite that are left out; one more is a break. At least 0. Default 2.
    /// </summary>
    public int SkipsInARow { get; init => field = (int)HyperparameterRange.AtLeast(0, value, nameof(SkipsInARow)); } = 2;

    /// <summary>The length of the warm-up after a rollback by default, in steps: at least 0. Default 10.</summary>
    public int WarmUp { get; init => field = (int)HyperparameterRange.AtLeast(0, value, nameof(WarmUp)); } = 10;

    /// <summary>
    /// The quantile, in (0, 1], of the last 256 global norms before the snapshot at which the default remedy clips gradients after a rollback; null:
    /// it does not clip. Default 0.9.
    /// </summary>
    public double? ClipQuantile
    {
        get;
        init => field = value is { } quantile ? HyperparameterRange.Factor(quantile, nameof(ClipQuantile)) : null;
    } = 0.9;

    /// <summary>
    /// The number of steps, at least 1, after which a loss has stalled that has not improved by 1 % of itself and 0.1 % of its
    /// whole fall. Default 500.
    /// </summary>
    public int StallAfter { get; init => field = (int)HyperparameterRange.AtLeast(1, value, nameof(StallAfter)); } = 500;

    /// <summary>
    /// How many steps a run has: at least 1. When so many have been taken since the last intervention, the training ends
    /// (<see cref="TrainingGuard.IsStopped"/>), unless <see cref="Diagnose"/> finds there a fault with a remedy and the training loss is not
    /// satisfactory: then the remedy is applied at the best snapshot, or at the start where the weights were damaged or the same remedy did not help
    /// before, and another run of as many steps begins, the optimizer reset and its schedule at the beginning. Null: the guard does not look for an
    /// end, and the loop decides. Default null.
    /// </summary>
    public int? Horizon { get; init => field = value is { } steps ? (int)HyperparameterRange.AtLeast(1, steps, nameof(Horizon)) : null; }

    /// <summary>
    /// Makes a diagnosis at a break, at a stall and at the horizon; the action of its first finding that has one is applied. It receives the
    /// case as the guard sees it (the steps since the last intervention, where they began and where they are) and adds what the loop has:
    /// <c>seen => Diagnosis.Of(seen with { Objective = objective })</c>. Null: a break divides the rate, with a warm-up, and clips gradients;
    /// the guard does not look for stalls.
    /// </summary>
    public Func<TrainingCase, Diagnosis>? Diagnose { get; init; }

    /// <summary>
    /// The least probability against "nothing is wrong", whatever else is suspected, in (0, 1], of the suspects whose remedies the guard tries at the
    /// horizon where the training loss is known not to satisfy. A remedy in vain costs a run, but never the snapshot. Where it is unknown whether the
    /// loss satisfies, only findings count. Default 0.3.
    /// </summary>
    public double LeastConfidence
    {
        get;
        init => field = HyperparameterRange.Factor(value, nameof(LeastConfidence));
    } = 0.3;

    /// <summary>Chooses the remedy itself, before <see cref="Diagnose"/>; null, or a null remedy, leaves the choice to what follows.</summary>
    public Func<TrainingBreak, Remedy?>? ChooseRemedy { get; init; }

    internal bool CanDiagnose => Diagnose is not null || ChooseRemedy is not null;
}
