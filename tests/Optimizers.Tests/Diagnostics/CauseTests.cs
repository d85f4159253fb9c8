using Optimizers.Curvature;
using Optimizers.Diagnostics;
using static Optimizers.Tests.Diagnostics.HealthyRun;

namespace Optimizers.Tests.Diagnostics;

/// <summary>Each cause by the evidence that makes it, against a run in which nothing else is wrong.</summary>
public class CauseTests
{
    private static readonly LossReport Large = new(2.4, 1.5, 1.5, 1.5, 1.5, Chance, 0.15);

    private static readonly LossCurve Flat = new(400, 2.3, 1.5, 1.48, 0.5, 2.4, 0.05, -0.005, 0.01, 0.9, true);

    private static readonly Dictionary<string, Action<Dictionary<string, object>>> Signs = new()
    {
        ["nondeterministic-loss"] = run => Set(run, Check(run) with { Verdict = CheckVerdict.NotDeterministic, LossRepeatability = 0.01 }),
        ["bad-labels"] = run =>
        {
            Fails(run);
            Set(run, Of<OutputReport>(run) with { Targets = new(512, 0, 11, 40, 3, "10", "0 to 9, one of the 10 outputs") });
        },
        ["output-range"] = run =>
        {
            Fails(run);
            var outputs = Of<OutputReport>(run);
            Set(run, outputs with { Range = outputs.Range with { LowerBound = -1, UpperBound = 1, Unreachable = 0.8 } });
        },
        ["wrong-loss"] = run =>
        {
            Fails(run);
            var outputs = Of<OutputReport>(run);
            Set(run, outputs with { Loss = outputs.Loss! with { Right = 20, Wrong = 0, Relation = LossRelation.Opposite } });
        },
        ["examples-mixed"] = run =>
        {
            Fails(run);
            Set(run, Of<OutputReport>(run) with { MateDifference = 0.9, AloneDifference = 0.9 });
        },
        ["evaluation-differs"] = run =>
        {
            Fails(run);
            Set(run, Of<MotionReport>(run) with { HighestRecentLoss = 0.1 });
            run[nameof(Examination.AlongUpdate)] = Line("the last update", 1, 0.99, loss: 1.5);
        },
        ["no-nonlinearity"] = run =>
        {
            Fails(run);
            Set(run, Of<OutputReport>(run) with { Bend = 1e-15, LinearFit = 0.1, NearestFit = 0.7 });
        },
        ["wrong-gradient"] = run =>
            Set(run, Check(run) with { Verdict = CheckVerdict.Wrong, LargestRelativeError = 0.5, WrongPart = "W2", WrongEntry = "W2[1,2]" }),
        ["non-finite"] = run => Set(run, Of<InputReport>(run) with { FirstNonFinite = (3, 17), NonFiniteExamples = 1 }),
        ["nothing-moves"] = run =>
        {
            Fails(run);
            Set(run, Of<MotionReport>(run) with { GradientNorm = 0, LargestGradientNorm = 0, UpdateNorm = 0, LargestUpdateNorm = 0 });
        },
        ["not-handed-over"] = run =>
        {
            Fails(run);
            run[nameof(Examination.HandedOver)] = new HandedOverReport(120, 100, ["W2"]);
        },
        ["loop-differs"] = run =>
        {
            Fails(run);
            Set(run, Of<TrialReport>(run) with { RecordedLoss = 2.4 });
        },
        ["constant-inputs"] = run =>
        {
            Fails(run);
            Set(run, Of<InputReport>(run) with { ConstantFeatures = 64 });
        },
        ["targets-scale"] = run =>
        {
            Fails(run);
            run[nameof(Examination.Targets)] = new TargetScaleReport(512, 0, 2e5, 8e4, []);
        },
        ["too-few-steps"] = run =>
        {
            Fails(run);
            Set(run, Flat with { Last = 1.5, RelativeSlope = -0.4, SlopeError = 0.01, FlatSince = 0.05 });
        },
        ["gradients-not-cleared"] = run =>
        {
            Fails(run);
            Set(run, Of<MotionReport>(run) with
            {
                GradientCosine = 0.999,
                UpdateCosine = 0.999,
                GradientNorm = 40,
                FirstGradientNorm = 4,
                LargestGradientNorm = 60,
            });
            Set(run, Of<StepReport>(run) with { GradientRatio = 30, GradientCosine = 0.1 });
            Set(run, Of<TrialReport>(run) with { RecordedLoss = 2.4 });
        },
        ["no-gradient"] = run =>
        {
            Fails(run);
            var depth = Depth(1, 0.2);
            depth = depth with { Layers = [depth.Layers[0] with { GradientNorm = 0, GradientRms = 0 }, .. depth.Layers.Skip(1)] };
            run[nameof(Examination.Depth)] = run[nameof(Examination.DepthAtStart)] = depth;
            Set(run, Check(run) with { Verdict = CheckVerdict.Wrong, LargestRelativeError = 0.3, WrongPart = "W1" });
        },
        ["symmetry"] = run =>
        {
            Fails(run);
            run[nameof(Examination.Units)] = run[nameof(Examination.UnitsAtStart)] = Layers(0, 0.9, 0.1, 0.4);
        },
        ["dead-units"] = run =>
        {
            Fails(run);
            run[nameof(Examination.Units)] = run[nameof(Examination.UnitsAtStart)] = Layers(0.9, 0, double.NaN, 0.1);
        },
        ["saturation"] = run =>
        {
            Fails(run);
            run[nameof(Examination.Units)] = run[nameof(Examination.UnitsAtStart)] = Layers(0, 0, 0.95, 0.9);
        },
        ["vanishing-gradient"] = run =>
        {
            Fails(run);
            run[nameof(Examination.DepthAtStart)] = Depth(0.1, 0.2);
        },
        ["exploding-gradient"] = run =>
        {
            Fails(run);
            run[nameof(Examination.DepthAtStart)] = Depth(4, 100);
            Set(run, Large with { Start = 400 });
        },
        ["bad-scaling"] = run =>
        {
            Fails(run);
            Set(run, Of<InputReport>(run) with { RootMeanSquare = 120, LargestDeviation = 150 });
        },
        ["step-too-large"] = run =>
        {
            Fails(run);
            Set(run, Large with { Training = 5 });
            Set(run, Of<MotionReport>(run) with { LargestRelativeUpdate = 0.8 });
            Set(run, new RateRange([0.001, 0.01], [4, 3], 5, 0.004, 0.1));
            run[nameof(Examination.AlongGradient)] = Line("−g", 0.125, 1.6, 5);
        },
        ["momentum-too-high"] = run =>
        {
            Fails(run);
            Set(run, Of<SetupReport>(run) with { Momentum = 0.995 });
            Set(run, Of<MotionReport>(run) with { UpdateCosine = 0.995 });
        },
        ["step-too-small"] = run =>
        {
            Fails(run);
            Set(run, Of<MotionReport>(run) with { LargestRelativeUpdate = 1e-4 });
            Set(run, new RateRange([0.1, 10], [1.4, 1.1], 1.5, 10, 100));
            run[nameof(Examination.AlongGradient)] = Line("−g", 512, 0.999, 1.5);
        },
        ["decayed-too-early"] = run =>
        {
            Fails(run);
            Set(run, Of<SetupReport>(run) with { LearningRate = 1e-6, DecayedShare = 0.7 });
            run[nameof(Examination.AlongGradient)] = Line("−g", 512, 0.999, 1.5);
        },
        ["clipping-too-tight"] = run =>
        {
            Fails(run);
            Set(run, Of<SetupReport>(run) with { ClipNorm = 0.002, ClippedShare = 1 });
            run[nameof(Examination.AlongGradient)] = Line("−g", 256, 0.999, 1.5);
        },
        ["noise-dominated"] = run =>
        {
            Fails(run);
            Set(run, Of<SetupReport>(run) with { BatchSize = 1 });
            Set(run, new GradientNoise(0.05, 20, 1, 64, 0.01, 1, 1));
        },
        ["correlated-batches"] = run =>
        {
            Fails(run);
            run[nameof(Examination.NoiseAtStart)] = new GradientNoise(1, 30, 32, 16, 0.01, 0.2, 1);
            Set(run, Flat with { Last = 0.3 });
            Set(run, Of<MotionReport>(run) with { GradientCosine = 0.9, LossAutocorrelation = 0.7 });
            Set(run, Of<StepReport>(run) with { GradientRatio = 1 });
        },
        ["weight-decay"] = run =>
        {
            Fails(run);
            Set(run, Of<SetupReport>(run) with { WeightDecay = 0.3 });
            Set(run, Of<MotionReport>(run) with { ParameterNorm = 3 });
            run[nameof(Examination.WeightDecay)] = new WeightDecayReport(0.3, -0.6, 0.9, 0.9);
        },
        ["saddle"] = run =>
        {
            Fails(run);
            run[nameof(Examination.DepthAtStart)] = Depth(1, 0.2, rms: 1e-4);
            Set(run, new CurvatureReport(-0.5, -0.6, 2, 2.1, 1.5, 0.001, 0.1, "probable"));
        },
        ["local-minimum"] = run =>
        {
            Fails(run);
            run[nameof(Examination.FitFromHere)] = Fit("θ", 1.5, 1.48, 30);
        },
        ["softmax-twice"] = run =>
        {
            var floor = Math.Log(1 + (9 / Math.E));
            Fails(run);
            foreach (var fit in new[] { nameof(Examination.FitFromHere), nameof(Examination.FitFromNewStart), nameof(Examination.FitOfOneBatch) })
                run[fit] = Fit("a new start (seed 1)", 2.3, floor + 0.001, 50);
            run[nameof(Examination.ExampleLossesWhenSure)] = Of<ExampleLossReport>(run) with { Smallest = floor, Largest = floor + 1 };
            Set(run, Large with { Training = floor + 0.02 });
        },
        ["wrong-labels"] = run =>
        {
            Fails(run);
            Set(run, Large with { Validation = 2.4, Test = 1.2 });
            Set(run, new FittedLosses(0.015, 4, 3));
        },
        ["class-imbalance"] = run =>
        {
            Set(run, new LabelReport(10, 512, 0.95, 0.005, 0.3));
            run[nameof(Examination.ExampleLosses)] = Of<ExampleLossReport>(run) with { RareClassLoss = 5, FrequentClassLoss = 0.06 };
        },
        ["model-bias"] = run =>
        {
            Fails(run);
            run[nameof(Examination.FitFromHere)] = Fit("θ", 1.5, 1.3, 110);
            run[nameof(Examination.FitFromNewStart)] = Fit("a new start (seed 1)", 2.4, 1.3, 190);
            run[nameof(Examination.FitOfOneBatch)] = Fit("a new start (seed 1)", 2.4, 0.9, 190);
        },
        ["overfitting"] = run => Set(run, new LossReport(2.4, 0.001, 1.1, 1.1, 0.7, Chance, 0.15)),
        ["distribution-mismatch"] = run =>
        {
            Set(run, new LossReport(2.4, 0.09, 0.15, 2.5, 0.15, Chance, 0.15));
            Set(run, new SampleShift(0.9, 0.024, 2, 1.8));
        },
        ["batch-too-large"] = run => Set(run, Of<SetupReport>(run) with { BatchSize = 700 }),
        ["metric-misleads"] = run => run[nameof(Examination.Accuracy)] = new AccuracyCurve(0, 0, 0, 30, 0, 0, 1, 30),
        ["sharp-minimum"] = run =>
        {
            Set(run, new SharpnessReport(20, 0.5, 0.09));
            Set(run, new LossReport(2.4, 0.01, 0.3, 0.8, 0.3, Chance, 0.15));
        },
    };

