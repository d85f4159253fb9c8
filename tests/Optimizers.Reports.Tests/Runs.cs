using MathNet.Numerics.LinearAlgebra;
using Optimizers.Curvature;
using Optimizers.Diagnostics;

namespace Optimizers.Reports.Tests;

/// <summary>Reports made by hand, with everything that a page can show; their noise is seeded.</summary>
internal static class Runs
{
    /// <summary>Text that would break a page that joins texts.</summary>
    public const string Hostile = "<script>alert('1')</script> & \"quotes\" ]]> --> \u0001 \uD800 <img src=x onerror=alert(2)>";

    /// <summary>Steps too large, with every chart.</summary>
    public static TrainingReport TooLarge()
    {
        var tooLarge = new GivenCause("step-too-large", "the steps are too large");
        var model = new ReportModel
        {
            Verdict = Verdict.Fault,
            Note = """
                The training fails: the steps are too large (97 %).
                The learning rate 0.5 is 10 times the stability limit 2/λmax = 0.0485, and along the last step the loss is lowest at 1/16 of it.
                What helps: divide the learning rate by 16, to 0.031.
                Cost: 214 losses, 64 gradients, 1.8 s.
                """,
            Findings =
            [
                new(
                    tooLarge,
                    0.97,
                    new(
                        [
                            new("the loss along the last update is lowest at a sixteenth of the step", "line scan, 12 losses", 3.2),
                            new("the learning rate 0.5 is 10 times the stability limit 2/λmax = 0.0485", "curvature extremes, 40 gradients", 2.9),
                            new("successive updates point against each other: median cosine −0.81", "the last 256 steps", 1.7),
                            new("the gradient's norm does not grow through depth", "gradient at the start", -0.4),
                        ],
                        ["Batches", "NewOptimizer"],
                        new("Divide the learning rate by 16, to 0.031.", new GivenAction("scale the learning rate by 0.0625"))),
                    []),
                new(
                    new GivenCause("exploding-loss", "the loss explodes"),
                    0.88,
                    new([new("the loss rose to 46 times its start", "recorded losses", 2.6)], [], new("See the cause.")),
                    [tooLarge]),
            ],
            Suspects =
            [
                new(new GivenCause("momentum-too-high", "the momentum is too high"), 0.21,
                    new([new("the loss falls once the velocity is zeroed", "line scan, 12 losses", -1.2)], ["Batches"], new("Lower λ to 0.8.")), []),
                new(new GivenCause("ravine", "the loss is a ravine"), 0.08,
                    new([new("λmax is 900 times the median curvature", "spectral density", 0.6)], [], null), []),
            ],
            Advice =
            [
                new(new GivenCause("batch-too-large", "the batch is larger than useful", CauseKind.Advice), 0.71,
                    new([new("the noise scale is 38 examples, the batch 512", "gradient noise, 32 batches", 1.1)],
                        [], new("Use batches of about 64.")), []),
            ],
            Path =
            [
                new("Is the loss on the training data large?", true, "it is 3.1, small enough would be 0.23"),
                new("Does a smaller or simpler model reach a lower training loss?", true, "the reference minimizer reached 0.04 from a new start"),
            ],
            NextMeasurement = null,
            History = Noisy(2000, i => i < 300 ? 2.3 * Math.Exp(-i / 160.0) + 0.3 : 0.65 + (3 * (1 - Math.Exp(-(i - 300) / 300.0))), 0.25),
            Evaluations = [.. Enumerable.Range(0, 9).Select(i => new EvaluationRecord(i * 250, 2.3 + (0.1 * i), 2.4 + (0.12 * i), double.NaN))],
            StepCount = 2000,
            RefusedSteps = 3,
            FirstNonFinite = new(1820, "gradient", "W2", 1204, double.PositiveInfinity),
            Best = new StepRecord(296, 0.41, 0.5, 1, 1, 1, 0, 0, 0, 32),
            LearningRate = 0.5,
            Chance = 2.3026,
            Satisfactory = 0.23,
            Depth = new(Layers(1.6), 0.4, 1, 0.1, 1),
            DepthAtStart = new(Layers(2.1), 0.31, 1, 0.1, 1),
            Curvature = new(-0.62, -0.81, 41.2, 43.5, 3.1, 2.2, 12,
                "λmax is certain but for a probability of 10⁻⁶; λmin is the lowest found by Lanczos."),
            AlongUpdate = new("the last update", 4.31,
                [.. new[] { 0, 1 / 64.0, 1 / 32.0, 1 / 16.0, 1 / 8.0, 0.25, 0.5, 0.75, 1, 1.25, 1.5, 2 }
                    .Select(t => (t, 3.1 - (8 * t) + (60 * t * t)))]),
            AlongGradient = new("−g", 4.31,
                [.. new[] { 0, 0.0625, 0.125, 0.25, 0.5, 1 }.Select(t => (t, t == 1 ? double.PositiveInfinity : 3.1 - (6 * t) + (41 * t * t)))]),
            RateRange = new([.. Enumerable.Range(0, 30).Select(i => 1e-5 * Math.Pow(1.55, i))],
                [.. Enumerable.Range(0, 30).Select(i => 2.3 - (1.4 / (1 + Math.Exp(-(i - 16)))) + Math.Exp(Math.Min(30, i - 25.0)))],
                2.3, 0.011, 0.62),
            Receipts =
            [
                new("GradientCheck", new(40, 1, 0, 0), new(22, 1, 0, 0), 0.12),
                new("Curvature", new(0, 400, 0, 0), new(2, 60, 0, 0), 1.31),
                new("AlongUpdate", new(12, 0, 0, 0), new(12, 0, 0, 0), 0.08),
                new("Curve", default, default, 0.0001),
            ],
            Cost = new(214, 64, 0, 0),
            Seconds = 1.8,
        };
        return new TrainingReport("Learning rate too high", model)
        {
            Description =
                "A network 64-64-10 with tanh on 1,797 digits, by gradient descent with momentum 0.9 at a learning rate of 0.5, in batches of 32.",
            LossUnit = "nats",
            Density = SpectralDensity.Of(SymmetricOperator.FromMatrix(
                Matrix<double>.Build.Diagonal([.. Enumerable.Range(0, 60).Select(i => i < 55 ? 0.02 * (i - 10) : 8.0 * (i - 54))]))),
        }
            .AddCurve("before the cure", Enumerable.Range(0, 400).Select(i => (5L * i, 0.6 + (3 * (1 - Math.Exp(-i / 60.0))) + (0.2 * Math.Sin(i)))))
            .AddCurve("after the cure", Enumerable.Range(0, 400).Select(i => (5L * i, (2.3 * Math.Exp(-i / 60.0)) + 0.02)));
    }

