namespace Optimizers.FaultBench;

/// <summary>All faults of the bench.</summary>
internal static class FaultList
{
    public static IReadOnlyList<Fault> All { get; } =
    [
        .. Both(severity => new RateTooHigh(severity)),
        .. Both(severity => new RateTooLow(severity)),
        .. Both(severity => new DecayedTooEarly(severity)),
        .. Both(severity => new UnscaledInputs(severity)),
        .. Both(severity => new MomentumTooHigh(severity)),
        .. Both(severity => new BatchOfOne(severity)),
        .. Both(severity => new BatchFarAboveUse(severity)),
        .. Both(severity => new WeightDecayTooStrong(severity)),
        .. Both(severity => new ClippingTooTight(severity)),
        .. Both(severity => new GradientsNotZeroed(severity)),
        .. Both(severity => new ZeroInit(severity)),
        .. Both(severity => new IdenticalInit(severity)),
        .. Both(severity => new TinyInit(severity)),
        .. Both(severity => new HugeInit(severity)),
        .. Both(severity => new SaturatingInit(severity)),
        .. Both(severity => new DeadRelu(severity)),
        .. Both(severity => new SaddleStart(severity)),
        .. Both(severity => new SpuriousMinimum(severity)),
        .. Both(severity => new WrongSign(severity)),
        .. Both(severity => new TransposedBlock(severity)),
        .. Both(severity => new MissingTerm(severity)),
        .. Both(severity => new WrongScale(severity)),
        .. Both(severity => new DetachedLayer(severity)),
        .. Both(severity => new NondeterministicLossFault(severity)),
        .. Both(severity => new NanRow(severity)),
        .. Both(severity => new LogZero(severity)),
        .. Both(severity => new ShuffledLabels(severity)),
        .. Both(severity => new NoisyLabels(severity)),
        .. Both(severity => new ClassImbalanceFault(severity)),
        .. Both(severity => new SortedBatches(severity)),
        new SoftmaxTwiceFault(),
        .. Both(severity => new PreprocessingDiffers(severity)),
        .. Both(severity => new ShiftedTest(severity)),
        .. Both(severity => new ModelTooNarrow(severity)),
        .. Both(severity => new OverfittingFault(severity)),
    ];

    private static Fault[] Both(Func<Severity, Fault> make) => [make(Severity.Mild), make(Severity.Severe)];
}
