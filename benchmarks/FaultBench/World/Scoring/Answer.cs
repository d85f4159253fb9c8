using Optimizers.Diagnostics;

namespace Optimizers.FaultBench.World;

/// <summary>What the diagnosis said of a draw.</summary>
/// <param name="Tier">What it was given.</param>
/// <param name="Verdict">Its verdict; null where it threw an exception.</param>
/// <param name="Named">The causes of its findings, first to last.</param>
/// <param name="Confidence">Of the first finding; 0 if there is none.</param>
/// <param name="Suspect">The first suspect, where there is no finding.</param>
/// <param name="Failure">The exception; null if there was none.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="Weighed">All suspects; empty where it threw an exception.</param>
internal sealed record Answer(
    Tier Tier, Verdict? Verdict, IReadOnlyList<string> Named, double Confidence, string? Suspect, string? Failure, double Seconds,
    IReadOnlyList<WeighedCause> Weighed)
{
    public const double Sure = 0.9;

    public string? First => Named is [var first, ..] ? first : null;

    public bool IsSure => Named.Count > 0 && Confidence >= Sure;

    public bool IsRightFirst(Draw draw) => First is { } first && draw.Answers.Contains(first);

    public bool IsRightAmongThree(Draw draw) => Named.Take(3).Any(draw.Answers.Contains);
}