    public static TheoryData<string> Told => [.. Signs.Keys];

    [Theory]
    [MemberData(nameof(Told))]
    public void A_cause_is_named_first_by_what_makes_it(string id)
    {
        var run = Results();
        Signs[id](run);

        var diagnosis = Diagnosis.Of(new Examination(run));

        var found = KnownCauses.All.Single(cause => cause.Id == id).Kind == CauseKind.Advice ? diagnosis.Advice : diagnosis.Findings;
        found.Should().NotBeEmpty(string.Join("; ", diagnosis.Suspects.Select(suspect => $"{suspect.Cause.Id} {suspect.Confidence:F2}")));
        found[0].Cause.Id.Should().Be(id, string.Join("; ", diagnosis.Suspects.Select(suspect => $"{suspect.Cause.Id} {suspect.Confidence:F2}")));
        found[0].Assessment.Evidence.Should().Contain(evidence => evidence.Weight > 0);
        found[0].Remedy!.Advice.Should().EndWith(".");
        diagnosis.ToString().Split(Environment.NewLine).Should().HaveCountLessThanOrEqualTo(15);
    }

    [Fact]
    public void A_healthy_run_is_called_healthy_and_no_cause_has_even_odds()
    {
        var diagnosis = Diagnosis.Of(new Examination(Results()));

        diagnosis.Verdict.Should().Be(Verdict.Healthy);
        diagnosis.Suspects.Should().OnlyContain(suspect => suspect.Confidence < 0.3);
        diagnosis.Advice.Should().BeEmpty();
        diagnosis.ToString().Should().StartWith("Nothing is wrong with this training");
    }

