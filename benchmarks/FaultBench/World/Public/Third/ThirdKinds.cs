namespace Optimizers.FaultBench.World;

/// <summary>The third set of cases that were reported in public, in the order of their list, then the recipes of tutorials and books.</summary>
internal static class ThirdKinds
{
    public static IReadOnlyList<Kind> All { get; } =
    [
        PaceCases.PlateauOfMaximum, PaceCases.FirstBatch, MaterialCases.DividedTwice, NetworkCases.ReluHead, PaceCases.EpsilonOfATenth,
        MaterialCases.CopiedAnswers, MaterialCases.ColourOrder, NetworkCases.FunctionalDropout, NetworkCases.RawNetwork,
        NetworkCases.XorWithoutBias, NetworkCases.DeepStart, BackwardCases.LargestOfTheBatch, BackwardCases.SilentFrames,
        BackwardCases.ErrorPassedDown, PaceCases.LongWarmUp, BackwardCases.PartLabels, MaterialCases.ByteMasks, PaceCases.ResumedRate,
        PaceCases.BatchOfTwo, NetworkCases.SmallestSine, NetworkCases.NegativeCurve, PaceCases.TopicRelus, NetworkCases.TenTimesStart,
        BackwardCases.Admissions, NetworkCases.AllOnes,
        ThirdTutorials.Smoothing, ThirdTutorials.Cancer, ThirdTutorials.Dropout, ThirdTutorials.Scratch, ThirdTutorials.Names,
        ThirdTutorials.Housing, ThirdTutorials.Basic, ThirdTutorials.Higgs,
    ];
}
