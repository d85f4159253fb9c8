namespace Optimizers.FaultBench.World;

/// <summary>The seventh set of cases that were reported in public, in the order of their list, then the recipes of tutorials and books.</summary>
internal static class SeventhKinds
{
    public static IReadOnlyList<Kind> All { get; } =
    [
        WordCases.OtherTokenizer, WordCases.IgnoredClass, ScheduleCases.CycleByEpoch, OwnLossCases.MeanForSum, WordCases.PaddedReviews,
        OwnLossCases.ReversedPairs, OwnLossCases.LogDensity, TestedCases.ShuffledPredictions, OwnLossCases.DetachedLoss,
        WordCases.FineTuningRate, ScheduleCases.WholeNumberRate, TestedCases.SportsRecords,
        SeventhTutorials.Cubic, SeventhTutorials.Threes, SeventhTutorials.Surnames,
    ];
}