    [Fact]
    public void Gradients_that_agree_because_the_batches_come_in_an_order_do_not_add_up()
    {
        var run = Results();
        Fails(run);
        Set(run, Of<MotionReport>(run) with { GradientCosine = 0.99, GradientNorm = 1.4 });
        run[nameof(Examination.NoiseAtStart)] = new GradientNoise(1, 30, 32, 16, 0.01, 0.2, 1);

        var diagnosis = Diagnosis.Of(new Examination(run));

        diagnosis.Findings[0].Cause.Id.Should().Be("correlated-batches");
    }

    [Fact]
    public void A_loop_that_fares_as_its_own_steps_taken_again_clears_its_gradients()
    {
        var run = Results();
        Fails(run);
        Set(run, Of<MotionReport>(run) with { GradientCosine = 0.99, GradientNorm = 4 });
        Set(run, Of<TrialReport>(run) with { RecordedLoss = 2.4 });
        Diagnosis.Of(new Examination(run)).Findings[0].Cause.Id.Should().Be("gradients-not-cleared");

        Set(run, Of<TrialReport>(run) with { RecordedLoss = 0.3 });

        Diagnosis.Of(new Examination(run)).Findings.Should().NotContain(finding => finding.Cause.Id == "gradients-not-cleared");
    }

