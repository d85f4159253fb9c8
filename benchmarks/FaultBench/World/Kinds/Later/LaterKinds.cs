namespace Optimizers.FaultBench.World;

/// <summary>The kinds that were written after the reasoning.</summary>
internal static class LaterKinds
{
    public static IReadOnlyList<Kind> All { get; } =
    [
        new Strokes(), new Forecast(), new Ratings(), new Bottleneck(), new Claims(), new Grades(), new Margins(), new Preferences(), new Laws(),
        new Gaps(), new Ripples(), new MarkedToken(),
    ];
}
