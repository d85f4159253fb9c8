namespace Optimizers.FaultBench.World;

/// <summary>The tenth set of cases that were reported in public, in the order of their list, then the recipes of tutorials and books.</summary>
internal static class TenthKinds
{
    public static IReadOnlyList<Kind> All { get; } =
    [
        UsualAnswerCases.MatrixOfErrors, UsualLoopCases.ClassAfterClass, UsualLoopCases.CosineAgain, UsualLoopCases.RatingsAlpha,
        UsualAnswerCases.AnswersAsIntegers, UsualAnswerCases.StandardizedDigits, UsualModelCases.TunedResnet, UsualAnswerCases.RoadsAndCars,
        UsualModelCases.Molecules, UsualModelCases.ThreeSpans, UsualLoopCases.StrongPenalty, UsualLoopCases.TwoTimesTen,
        UsualAnswerCases.Over150, UsualLoopCases.VoiceTuning, UsualModelCases.Capsules, UsualAnswerCases.FifthClass,
        TenthTutorials.Quickstart, TenthTutorials.TenSteps, TenthTutorials.Gru, TenthTutorials.Flax, TenthTutorials.Diabetes,
    ];
}
