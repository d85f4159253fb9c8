using System.Globalization;
using MathNet.Numerics.LinearAlgebra;
using Optimizers.Curvature;

namespace Optimizers.Diagnostics;

// Results from the objective: derivatives, lines, fits.
public sealed partial class Examination
{
    /// <summary>
    /// Whether the gradient is that of the loss, at θ, or at the start where θ is missing or the loss has blown up. It needs an
    /// objective with a gradient.
    /// </summary>
    public GradientReport? GradientCheck => Probe(
        nameof(GradientCheck),
        (Here ?? AtStart) is not null && Whole is { HasGradient: true } whole ? whole : null,
        objective => GradientCheckPrice(objective, ChecksEachParameter(objective)),
        objective => GradientProbe.Run(
            objective, HasBlownUp ? null : Here, AtStart, Parts, Options.Seed, ChecksEachParameter(objective), Options.CancellationToken));

    /// <summary>The ends of the Hessian's spectrum at θ.</summary>
    public CurvatureReport? Curvature => Probe(
        nameof(Curvature),
        Here is null ? null : Whole,
        objective => CurvatureProbe.Price(objective, Dimension),
        objective => CurvatureProbe.Run(objective, Here!, Options.Seed, Options.CancellationToken));

    /// <summary>The full loss along the last update, from its beginning.</summary>
    public LineScan? AlongUpdate => Probe(
        nameof(AlongUpdate),
        LastStep is { } step && Finite(step.Before) is not null ? Whole : null,
        objective => ProbePrice.Losses(objective, LineScanProbe.UpdateSteps.Length),
        objective => LineScanProbe.Run(
            objective, "the last update", LastStep!.Before, LastStep.Update, LineScanProbe.UpdateSteps, Options.CancellationToken));

    /// <summary>The full loss along the last update once more, from its end: what the velocity would do.</summary>
    public LineScan? AlongVelocity => Probe(
        nameof(AlongVelocity),
        LastStep is null || Here is null ? null : Whole,
        objective => ProbePrice.Losses(objective, LineScanProbe.VelocitySteps.Length),
        objective => LineScanProbe.Run(
            objective, "the last update, once more", Here!, LastStep!.Update, LineScanProbe.VelocitySteps, Options.CancellationToken));

    /// <summary>The full loss along −∇L from θ; t = 1 goes as far as the last update did.</summary>
    public LineScan? AlongGradient => Probe(
        nameof(AlongGradient),
        Here is null ? null : Whole,
        objective => ProbePrice.Losses(objective, LineScanProbe.GradientSteps.Length + LineScanProbe.FarGradientSteps.Length)
            + ProbePrice.Gradients(objective, Dimension, 1),
        objective => LineScanProbe.AlongGradient(
            objective, Here!, LastStep is { } step ? Spans.Norm(step.Update) : 0, Options.CancellationToken));

    /// <summary>The noise of mini-batch gradients at θ.</summary>
    public GradientNoise? Noise => NoiseAt(nameof(Noise), Here);

    /// <summary>The noise of mini-batch gradients at the start, where differences between the batches show best.</summary>
    public GradientNoise? NoiseAtStart => NoiseAt(nameof(NoiseAtStart), AtStart);

    /// <summary>The last step against the full gradient.</summary>
    public StepReport? Step
    {
        get
        {
            var noise = LastStep is null || Here is null || Whole is null ? null : Noise; // A probe of its own, with its own receipt.
            return Probe(
                nameof(Step),
                LastStep is { } step && Finite(step.Before) is not null && Here is not null ? Whole : null,
                objective => StepProbe.Price(objective, Dimension),
                objective => StepProbe.Run(objective, LastStep!, Here!, noise));
        }
    }

    /// <summary>The learning-rate range test from θ.</summary>
    public RateRange? RateRange => Probe(
        nameof(RateRange),
        Here is null || Case.NewOptimizer is null || !(MiddleRate > 0) ? null : Whole,
        objective => RangeTest.Price(objective, Case.Batches, Dimension),
        objective => RangeTest.Run(
            NewOptimizer,
            objective,
            Case.Batches,
            Here!,
            Shapes,
            MiddleRate,
            Options.CancellationToken),
        also: Case.Batches);

    /// <summary>A reference minimizer on the training data from θ.</summary>
    public Fit? FitFromHere => FitWith(
        nameof(FitFromHere),
        Here is null ? null : Whole,
        maxGradients: 120,
        starts: 1,
        (objective, options, _) => ReferenceMinimizer.Run(objective, Here!, "θ", "the training data", options));

