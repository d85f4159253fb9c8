using Optimizers.Curvature;
using Optimizers.Diagnostics;

namespace Optimizers.Tests.Diagnostics;

/// <summary>
/// The results of all probes on a training in which nothing is wrong: a classification in ten classes that has come to a satisfactory loss.
/// </summary>
internal static class HealthyRun
{
    /// <summary>A new dictionary, which a test may change.</summary>
    public static Dictionary<string, object> Results() => new()
    {
        [nameof(Examination.Curve)] = new LossCurve(400, 1.9, 0.09, 0.088, 1, 2.4, 0.03, -0.4, 0.05, 0.15, true),
        [nameof(Examination.Motion)] = new MotionReport(400, 0, 0.1, 0.8, 0.5, 0.4, 1.4, 2, 1.6, 0.05, 0.004, 0.03, 12, 10, 0.2, 0, 0.4),
        [nameof(Examination.Setup)] = new SetupReport("Momentum", 0.1, 0.1, 0.1, 0.9, 0, double.PositiveInfinity, 0, 32, 0, 1400),
        [nameof(Examination.Losses)] = new LossReport(2.4, 0.09, 0.15, 0.15, 0.15, Chance, 0.15),
        [nameof(Examination.Units)] = Layers(0, 0, 0.1, 0.4),
        [nameof(Examination.UnitsAtStart)] = Layers(0, 0, 0.05, 0.4),
        [nameof(Examination.Depth)] = Depth(0.9, 0.1),
        [nameof(Examination.DepthAtStart)] = Depth(1, 0.2),
        [nameof(Examination.Inputs)] = new InputReport(64, 512, null, 0, 2, 1, 0.1, 0.1, 1.5, 30),
        [nameof(Examination.Labels)] = new LabelReport(10, 512, 0.115, 0.085, Chance),
        [nameof(Examination.ExampleLosses)] = new ExampleLossReport(512, 0, -1, 1e-6, 2, 0.03, 0.09, 0.01, 0, 0.4, double.NaN, 0.08),
        [nameof(Examination.GradientCheck)] = new GradientReport(CheckVerdict.Agrees, "θ", 1e-9, 1e-7, null, null, null, 0, 0.09, "agrees"),
        [nameof(Examination.Curvature)] = new CurvatureReport(-0.05, -0.1, 4, 4.1, 0.09, 0.2, 1, "probable"),
        [nameof(Examination.AlongUpdate)] = Line("the last update", 1, 0.99),
        [nameof(Examination.AlongVelocity)] = Line("the last update, once more", 1, 0.99),
        [nameof(Examination.AlongGradient)] = Line("−g", 4, 0.97),
        [nameof(Examination.Noise)] = new GradientNoise(0.05, 8, 32, 16, 0.01, 1, 1),
        [nameof(Examination.NoiseAtStart)] = new GradientNoise(1, 30, 32, 16, 0.01, 1, 1),
        [nameof(Examination.ExampleLossesWhenSure)] = new ExampleLossReport(512, 0, -1, 0, 180, 0, 3, 0.05, 0.05, 0.9, double.NaN, 3),
        [nameof(Examination.Trials)] = new TrialReport(0.1, 80, [new(1.0 / 3, 0.5), new(1, 0.3), new(3, 0.4)], 80, 0.3, 0.32),
        [nameof(Examination.Step)] = new StepReport(0.4, 2.4, 2.4, 0.3, 0.2),
        [nameof(Examination.Outputs)] = new OutputReport(
            128, 10, 1.2, new(-5, 6, double.NegativeInfinity, double.PositiveInfinity, false, double.NaN, double.NaN, 0, 0, false),
            new(512, 0, 10, 0, -1, "", "0 to 9, one of the 10 outputs"),
            new("cross-entropy from logits", 0.09, 0, 20, 0, 20, 0.05, LossRelation.Agrees, 1, 0, 0), 0, 0, 0.3, 1e-9, 2, double.NaN, double.NaN),
        [nameof(Examination.RateRange)] = new RateRange([0.01, 0.1, 1], [0.09, 0.085, 3], 0.09, 0.08, 1),
        [nameof(Examination.FitFromHere)] = Fit("θ", 0.09, 0.014, 8),
        [nameof(Examination.FitFromNewStart)] = Fit("a new start (seed 1)", 2.4, 0.014, 30),
        [nameof(Examination.Fitted)] = new FittedLosses(0.014, 0.4, 0.4),
        [nameof(Examination.FitOfOneBatch)] = Fit("a new start (seed 1)", 2.4, 0.014, 8),
        [nameof(Examination.Shift)] = new SampleShift(0.51, 0.024, 0.14, 1.01),
        [nameof(Examination.Sharpness)] = new SharpnessReport(0.1, 0.5, 0.09),
    };

    /// <summary>log 10.</summary>
    public const double Chance = 2.302585;

    public static UnitReport[] Layers(double dead, double repeated, double saturated, double deviation) =>
    [
        new(
            "layer 1",
            20,
            [.. Enumerable.Range(0, (int)(20 * dead))],
            repeated == 0 ? [] : [[.. Enumerable.Range(0, 1 + (int)(20 * repeated))]],
            saturated,
            0,
            deviation),
    ];

    public static DepthReport Depth(double growth, double norm, double rms = 0.2) => new(
        [.. Enumerable.Range(1, 4).Select(k =>
            new DepthLayer($"W{k}", 400, true, norm / 20, rms, norm * Math.Pow(growth, 4 - k), rms * Math.Sqrt(20)))],
        growth,
        norm * Math.Max(1, Math.Pow(growth, 3)),
        norm * Math.Pow(growth, 3),
        norm);

    /// <summary>A line along which the loss is lowest at one place.</summary>
    public static LineScan Line(string direction, double best, double one, double loss = 0.09)
    {
        double[] at = [0, 0.0625, 0.125, 0.25, 0.5, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512];
        return new(direction, 0.05, [.. at.Select(t => (t, At(t)))]);

        double At(double t) => t == 0 ? loss
            : t == 1 ? loss * one
            : t == best ? loss * Math.Min(one, 1) * 0.8
            : loss * Math.Max(one, 1) * 1.01;
    }

    public static Fit Fit(string from, double start, double end, int iterations) => new(
        from, "the training data", [start, .. Enumerable.Repeat(end, iterations)], 0.01, [], default);
}
