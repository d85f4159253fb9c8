namespace Optimizers.Tests.Papers;

/// <summary>The transcriptions against the published implementations, on one small model.</summary>
public sealed class PublishedTests
{
    private static readonly (int Rows, int Columns)[] Square = [(3, 3), (3, 1)];

    private static readonly Dictionary<string, Func<double[]>> Transcriptions = new()
    {
        ["AdamW"] = () => PaperRun.Of(new AdamPaper(0.01, weightDecay: 0.1), PaperRun.Model),
        ["Lion"] = () => PaperRun.Of(new LionPaper(0.01, weightDecay: 0.1), PaperRun.Model),
        ["Lamb"] = () => PaperRun.Of(new LambPaper(0.01, weightDecay: 0.1), PaperRun.Model),
        ["LambUncorrected"] = () => PaperRun.Of(new LambPaper(0.01, weightDecay: 0.1, biasCorrection: false), PaperRun.Model),
        ["Adafactor"] = () => PaperRun.Of(new AdafactorPaper(), PaperRun.Model),
        ["AdafactorRate"] = () => PaperRun.Of(new AdafactorPaper(0.01, scaleByParameter: false), PaperRun.Model),
        ["AdafactorMomentum"] = () => PaperRun.Of(new AdafactorPaper(beta1: 0.9), PaperRun.Model),
        ["Prodigy"] = () => PaperRun.Of(new ProdigyPaper(weightDecay: 0.1, newDistanceInEpsilon: true), PaperRun.Model, 40),
        ["Muon"] = () => PaperRun.Of(new MuonPaper(0.02, weightDecay: 0.1), [(3, 3), (2, 3), (4, 2)]),
        ["Soap"] = () => PaperRun.Of(
            new SoapPaper(0.01, weightDecay: 0.1, frequency: 2, shampooBeta: 0.95, decayAfterStep: true), Square),
        ["SoapTen"] = () => PaperRun.Of(new SoapPaper(0.01, frequency: 1, shampooBeta: 0.9), Square, 10),
        ["ScheduleFreeSgd"] = () => PaperRun.Of(new ScheduleFreeSgdPaper(0.1, weightDecay: 0.1, warmUp: 4), PaperRun.Model),
        ["ScheduleFreeSgdAverage"] = () => Average(new ScheduleFreeSgdPaper(0.1, weightDecay: 0.1, warmUp: 4), paper => paper.Average),
        ["ScheduleFreeAdamW"] = () => PaperRun.Of(new ScheduleFreeAdamWPaper(0.01, weightDecay: 0.1, warmUp: 4), PaperRun.Model),
        ["ScheduleFreeAdamWAverage"] = () =>
            Average(new ScheduleFreeAdamWPaper(0.01, weightDecay: 0.1, warmUp: 4), paper => paper.Average),
        ["ScheduleFreeAdamWRate"] = () =>
            PaperRun.Of(new ScheduleFreeAdamWPaper(0.01, weightDecay: 0.1, warmUp: 4, correctRate: true), PaperRun.Model),
        ["ScheduleFreeAdamWRateAverage"] = () =>
            Average(new ScheduleFreeAdamWPaper(0.01, weightDecay: 0.1, warmUp: 4, correctRate: true), paper => paper.Average),
        ["LookaheadAdam"] = () => PaperRun.Of(new LookaheadPaper(new AdamPaper(0.01), 3), PaperRun.Model),
        ["Mars"] = () => PaperRun.Of(new MarsAdamWPaper(0.01, weightDecay: 0.1), PaperRun.Model),
        ["Sam"] = () => PaperRun.Of(new SamPaper(new SgdPaper(0.05)), PaperRun.Model),
        ["Asam"] = () => PaperRun.Of(new AsamPaper(new AdamPaper(0.05), identityForVectors: true), PaperRun.Model),
        ["Adadelta"] = () => PaperRun.Of(new AdadeltaPaper(0.5, 0.9), PaperRun.Model),
        ["Adamax"] = () => PaperRun.Of(new AdamaxPaper(0.01), PaperRun.Model),
        ["NAdam"] = () => PaperRun.Of(new NAdamPaper(0.01), PaperRun.Model),
        ["RAdam"] = () => PaperRun.Of(new RAdamPaper(0.01, threshold: 5), PaperRun.Model),
        ["RAdamLong"] = () => PaperRun.Of(new RAdamPaper(0.01, beta2: 0.9, threshold: 5), PaperRun.Model, 12),
        ["Rprop"] = () => PaperRun.Of(new RpropPaper(0.01), PaperRun.Model, 20),
        ["Asgd"] = () => PaperRun.Of(new AsgdPaper(0.05, 0.1, start: 3), PaperRun.Model),
        ["AdaBelief"] = () => PaperRun.Of(new AdaBeliefPaper(0.01, weightDecay: 0.1), PaperRun.Model),
        ["Yogi"] = () => PaperRun.Of(new YogiPaper(0.01, initialMean: 1e-6, initialSquare: 1e-6, biasCorrection: true), PaperRun.Model),
        ["QHAdam"] = () => PaperRun.Of(new QHAdamPaper(0.01, nu2: 0.9), PaperRun.Model),
        ["Adan"] = () => PaperRun.Of(new AdanPaper(0.01, weightDecay: 0.1), PaperRun.Model),
        ["AdEMAMix"] = () => PaperRun.Of(new AdEMAMixPaper(0.01, weightDecay: 0.1), PaperRun.Model),
        ["AdEMAMixWarmUp"] = () => PaperRun.Of(new AdEMAMixPaper(0.01, weightDecay: 0.1, warmUp: 6), PaperRun.Model),
        ["Adopt"] = () => PaperRun.Of(new AdoptPaper(0.01, weightDecay: 0.1), PaperRun.Model),
        ["Madgrad"] = () => PaperRun.Of(new MadgradPaper(0.01, epsilonInRate: true), PaperRun.Model),
        ["NovoGrad"] = () => PaperRun.Of(new NovoGradPaper(0.01, weightDecay: 0.1), PaperRun.Model),
        ["NovoGradAveraging"] = () => PaperRun.Of(new NovoGradPaper(0.01, weightDecay: 0.1, averaging: true), PaperRun.Model),
        ["AcProp"] = () => PaperRun.Of(new AcPropPaper(0.01, epsilon: 1e-8), PaperRun.Model),
        ["LaProp"] = () => PaperRun.Of(new LaPropPaper(0.01, weightDecay: 0.1), PaperRun.Model),
        ["Lars"] = () => PaperRun.Of(new LarsPaper(0.5, 0.01, weightDecay: 0.1, epsilon: 1e-8), PaperRun.Model),
        ["StableAdamW"] = () => PaperRun.Of(new StableAdamWPaper(0.01, weightDecay: 0.1), PaperRun.Model),
        ["AdamAtan2"] = () => PaperRun.Of(new AdamAtan2Paper(0.01, 0.9, 0.99, 1.27, weightDecay: 0.1), PaperRun.Model),
        ["Fromage"] = () => PaperRun.Of(new FromagePaper(0.05), PaperRun.Model),
        ["Sm3"] = () => PaperRun.Of(new Sm3Paper(0.1, 0.9), PaperRun.Model),
        ["Came"] = () => PaperRun.Of(new CamePaper(0.01, weightDecay: 0.1), PaperRun.Model),
        ["DAdaptAdam"] = () => PaperRun.Of(new DAdaptAdamPaper(weightDecay: 0.1, oldWeights: true), PaperRun.Model, 40),
        ["DAdaptSgd"] = () => PaperRun.Of(new DAdaptSgdPaper(), PaperRun.Model, 40),
        ["Dog"] = () => PaperRun.Of(new DogPaper(relativeStart: 1e-3), PaperRun.Model),
        ["LayerWiseDog"] = () => PaperRun.Of(new DogPaper(relativeStart: 1e-3, layerWise: true), PaperRun.Model),
        ["Momo"] = () => PaperRun.Of(new MomoPaper(1, weightDecay: 0.1), PaperRun.Model),
        ["MomoAdam"] = () => PaperRun.Of(new MomoAdamPaper(0.1, weightDecay: 0.1), PaperRun.Model),
        ["Mechanic"] = () => PaperRun.Of(new MechanicPaper(new SgdPaper(0.1), 0, 1e-3), PaperRun.Model, 12),
        ["Ftrl"] = () => PaperRun.Of(new FtrlPaper(0.1, 1, 0.3, 0.1), PaperRun.Model),
        ["Sophia"] = () => PaperRun.Of(new SophiaPaper(0.01, 0.96, 0.99, 1, 1e-2, 0.1, 1), PaperRun.Model),
        ["AdaHessian"] = () => PaperRun.Of(new AdaHessianPaper(0.01, power: 0.5, weightDecay: 0.1), PaperRun.Model),
        ["AsgdAverage"] = () => Average(new AsgdPaper(0.05, 0.1, start: 3), paper => paper.Average),
    };

    public static TheoryData<string> Names => [.. PublishedTrajectories.Ends.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_transcription_ends_where_the_published_implementation_does(string name)
    {
        var expected = PublishedTrajectories.Ends[name];
        var actual = Transcriptions[name]();
        actual.Should().HaveCount(expected.Length);
        for (var j = 0; j < expected.Length; j++)
            actual[j].Should().BeApproximately(expected[j], 1e-11 * Math.Max(1, Math.Abs(expected[j])), "of number {0}", j);
    }

    [Fact]
    public void Every_transcription_of_the_list_has_a_published_end() =>
        Transcriptions.Keys.Should().BeEquivalentTo(PublishedTrajectories.Ends.Keys);

    private static double[] Average<TPaper>(TPaper paper, Func<TPaper, double[][]> average)
        where TPaper : IPaper
    {
        _ = PaperRun.Of(paper, PaperRun.Model);
        return [.. average(paper).SelectMany(p => p)];
    }
}
