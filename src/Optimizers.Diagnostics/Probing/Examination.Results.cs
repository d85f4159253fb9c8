namespace Optimizers.Diagnostics;

// The results as data, which a user can keep and give to an examination again.
public sealed partial class Examination
{
    private static readonly Dictionary<string, Type> ResultTypes = new()
    {
        [nameof(Accuracy)] = typeof(AccuracyCurve),
        [nameof(AlongGradient)] = typeof(LineScan),
        [nameof(AlongUpdate)] = typeof(LineScan),
        [nameof(AlongVelocity)] = typeof(LineScan),
        [nameof(AnswersTrial)] = typeof(CureTrial),
        [nameof(Blocks)] = typeof(IReadOnlyDictionary<string, CureTrial>),
        [nameof(ClippingTrial)] = typeof(CureTrial),
        [nameof(Curvature)] = typeof(CurvatureReport),
        [nameof(Curve)] = typeof(LossCurve),
        [nameof(DecayTrial)] = typeof(DecayTrial),
        [nameof(Depth)] = typeof(DepthReport),
        [nameof(DepthAtStart)] = typeof(DepthReport),
        [nameof(Ends)] = typeof(OutputEnds),
        [nameof(ExampleLosses)] = typeof(ExampleLossReport),
        [nameof(ExampleLossesAtStart)] = typeof(ExampleLossReport),
        [nameof(ExampleLossesWhenFitted)] = typeof(ExampleLossReport),
        [nameof(ExampleLossesWhenSure)] = typeof(ExampleLossReport),
        [nameof(FirstLayer)] = typeof(FirstLayerReport),
        [nameof(FitFromHere)] = typeof(Fit),
        [nameof(FitFromNewStart)] = typeof(Fit),
        [nameof(FitOfOneBatch)] = typeof(Fit),
        [nameof(Fitted)] = typeof(FittedLosses),
        [nameof(GradientCheck)] = typeof(GradientReport),
        [nameof(HandedOver)] = typeof(HandedOverReport),
        [nameof(HoldTrial)] = typeof(CureTrial),
        [nameof(HoldoutTurn)] = typeof(HoldoutTurn),
        [nameof(Inputs)] = typeof(InputReport),
        [nameof(InputsAndTargetsTrial)] = typeof(CureTrial),
        [nameof(InputsTrial)] = typeof(CureTrial),
        [nameof(Labels)] = typeof(LabelReport),
        [nameof(Learnability)] = typeof(LearnabilityReport),
        [nameof(LongerTrial)] = typeof(CureTrial),
        [nameof(Losses)] = typeof(LossReport),
        [nameof(LossWhenSure)] = typeof(LossBounds),
        [nameof(Mixing)] = typeof(LayerMixing),
        [nameof(MomentumTrial)] = typeof(CureTrial),
        [nameof(Motion)] = typeof(MotionReport),
        [nameof(Noise)] = typeof(GradientNoise),
        [nameof(NoiseAtStart)] = typeof(GradientNoise),
        [nameof(NonFinite)] = typeof(NonFiniteEvent),
        [nameof(Outputs)] = typeof(OutputReport),
        [nameof(RareClass)] = typeof(RareClassReport),
        [nameof(RateRange)] = typeof(RateRange),
        [nameof(Response)] = typeof(ResponseReport),
        [nameof(Setup)] = typeof(SetupReport),
        [nameof(Sharpness)] = typeof(SharpnessReport),
        [nameof(Shift)] = typeof(SampleShift),
        [nameof(SlowerTrial)] = typeof(CureTrial),
        [nameof(StartTrial)] = typeof(CureTrial),
        [nameof(Step)] = typeof(StepReport),
        [nameof(Targets)] = typeof(TargetScaleReport),
        [nameof(TargetsTrial)] = typeof(CureTrial),
        [nameof(Trials)] = typeof(TrialReport),
        [nameof(Units)] = typeof(IReadOnlyList<UnitReport>),
        [nameof(UnitsAtStart)] = typeof(IReadOnlyList<UnitReport>),
        [nameof(WeightDecay)] = typeof(WeightDecayReport),
        [nameof(Weights)] = typeof(IReadOnlyList<WeightReport>),
    };

    /// <summary>
    /// An examination whose results are given. It measures nothing: a probe without a given result is null. It serves to test a <see cref="Cause"/>,
    /// and to diagnose again from results that were kept.
    /// </summary>
    /// <param name="results">The results of probes by the names of the properties of this type, as <see cref="Results"/> has them.</param>
    /// <exception cref="ArgumentException">A name is no probe's, or a result is not of its property's type.</exception>
    public Examination(IReadOnlyDictionary<string, object> results)
        : this(new TrainingCase(new TrainingMonitor()), new ExaminationOptions { Budget = 0 })
    {
        ArgumentNullException.ThrowIfNull(results);
        _isRecorded = true;
        foreach (var (probe, result) in results)
        {
            if (!ResultTypes.TryGetValue(probe, out var type))
                throw new ArgumentException($"\"{probe}\" is no probe. The probes are {string.Join(", ", ResultTypes.Keys)}.", nameof(results));
            if (!type.IsInstanceOfType(result))
                throw new ArgumentException($"The result of {probe} is {Described(result)}; it must be a {type}.", nameof(results));
            _results[probe] = result;
        }
    }

    /// <summary>
    /// The results of the probes that have run, by the names of the properties of this type: a copy, which reading more probes does not change. A
    /// probe that has not run, or could not run, is not among them.
    /// </summary>
    public IReadOnlyDictionary<string, object> Results =>
        _results.Where(each => each.Value is not null && ResultTypes.ContainsKey(each.Key)).ToDictionary(each => each.Key, each => each.Value!);

    private static string Described(object? result) => result is null ? "null" : $"a {result.GetType()}";
}