    [Fact]
    public void Of_two_divergences_that_are_not_alike_none_is_an_evidence_of_gradients_that_add_up()
    {
        var run = Results();
        Signs["step-too-large"](run);
        Set(run, Of<TrialReport>(run) with { RecordedLoss = 1e30, ReplayLoss = 1e9 });

        var suspect = Diagnosis.Of(new Examination(run)).Suspects.Single(each => each.Cause.Id == "gradients-not-cleared");

        suspect.Assessment.Evidence.Should().NotContain(evidence => evidence.Source.Contains("taken again"));
    }

    [Theory]
    [InlineData(100, "step-too-small")]
    [InlineData(0.01, "step-too-large")]
    public void The_short_trainings_tell_on_which_side_of_the_good_rates_the_run_is(double factor, string id)
    {
        var run = Results();
        Fails(run);
        Set(run, Of<MotionReport>(run) with { LargestRelativeUpdate = factor > 1 ? 5e-4 : 0.5 });
        Set(run, new TrialReport(0.1, 80,
            [new(Math.Min(1, factor), factor > 1 ? 2.2 : 0.3), new(Math.Max(1, factor), factor > 1 ? 0.3 : 9)], 80, 2.2, 2.2));

        Diagnosis.Of(new Examination(run)).Findings[0].Cause.Id.Should().Be(id);
    }

    [Fact]
    public void Losses_that_are_unbounded_where_the_network_is_sure_exclude_a_second_softmax()
    {
        var run = Results();
        Signs["softmax-twice"](run);
        run[nameof(Examination.ExampleLossesWhenSure)] = new ExampleLossReport(512, 0, -1, 0, 180, 0, 3, 0.05, 0.05, 0.9, double.NaN, 3);

        Diagnosis.Of(new Examination(run)).Findings.Should().NotContain(finding => finding.Cause.Id == "softmax-twice");
    }

    [Fact]
    public void A_sharp_place_at_a_high_loss_is_no_minimum()
    {
        var run = Results();
        Signs["sharp-minimum"](run);
        Set(run, new LossReport(2.4, 1.5, 1.8, 2.5, 1.8, Chance, 0.15));

        Diagnosis.Of(new Examination(run)).Advice.Should().BeEmpty();
    }

