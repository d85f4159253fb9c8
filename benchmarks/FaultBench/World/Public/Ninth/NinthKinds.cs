namespace Optimizers.FaultBench.World;

/// <summary>The ninth set of cases that were reported in public, in the order of their list, then the recipes of tutorials and books.</summary>
internal static class NinthKinds
{
    public static IReadOnlyList<Kind> All { get; } =
    [
        EverydayLoopCases.CustomTrainStep, EverydayDataCases.WideAndDeep, EverydayLoopCases.ShuffleBuffer, EverydayDataCases.OnlyOutside,
        EverydayLossCases.ClippedDifference, EverydayLossCases.CrossEntropyOfOne, EverydayDataCases.CaptchaDropout, EverydayLoopCases.JointsDecay,
        EverydayLoopCases.Gestures, EverydayDataCases.DividedAgain, EverydayDataCases.StarsOfReviews, EverydayLossCases.SigmoidFromLogits,
        EverydayLossCases.EmptyScene, EverydayLoopCases.HalvedTooOften, EverydayDataCases.Survival, EverydayLoopCases.NeverUnfrozen,
        NinthTutorials.StraightLine, NinthTutorials.TorchNn, NinthTutorials.Tagger, NinthTutorials.Wine, NinthTutorials.CrossEntropy,
    ];
}