    /// <summary>A reference minimizer on the training data from a new start.</summary>
    public Fit? FitFromNewStart => FitWith(
        nameof(FitFromNewStart), Case.NewStart is null ? null : Whole, maxGradients: 200, starts: 2, BestFromNewStarts);

    /// <summary>What a model that has fitted the training data does on the holdout and on the testing data.</summary>
    public FittedLosses? Fitted => Probe(
        nameof(Fitted),
        FitFromNewStart is null ? null : Case.Validation ?? Case.Test,
        _ => new(2 + FitFromNewStart!.Along.Count, 0, 0, 0),
        _ =>
        {
            var (fit, validation) = (FitFromNewStart!, LossAt(Case.Validation, FitFromNewStart!.End));
            return new FittedLosses(fit.Loss, validation, LossAt(Case.Test, fit.End))
            {
                BestValidation = fit.Along.Select(theta => LossAt(Case.Validation, theta)).Append(validation).Min(),
            };
        },
        Case.Validation is null ? null : Case.Test);

    /// <summary>
    /// A reference minimizer on one mini-batch, from a new start (else the start, else θ). A model that cannot fit even one batch is
    /// broken or far too small.
    /// </summary>
    public Fit? FitOfOneBatch => FitWith(
        nameof(FitOfOneBatch),
        Case.NewStart is null && AtStart is null && Here is null ? null : Case.Batches?.Batch(0),
        maxGradients: 200,
        starts: 1,
        (batch, options, _) =>
        {
            var (start, from) = Case.NewStart is not null ? NewStart(Options.Seed) : AtStart is { } kept ? (kept, "the start") : (Here!, "θ");
            var data = BatchSize > 0 ? string.Create(CultureInfo.InvariantCulture, $"one batch of {BatchSize}") : "one batch";
            return ReferenceMinimizer.Run(batch, start, from, data, options);
        },
        ProbePrice.Share(Case.Batches));

    /// <summary>The adaptive sharpness at θ (Kwon et al. 2021).</summary>
    public SharpnessReport? Sharpness => Probe(
        nameof(Sharpness),
        Here is null ? null : Whole,
        objective => SharpnessProbe.Price(objective, Dimension),
        objective => SharpnessProbe.Run(objective, Here!));

    /// <summary>The loss over all the training data: the objective, else the mean over the batches.</summary>
    private Objective? Whole => Case.Objective ?? Case.Batches;

    /// <summary>n.</summary>
    private int Dimension => KnownDimension ?? (Case.NewStart is null ? 0 : Drawn(Options.Seed).Count);

    private int? KnownDimension => Here?.Length ?? LastStep?.Before.Length ?? Case.Start?.Count;

    /// <summary>The parameters that the monitor saw, if they are all of θ.</summary>
    private IReadOnlyList<(string Name, int Length)> Parts => Monitor.Parameters.Sum(parameter => (long)parameter.Length) == Dimension
        ? [.. Monitor.Parameters.Select(parameter => (parameter.Name, parameter.Length))]
        : [];

    /// <summary>Their names, rows and columns.</summary>
    private (string Name, int Rows, int Columns)[] Shapes =>
        [.. Monitor.Parameters.Select(parameter => (parameter.Name, parameter.Rows, parameter.Columns))];

    /// <summary>The examples of a batch: as recorded, else as the number of examples says; 0 if neither is known.</summary>
    private int BatchSize => Monitor.Recent is [.., { BatchSize: > 0 } last] ? last.BatchSize
        : Case.BatchSize is { } size ? size
        : Case.Batches is { } batches ? ExampleCount() / batches.Count
        : 0;

    /// <summary>
    /// The largest rate of the run, since that of the last step may have decayed. It comes from the monitor itself, so that
    /// reading it leaves no receipt.
    /// </summary>
    internal double MiddleRate => Monitor.History.Select(step => step.LearningRate).DefaultIfEmpty(double.NaN).Max();

    private GradientNoise? NoiseAt(string probe, double[]? theta) => Probe(
        probe,
        theta is null || Case.Batches is not { Count: > 1 } ? null : Case.Batches,
        _ => NoiseProbe.Price(Case.Batches, OtherThanBatches, Dimension),
        _ => NoiseProbe.Run(Case.Batches!, OtherThanBatches, theta!, Math.Max(1, BatchSize), Options.CancellationToken),
        also: OtherThanBatches);