    [Fact]
    public void Batches_that_are_no_sample_of_the_data_are_not_drawn_at_random_however_they_follow_each_other()
    {
        var run = Results();
        Fails(run);
        run[nameof(Examination.NoiseAtStart)] = new GradientNoise(1, 30, 32, 16, 0.01, 1, 200);

        Diagnosis.Of(new Examination(run)).Findings[0].Cause.Id.Should().Be("correlated-batches");
    }

    [Fact]
    public void Where_there_are_only_the_batches_their_order_still_tells_that_gradients_do_not_add_up()
    {
        var run = Results();
        Fails(run);
        run[nameof(Examination.NoiseAtStart)] = new GradientNoise(1, 30, 32, 16, 0.01, 0.2, double.NaN);

        Diagnosis.Of(new Examination(run)).Suspects.Single(each => each.Cause.Id == "gradients-not-cleared")
            .Assessment.Evidence.Should().Contain(evidence => evidence.Source == "gradients of mini-batches" && evidence.Weight == -8);
    }

    [Fact]
    public void Without_a_loss_of_chance_the_short_trainings_still_tell_a_rate_too_small()
    {
        var run = Results();
        Fails(run);
        Set(run, Large with { Chance = double.NaN });
        Set(run, Of<TrialReport>(run) with { Trials = [new(1, 2.2), new(100, 0.3)] });

        Diagnosis.Of(new Examination(run)).Suspects.Single(each => each.Cause.Id == "step-too-small")
            .Assessment.Evidence.Should().Contain(evidence => evidence.Source == "short trainings from the start" && evidence.Weight > 0);
    }

    [Fact]
    public void Labels_explain_no_loss_far_above_what_a_short_training_reaches()
    {
        var run = Results();
        Signs["wrong-labels"](run);
        Set(run, Large with { Validation = 2.4, Test = 2.4 });
        Set(run, Of<TrialReport>(run) with { Trials = [new(0.1, 1.7), new(1, 1.5), new(10, 9)] });
        Diagnosis.Of(new Examination(run)).Findings[0].Cause.Id.Should().Be("wrong-labels");

        Set(run, Of<TrialReport>(run) with { Trials = [new(0.1, 0.2), new(1, 1.5), new(10, 9)] });

        Diagnosis.Of(new Examination(run)).Findings.Should().NotContain(finding => finding.Cause.Id == "wrong-labels");
    }

    /// <summary>Each reason, at its full weight, for which a model learns nothing whatever its labels are.</summary>
    [Theory]
    [InlineData(0.15, 20, 0.0, "the gradient through depth at the start")]
    [InlineData(1.0, 2, 0.0, "the hidden units")]
    [InlineData(1.0, 20, 0.9, "the hidden units")]
    public void What_keeps_a_model_from_learning_says_nothing_of_its_labels(double growth, int width, double dead, string source)
    {
        var run = Results();
        Signs["wrong-labels"](run);
        var before = Labels().Weight;
        run[nameof(Examination.DepthAtStart)] = Depth(growth, 0.2);
        run[nameof(Examination.Units)] = new UnitReport[] { new("layer 1", width, [], [], 0, 0, 0.4) };
        run[nameof(Examination.UnitsAtStart)] = Layers(dead, 0, 0, 0.4);

        var labels = Labels();

        labels.Evidence.Single(each => each.Source == source).Weight.Should().BeApproximately(-4, 1e-9);
        labels.Weight.Should().BeApproximately(before - 4, 1e-9);

        Assessment Labels() => Diagnosis.Of(new Examination(run)).Suspects.Single(each => each.Cause.Id == "wrong-labels").Assessment;
    }

    /// <summary>A first loss of squares far above that of small outputs; a sum over the examples of a batch is large too.</summary>
    [Theory]
    [InlineData(32, 3199, false)]
    [InlineData(32, 3200, true)]
    [InlineData(2, 3200, true)]
    [InlineData(1, 3200, true)]
    [InlineData(2, 199, false)]
    [InlineData(1, 199, false)]
    [InlineData(1, 300, true)]
    public void A_first_loss_tells_of_large_targets_unless_it_may_be_a_sum_over_a_batch(int batchSize, double first, bool isTold)
    {
        var run = Results();
        run.Remove(nameof(Examination.Labels));
        run[nameof(Examination.DepthAtStart)] = new DepthReport(
            [new("W1", 40, true, 0, 0.1, 2, 1), new("W2", 40, true, 0, 0.1, 2, 1), new("b2", 10, false, 0, 0.1, 1, 1)], 1, 2, 2, 1);
        Set(run, Of<SetupReport>(run) with { BatchSize = batchSize });
        Set(run, Of<LossReport>(run) with { Start = first });

        // Outputs of 0.1·√4·(2/1/√4) are below 1: the root of the loss is to be above 15.
        var suspect = Diagnosis.Of(new Examination(run)).Suspects.FirstOrDefault(each => each.Cause.Id == "targets-scale");

        (suspect?.Assessment.Evidence.Any(each => each.Weight > 0) ?? false).Should().Be(isTold);
    }

