namespace Optimizers.FaultBench.World;

/// <summary>The sixth set of cases that were reported in public, in the order of their list, then the recipes of tutorials and books.</summary>
internal static class SixthKinds
{
    public static IReadOnlyList<Kind> All { get; } =
    [
        ScaleCases.Incomes, ScaleCases.PassOrFail, OutputCases.LabelsFromOne, UpdateCases.ClearedLate, OutputCases.SeveralGenres,
        UpdateCases.ClippedWhileScaled, UnitCases.DeviationOfOne, OutputCases.WithoutSigmoid, UpdateCases.AlwaysOneClass,
        UpdateCases.HalfOfTheData, OutputCases.LogarithmicError, ScaleCases.OwnRange, UnitCases.Tweets, UpdateCases.ManyCopies,
        UnitCases.ConstantVectors, UpdateCases.OneSumOfBiases, UnitCases.DroppedForKept, UnitCases.RareFrauds, UnitCases.FirstSymbol,
        OutputCases.SigmoidsBeforeSoftmax,
        SixthTutorials.Passengers, SixthTutorials.Filters, SixthTutorials.Adadelta, SixthTutorials.Denoising, SixthTutorials.SkipGram,
        SixthTutorials.Characters,
    ];
}