    private Objective? OtherThanBatches => ReferenceEquals(Case.Objective, Case.Batches) ? null : Case.Objective;

    private bool ChecksEachParameter(Objective objective) => objective.Options.Layout is not null
        && InGradients(GradientCheckPrice(objective, eachParameter: true)) * ProbePrice.Share(objective) <= Left;

    private EvaluationCounts GradientCheckPrice(Objective objective, bool eachParameter) =>
        GradientProbe.Price(objective, Dimension, eachParameter).Times(Here is null || AtStart is null ? 1 : 2);

    private (double[] Start, string From) NewStart(int seed) =>
        (Drawn(seed).ToArray(), string.Create(CultureInfo.InvariantCulture, $"a new start (seed {seed})"));

    /// <summary>A start of the caller's own initialization.</summary>
    internal Vector<double> Drawn(int seed) => Named(nameof(TrainingCase.NewStart), () =>
    {
        var start = Given(Case.NewStart!(seed), nameof(TrainingCase.NewStart), "θ");
        return KnownDimension is not { } n || start.Count == n ? start
            : throw new InvalidOperationException($"{nameof(TrainingCase.NewStart)} gave {start.Count} entries; θ has {n}.");
    });

    /// <summary>An optimizer of the rule that the loop uses.</summary>
    private IOptimizer NewOptimizer(Schedule learningRate) =>
        Given(Case.NewOptimizer!(learningRate), nameof(TrainingCase.NewOptimizer), "an optimizer");

    /// <summary>The first fit from new starts that is satisfactory, else the best.</summary>
    private Fit? BestFromNewStarts(Objective objective, ReferenceMinimizerOptions options, int starts)
    {
        Fit? best = null;
        var before = objective.Evaluations;
        for (var k = 0; k < starts && (best is null || best.Loss > Losses.Satisfactory); k++)
        {
            var (start, from) = NewStart(unchecked(Options.Seed + k));
            var fit = ReferenceMinimizer.Run(objective, start, from, "the training data", options with { KeepsTheWay = true });
            best = best is null || fit?.Loss < best.Loss ? fit : best;
        }

        return best is null ? null : best with { Cost = objective.Evaluations - before };
    }

    /// <summary>Fits an objective, if there is one, until the loss is a tenth of what is satisfactory: below it a fit proves nothing more.</summary>
    /// <param name="probe">Its name.</param>
    /// <param name="objective">The objective; null where the case lacks something that the probe needs.</param>
    /// <param name="maxGradients">The gradients of one run at most.</param>
    /// <param name="starts">How many runs there may be; one, where the budget has no more.</param>
    /// <param name="run">The probe: objective, options, how many runs.</param>
    /// <param name="share">The cost of one evaluation as a share of one over all the training data; null: as the objective says.</param>
    private Fit? FitWith(
        string probe, Objective? objective, int maxGradients, int starts,
        Func<Objective, ReferenceMinimizerOptions, int, Fit?> run, double? share = null)
    {
        if (_results.TryGetValue(probe, out var kept))
            return (Fit?)kept;
        if (objective is null)
            return null;
        var options = new ReferenceMinimizerOptions
        {
            MaxGradients = maxGradients,
            TargetLoss = Losses.Satisfactory / 10, // A probe of its own: it is measured first, so that nothing is counted twice.
            CancellationToken = Options.CancellationToken,
        };
        var price = ReferenceMinimizer.Price(objective, Dimension, options);
        var part = share ?? ProbePrice.Share(objective);
        var count = starts * InGradients(price) * part <= Left ? starts : 1;
        return Measure(probe, price.Times(count), [objective], () => run(objective, options, count), part);
    }

    /// <summary>Measures with an objective, if there is one.</summary>
    /// <param name="probe">Its name.</param>
    /// <param name="objective">The objective; null where the case lacks something that the probe needs.</param>
    /// <param name="price">The evaluations that it takes at most.</param>
    /// <param name="run">The probe.</param>
    /// <param name="also">Another objective that it evaluates.</param>
    private T? Probe<T>(
        string probe, Objective? objective, Func<Objective, EvaluationCounts> price, Func<Objective, T?> run, Objective? also = null) where T : class
    {
        if (_results.TryGetValue(probe, out var kept))
            return (T?)kept;
        return objective is null
            ? null
            : Measure(probe, price(objective), [objective, also], () => run(objective), ProbePrice.Share(objective));
    }
}
