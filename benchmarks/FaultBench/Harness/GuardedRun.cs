using System.Globalization;

namespace Optimizers.FaultBench;

/// <summary>One training under the guard, against the same training alone and its healthy twin.</summary>
/// <param name="Run">The run.</param>
/// <param name="Half">The half of the grid.</param>
/// <param name="Twin">The training loss at the end of the healthy twin; for a healthy run, that of the run alone.</param>
/// <param name="Alone">The training loss at the end of the run without the guard.</param>
/// <param name="Guarded">The training loss at the end of the run under the guard.</param>
/// <param name="Floor">The loss below which a run is good in any case.</param>
/// <param name="Interventions">What the guard did.</param>
/// <param name="Suspects">The first suspects of the last diagnosis.</param>
/// <param name="Steps">The steps that were taken under the guard.</param>
/// <param name="Seconds">The seconds of training and diagnoses.</param>
internal sealed record GuardedRun(
    Run Run,
    GridHalf Half,
    double Twin,
    double Alone,
    double Guarded,
    double Floor,
    IReadOnlyList<string> Interventions,
    string Suspects,
    long Steps,
    double Seconds)
{
    /// <summary>The factor of the twin's loss up to which a run counts as repaired.</summary>
    public const double Tolerance = 1.1;

    public bool IsHealthy => Run.Fault is null;

    public bool IsRepaired => Guarded <= Math.Max(Tolerance * Twin, Floor);

    /// <summary>Notably above the run alone, and above the floor.</summary>
    public bool IsMadeWorse => !(Guarded <= Math.Max(Tolerance * Alone, Floor));

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Run} | {Half} | {Run.Habit.Name}, rate × {Run.Habit.RateFactor:G2} | twin {Twin:G4}, alone {Alone:G4}, guarded {Guarded:G4} | "
        + $"{Steps} steps, {Seconds:F1} s | {string.Join(" → ", Interventions)} | {Suspects}");
}
