namespace Optimizers.FaultBench.World;

/// <summary>All kinds.</summary>
internal static class KindList
{
    public static IReadOnlyList<Kind> All { get; } =
    [
        new NoisyLine(), new Curve(), new Blobs(), new NextSymbol(), new RareEvent(), new Prices(), new WordBags(), new RunningSum(), new Waves(),
        new BorderedPictures(), new Rings(), new ManyOutputs(), new NormedLayers(),
        new DoseResponse(), new Arrivals(), new HeavyTails(), new Checkers(), new SymbolSum(), new RememberedSymbol(), new Peaks(), new Tags(),
        new Normed(), new ManyClasses(), new Formulas(), new Shortcuts(),
    ];
}
