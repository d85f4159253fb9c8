namespace Optimizers.FaultBench.World;

/// <summary>The eighth set of cases that were reported in public, in the order of their list, then the recipes of tutorials and courses.</summary>
internal static class EighthKinds
{
    public static IReadOnlyList<Kind> All { get; } =
    [
        CriterionCases.DivergenceOfProbabilities, PaceOfLoopCases.SquaredRate, PaceOfLoopCases.ClearedByEpoch, FormCases.EmbeddingOfOne,
        AppliedCases.NoCausalMask, AppliedCases.HalvedLastLayer, CriterionCases.SwappedArguments, AppliedCases.ColumnOrder,
        PaceOfLoopCases.RateFromScratch, CriterionCases.OneLargeLoss, FormCases.AboveOne, AppliedCases.EmptyTiles,
        CriterionCases.TurnedPictures, PaceOfLoopCases.NotebookRate, FormCases.InsideACircle, CriterionCases.SoftmaxOfProbability,
        EighthTutorials.Profit, EighthTutorials.Ants, EighthTutorials.Range, EighthTutorials.Cycle, EighthTutorials.Titanic,
    ];
}
