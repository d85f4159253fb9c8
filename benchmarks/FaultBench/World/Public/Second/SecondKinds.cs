namespace Optimizers.FaultBench.World;

/// <summary>The second set of cases that were reported in public, in the order of their list, then the recipes of tutorials.</summary>
internal static class SecondKinds
{
    public static IReadOnlyList<Kind> All { get; } =
    [
        ConvolutionCases.SharperSignals, SequenceCases.LongSequences, CodingCases.EmptyFeature, ConvolutionCases.DepthDecay,
        SequenceCases.Recommender, SequenceCases.UnshuffledTexts, ConvolutionCases.LostAverages, TableCases.RenamedClasses,
        SequenceCases.Peptides, TableCases.SummedNotebook, ConvolutionCases.ListedFaces, TableCases.TwoClasses, TableCases.Prototypes,
        SequenceCases.UntrainedHead, ConvolutionCases.Filterbank, TableCases.XorFourRelus, ConvolutionCases.SchedulerAlone,
        ConvolutionCases.CourtPoints, ConvolutionCases.WholeNumberPixels, CodingCases.AutoencoderBytes, TableCases.AmesPrices,
        TableCases.NumpyBackward, TableCases.Margins, ConvolutionCases.RoadSigns,
        SecondTutorials.Reviews, SecondTutorials.Autoencoder, SecondTutorials.Moons, SecondTutorials.Films, SecondTutorials.Convolutions,
        SecondTutorials.Recurrence,
    ];
}