    [Theory]
    [InlineData(0.0, -3)]
    [InlineData(0.01, -1.5)]
    [InlineData(0.03, 0)]
    [InlineData(0.15, 10)]
    public void The_loss_that_the_ends_of_the_outputs_allow_tells_for_and_against_them(double share, double weight)
    {
        var run = Results();
        run.Remove(nameof(Examination.Outputs));
        run[nameof(Examination.Ends)] = new OutputEnds(3, 3, "tanh", share * Chance);

        var evidence = Diagnosis.Of(new Examination(run)).Suspects.SingleOrDefault(each => each.Cause.Id == "output-range")?.Assessment.Evidence
            .SingleOrDefault(each => each.Source == "the loss where the last bias is huge");

        (evidence?.Weight ?? 0).Should().BeApproximately(weight, 1e-9);
    }

    /// <summary>A holdout that fares as badly speaks for a model that cannot follow, one far worse for a model that could.</summary>
    [Theory]
    [InlineData(1.1, 1)]
    [InlineData(1.5, 0)]
    [InlineData(2.0, -1.5)]
    [InlineData(2.5, -3)]
    public void A_model_is_too_small_where_its_holdout_is_no_worse_than_its_training_data(double ratio, double weight)
    {
        var run = Results();
        Signs["model-bias"](run);
        Set(run, Large with { Validation = ratio * Large.Training });

        var evidence = Diagnosis.Of(new Examination(run)).Suspects.Single(each => each.Cause.Id == "model-bias").Assessment.Evidence;

        evidence.Where(each => each.Statement.EndsWith("on a holdout", StringComparison.Ordinal)).Sum(each => each.Weight)
            .Should().BeApproximately(weight, 1e-9);
    }

    [Theory]
    [InlineData(0.0, 0.999, 8)]
    [InlineData(-0.1, 0.999, -9)]
    [InlineData(0.0, 1.1, -9)]
    public void A_loss_of_a_softmax_applied_twice_has_its_bounds_where_the_network_is_sure(double lowest, double highest, double weight)
    {
        var run = Results();
        Signs["softmax-twice"](run);
        run.Remove(nameof(Examination.ExampleLossesWhenSure));
        var floor = Math.Log(1 + (9 / Math.E));
        run[nameof(Examination.LossWhenSure)] = new LossBounds(floor + lowest, floor + highest);

        var evidence = Diagnosis.Of(new Examination(run)).Suspects.Single(each => each.Cause.Id == "softmax-twice").Assessment.Evidence;

        evidence.Single(each => each.Source == "the loss where θ is a hundred times as large, and of the other sign").Weight
            .Should().BeApproximately(weight, 1e-9);
    }

    /// <summary>From 0.15 times the usual scale of weights down to 0.04, in its logarithm, and from 30 % dead units up to 80 %.</summary>
    [Theory]
    [InlineData(0.0, 0.2, 0)]
    [InlineData(0.0, 0.0774596669, -2)]
    [InlineData(0.0, 0.03, -4)]
    [InlineData(0.55, 1.0, -2)]
    [InlineData(0.8, 1.0, -4)]
    public void Gradients_that_keep_their_direction_are_explained_by_a_start_where_only_the_last_layer_moves(double dead, double scale, double weight)
    {
        var run = Results();
        Signs["gradients-not-cleared"](run);
        run[nameof(Examination.UnitsAtStart)] = Layers(dead, 0, 0, 0.4);
        run[nameof(Examination.DepthAtStart)] = Depth(1, 0.2, rms: scale / Math.Sqrt(20));

        var evidence = Diagnosis.Of(new Examination(run)).Suspects.Single(each => each.Cause.Id == "gradients-not-cleared").Assessment.Evidence;

        (evidence.SingleOrDefault(each => each.Source == "the start")?.Weight ?? 0).Should().BeApproximately(weight, 1e-6);
    }

