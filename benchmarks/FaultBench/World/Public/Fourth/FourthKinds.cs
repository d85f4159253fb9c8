namespace Optimizers.FaultBench.World;

/// <summary>The fourth set of cases that were reported in public, in the order of their list, then the recipes of tutorials and books.</summary>
internal static class FourthKinds
{
    public static IReadOnlyList<Kind> All { get; } =
    [
        HandmadeCases.TanhOfFour, StepCases.EightBatches, StepCases.NoMomentum, HandmadeCases.Contrary, HandmadeCases.OverwrittenSlopes,
        HandmadeCases.CosineProximity, AnswerCases.PositiveStart, AnswerCases.DistortedMasks, StepCases.ResetEveryEpoch,
        AnswerCases.NegativeBiases, StepCases.VelocityWithoutDecay, StepCases.DecayEveryStep, UnpreparedCases.OwnStandardization,
        UnpreparedCases.NegativePriceLoss, UnpreparedCases.Population, HandmadeCases.HeavyPenalty, StepCases.ValueHead,
        UnpreparedCases.DividedWindows, UnpreparedCases.DarkPictures, StepCases.Tagger, AnswerCases.OneColour, HandmadeCases.EqualPairs,
        AnswerCases.FlattenedCats, AnswerCases.LineOfRelus, UnpreparedCases.FarCloud, StepCases.AdamAnew,
        FourthTutorials.Nielsen, FourthTutorials.Newswires, FourthTutorials.Spirals, FourthTutorials.Blitz, FourthTutorials.Weather,
        FourthTutorials.Fraud, FourthTutorials.Lenet, FourthTutorials.Bigrams,
    ];
}
