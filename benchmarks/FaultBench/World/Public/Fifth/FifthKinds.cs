namespace Optimizers.FaultBench.World;

/// <summary>The fifth set of cases that were reported in public, in the order of their list, then the recipes of tutorials and books.</summary>
internal static class FifthKinds
{
    public static IReadOnlyList<Kind> All { get; } =
    [
        RuleCases.AdadeltaThousandth, LabelCases.MirroredLimbs, RuleCases.ChessValues, CurveCases.PoissonCounts, WiringCases.BatchAsTime,
        WiringCases.AttentionOverBatch, RuleCases.AdagradResumed, RuleCases.WrongTotal, CurveCases.LogisticCost, LabelCases.UnshuffledSplit,
        CurveCases.SineFrequency, CurveCases.SineAmplitude, LabelCases.HingeOfZeros, LabelCases.DoubleShift, LabelCases.WindowsPaths,
        WiringCases.BatchesOfOne, WiringCases.PositionConstants, RuleCases.SkyrocketingWeights,
        FifthTutorials.Airfoil, FifthTutorials.Polynomial, FifthTutorials.Horsepower, FifthTutorials.Normalized, FifthTutorials.Gpt,
    ];
}