    /// <summary>From half of their norm down to a twentieth, in its logarithm.</summary>
    [Theory]
    [InlineData(0.5, 0)]
    [InlineData(0.1581138830084190, 1)]
    [InlineData(0.05, 2)]
    [InlineData(0.001, 2)]
    public void Steps_that_together_hardly_change_the_parameters_are_too_small(double most, double weight)
    {
        var run = Results();
        Signs["step-too-small"](run);
        var motion = Of<MotionReport>(run);
        Set(run, motion with { Steps = 400, UpdateNorm = most * motion.ParameterNorm / 400 });

        var evidence = Diagnosis.Of(new Examination(run)).Suspects.Single(each => each.Cause.Id == "step-too-small").Assessment.Evidence;

        (evidence.SingleOrDefault(each => each.Source == "the steps")?.Weight ?? 0).Should().BeApproximately(weight, 1e-9);
    }

    /// <summary>Softmax of p in [0, 1]: from log(1 + 9/e) where the right of ten classes has the 1 to one more where another has it.</summary>
    [Theory]
    [InlineData(0, 1, 10)]
    [InlineData(0, 0.5, 5)]
    [InlineData(0.3, 1, 5)]
    [InlineData(0.3, 0.6, 0)]
    [InlineData(-1, 1, -9)]
    [InlineData(0, 1.1, -9)]
    public void Losses_of_a_softmax_applied_twice_lie_between_its_ends_and_reach_both(double lowest, double highest, double weight)
    {
        var run = Results();
        Signs["softmax-twice"](run);
        var floor = Math.Log(1 + (9 / Math.E));
        run[nameof(Examination.ExampleLossesWhenSure)] =
            Of<ExampleLossReport>(run) with { Smallest = floor + lowest, Largest = floor + highest };

        var evidence = Diagnosis.Of(new Examination(run)).Suspects.Single(each => each.Cause.Id == "softmax-twice").Assessment.Evidence;

        evidence.Where(each => each.Source == "the losses of single examples where θ is a hundred times as large").Sum(each => each.Weight)
            .Should().BeApproximately(weight, 1e-9);
    }

    /// <summary>Another rate does as well as no clipping: that shows it only where nobody would clip so far down.</summary>
    [Theory]
    [InlineData(8.5, true)]
    [InlineData(7.5, false)]
    public void Clipping_that_a_rate_can_make_up_for_is_shown_where_it_is_far_below_the_gradients(double cut, bool isShown)
    {
        var run = Results();
        Signs["clipping-too-tight"](run);
        Set(run, Of<SetupReport>(run) with { ClipNorm = Of<MotionReport>(run).GradientNorm / cut });
        run[nameof(Examination.ClippingTrial)] = new CureTrial(80, With: 1.5, Without: 0.5, BestRate: 0.5);

        var evidence = Diagnosis.Of(new Examination(run)).Suspects.Single(each => each.Cause.Id == "clipping-too-tight").Assessment.Evidence;

        evidence.Any(each => each.Source == "short trainings" && each.Weight > 0).Should().Be(isShown);
    }

    [Fact]
    public void Where_no_holdout_was_kept_the_loss_on_the_testing_data_shows_overfitting()
    {
        var (run, sound) = (HealthyRun.Results(), HealthyRun.Results());
        Set(run, new LossReport(2.4, 0.001, double.NaN, 1.1, double.NaN, Chance, 0.15));
        Set(sound, new LossReport(2.4, 0.09, double.NaN, 0.12, double.NaN, Chance, 0.15));

        Diagnosis.Of(new Examination(run)).Findings[0].Cause.Id.Should().Be("overfitting");
        Diagnosis.Of(new Examination(sound)).Findings.Should().NotContain(finding => finding.Cause.Id == "overfitting");
    }