    /// <summary>A run in which nothing is wrong, with little to show.</summary>
    public static TrainingReport Healthy() => new("A sound run", new ReportModel
    {
        Verdict = Verdict.Healthy,
        Note = "Nothing is wrong, as far as was measured: the loss fell from 2.3 to 0.021 and still falls.",
        History = Noisy(60, i => 2.3 * Math.Exp(-i / 12.0), 0.05),
        StepCount = 60,
        Best = new StepRecord(59, 0.017, 0.1, 1, 1, 1, 0, 0, 0, 0),
        LearningRate = 0.1,
        Path =
        [
            new("Is the loss on the training data large?", false, "it is 0.021, small enough would be 0.23"),
            new("Is the loss on the testing data large?", false, "it is 0.09"),
        ],
    });

    /// <summary>A run of which too little is known, by a caller who means harm.</summary>
    public static TrainingReport HostileAndUnknown() => new TrainingReport("Unknown " + Hostile, new ReportModel
    {
        Verdict = Verdict.NotEnoughEvidence,
        Note = "What was made available does not decide.\r\n" + Hostile,
        NextMeasurement = "Give the loss over the testing data " + Hostile,
        Suspects = [new(new GivenCause("x", Hostile), 0.3, new([new(Hostile, Hostile, 0.5)], [Hostile], new(Hostile, new GivenAction(Hostile))), [])],
        Findings = [],
        Advice = [new(new GivenCause("y", Hostile, CauseKind.Advice), 0.6, Assessment.None, [new GivenCause("z", Hostile)])],
        Path = [new(Hostile, null, Hostile)],
        History = Noisy(40, i => i > 30 ? double.NaN : -1 + (0.1 * i), 0),
        StepCount = 40,
        FirstNonFinite = new(31, "loss", null, -1, double.NaN),
        Depth = new([new(Hostile, 3, true, 0, 1, 0, 1),
            new("W2 of a layer with a name that is longer than a phone is wide", 3, true, 1e-12, 1, 1e-12, 1)], double.NaN, 1, 0, 1),
        Curvature = new(0, 0, 0, 0, 1, 0, double.NaN, Hostile),
        AlongUpdate = new(Hostile, 0, [(0, 1), (1, 1)]),
        Receipts = [new(Hostile, default, default, 0)],
    })
    {
        Description = Hostile,
        LossUnit = Hostile,
    }.AddCurve(Hostile, [(0, 1)]);

    private static StepRecord[] Noisy(int steps, Func<int, double> loss, double noise)
    {
        var random = new Random(1);
        return [.. Enumerable.Range(0, steps)
            .Select(i => new StepRecord(i, loss(i) * Math.Exp(noise * (random.NextDouble() + random.NextDouble() - 1)), 0.5, 1, 1, 1, 0, 0, 0, 32))];
    }

    private static DepthLayer[] Layers(double decay) =>
        [.. Enumerable.Range(1, 6).SelectMany(i => new DepthLayer[]
        {
            new($"W{i}", 4096, true, 1e-2 * Math.Pow(decay, i - 6), 0.1, 1, 6.4),
            new($"b{i}", 64, false, 4e-3 * Math.Pow(decay, i - 6), 0.1, 1, double.NaN),
        })];
}