    [Fact]
    public void A_loss_many_times_that_on_the_holdout_is_a_mismatch_though_it_is_far_below_chance()
    {
        var (run, sound) = (HealthyRun.Results(), HealthyRun.Results());
        Set(run, new LossReport(2.4, 0.02, 0.02, 0.43, 0.02, Chance, 0.15));
        Set(sound, new LossReport(2.4, 0.02, 0.02, 0.06, 0.02, Chance, 0.15));

        Diagnosis.Of(new Examination(run)).Findings[0].Cause.Id.Should().Be("distribution-mismatch");
        Diagnosis.Of(new Examination(sound)).Findings.Should().BeEmpty();
    }

    [Theory]
    [InlineData(0.95, false)]
    [InlineData(0.3, true)]
    public void A_loss_that_falls_is_no_sign_of_health_where_a_generic_model_has_far_less_on_unseen_examples(double share, bool isHealthy)
    {
        var healthy = HealthyRun.Results();
        var run = new Dictionary<string, object>
        {
            [nameof(Examination.Motion)] = Of<MotionReport>(healthy),
            [nameof(Examination.Curve)] = new LossCurve(400, 2, 1.3, 1.3, 1, 2.4, 0.03, -0.06, 0.005, 0.05, true),
            [nameof(Examination.Losses)] = new LossReport(2.4, 1.3, double.NaN, double.NaN, double.NaN, Chance, Chance / 10, IsStated: false),
            [nameof(Examination.Learnability)] = new LearnabilityReport(share, 0, share, 300),
        };

        var diagnosis = Diagnosis.Of(new Examination(run));

        diagnosis.Findings.Should().BeEmpty(diagnosis.ToString());
        (diagnosis.Verdict == Verdict.Healthy).Should().Be(isHealthy);
    }

    [Fact]
    public void A_few_dozen_examples_learned_by_heart_are_overfitting_however_badly_the_holdout_fares()
    {
        var run = Results();
        Signs["overfitting"](run);
        Set(run, Of<LossReport>(run) with { Validation = 9, Test = 9 });
        Set(run, new FittedLosses(0.015, 8, 8));
        Set(run, Of<SetupReport>(run) with { ExampleCount = 60 });

        Diagnosis.Of(new Examination(run)).Findings[0].Cause.Id.Should().Be("overfitting");
    }

    [Fact]
    public void Dead_or_saturated_units_of_a_layer_of_two_are_a_model_too_small()
    {
        var run = Results();
        Signs["model-bias"](run);
        run[nameof(Examination.Units)] = run[nameof(Examination.UnitsAtStart)] = new UnitReport[] { new("layer 1", 2, [0], [], 0.95, 0, 0.1) };

        Diagnosis.Of(new Examination(run)).Findings[0].Cause.Id.Should().Be("model-bias");
    }

    [Fact]
    public void A_rate_above_the_stability_limit_whose_loss_keeps_falling_is_no_fault()
    {
        var run = Results();
        Set(run, Of<SetupReport>(run) with { Momentum = 0, LearningRate = 1 });
        Set(run, Of<CurvatureReport>(run) with { Largest = 6, LargestAtMost = 6.1 });

        Diagnosis.Of(new Examination(run)).Verdict.Should().Be(Verdict.Healthy);
    }

    // Besides the last resorts, a jump at a restart is told by a log and by no probe.
    [Fact]
    public void Every_known_cause_but_the_two_last_resorts_is_told_here() =>
        Signs.Keys.Should().BeEquivalentTo(KnownCauses.All.Select(cause => cause.Id).Except(["plateau", "chance-level", "ravine", "restart-jump"]));

    [Fact]
    public void Without_any_result_no_cause_is_named()
    {
        foreach (var cause in KnownCauses.All)
            Diagnosis.Of(new Examination(new Dictionary<string, object>())).Findings.Should().BeEmpty(cause.Id);
    }

    // The training has not come to a satisfactory loss, and the optimizer could have.
    private static void Fails(Dictionary<string, object> run)
    {
        Set(run, Large);
        Set(run, Flat);
        run[nameof(Examination.FitFromHere)] = Fit("θ", 1.5, 0.014, 20);
    }

    private static GradientReport Check(Dictionary<string, object> run) => Of<GradientReport>(run);

    private static T Of<T>(Dictionary<string, object> run) => run.Values.OfType<T>().First();

    private static void Set<T>(Dictionary<string, object> run, T result) where T : class
    {
        var name = typeof(T) == typeof(DepthReport) ? nameof(Examination.Depth)
            : run.First(each => each.Value is T).Key;
        run[name] = result;
    }
}
