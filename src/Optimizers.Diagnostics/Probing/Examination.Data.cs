using MathNet.Numerics.LinearAlgebra;
using Optimizers.Curvature;

namespace Optimizers.Diagnostics;

// Results from the monitor, the data and the layers.
public sealed partial class Examination
{
    private const double Sureness = 100;
    private const int SureDraws = 3;

    // All weights turned make an even number of layers give what they gave: the last factors are of the size at which one bends.
    private static readonly double[] SureFactors = [Sureness, -Sureness, 10, -10];

    /// <summary>The curve of the recorded losses; null with fewer than 20.</summary>
    public LossCurve? Curve => Measure(nameof(Curve), default, [], () => LossCurve.Of(Monitor.History, Monitor.FirstNonFinite));

    /// <summary>How the training moved; null before the first step.</summary>
    public MotionReport? Motion =>
        Measure(nameof(Motion), default, [], () => MotionReport.Of(Monitor.History, Monitor.Recent, Monitor.StepCount, Monitor.RefusedSteps));

    /// <summary>How the optimizer is set; null before the first step.</summary>
    public SetupReport? Setup => Measure(nameof(Setup), default, [], SetupOfMonitor);

    /// <summary>The first number that was not finite; null if there was none.</summary>
    public NonFiniteEvent? NonFinite => Measure(nameof(NonFinite), default, [], () => Monitor.FirstNonFinite);

    /// <summary>Where the loss of a holdout was lowest, and what has become of it; null with fewer than four evaluations.</summary>
    public HoldoutTurn? HoldoutTurn =>
        Measure(nameof(HoldoutTurn), default, [], () => Diagnostics.HoldoutTurn.Of(Monitor.Evaluations, Monitor.History));

    /// <summary>The shares of examples that were answered rightly; null where none was recorded.</summary>
    public AccuracyCurve? Accuracy => Measure(nameof(Accuracy), default, [], () => AccuracyCurve.Of(Monitor.Evaluations));

    /// <summary>The losses that the guide asks for.</summary>
    public LossReport Losses
    {
        get
        {
            // Recorded losses cost nothing, so they are there even without a budget.
            var price = ProbePrice.Losses(Case.Objective, 2) + LossPrice(Case.Validation) + LossPrice(Case.Test);
            var measure = IsAffordable(price);
            return Measure(
                nameof(Losses),
                measure ? price : default,
                [Case.Objective, Case.Validation, Case.Test],
                () => LossesOfCase(measure ? MeasuredLosses() : (double.NaN, double.NaN, double.NaN, double.NaN)),
                ShareOfObjective) ?? LossReport.Nothing;
        }
    }

    /// <summary>The hidden units at θ, a report a layer.</summary>
    public IReadOnlyList<UnitReport>? Units => Measure(nameof(Units), default, [], () => UnitsAt(Here));

    /// <summary>The hidden units at the start.</summary>
    public IReadOnlyList<UnitReport>? UnitsAtStart => Measure(nameof(UnitsAtStart), default, [], () => UnitsAt(AtStart));

    /// <summary>The gradient through depth at θ: the objective's, else that of the last step.</summary>
    public DepthReport? Depth
    {
        get
        {
            var price = DepthPrice(Here);
            var measure = IsAffordable(price);
            return Measure(nameof(Depth), measure ? price : default, [Case.Objective], () =>
                (measure ? DepthAt(Here) : null) ?? DepthOfLastStep(), ShareOfObjective);
        }
    }

    /// <summary>The gradient through depth at the start: the objective's, else that of the first step.</summary>
    public DepthReport? DepthAtStart
    {
        get
        {
            var price = DepthPrice(AtStart);
            var measure = IsAffordable(price);
            return Measure(nameof(DepthAtStart), measure ? price : default, [Case.Objective], () =>
                (measure ? DepthAt(AtStart) : null) ?? DepthReport.OfFirstStep(Monitor.Parameters), ShareOfObjective);
        }
    }

    /// <summary>What the gradients of the first layer tell of its inputs; null where it has no bias behind it.</summary>
    public FirstLayerReport? FirstLayer => Measure(nameof(FirstLayer), default, [], () => FirstLayerReport.Of(Monitor.Parameters));

    /// <summary>The weight matrices in the last step; null before it.</summary>
    public IReadOnlyList<WeightReport>? Weights => Measure(nameof(Weights), default, [], () =>
        LastStep is { } step && step.Before.Length == Monitor.Parameters.Sum(parameter => parameter.Length)
            ? WeightReport.Of(Monitor.Parameters, step.Before) : null);

    /// <summary>The training inputs.</summary>
    public InputReport? Inputs => Measure(
        nameof(Inputs),
        default,
        [],
        () => Case.Inputs is { } inputs ? InputReport.Of(inputs, Options.Seed, Shapes, Case.Data is { AreSymbols: true } || LooksUp()) : null);

    // The price of two evaluations over a few examples is that of nothing.
    private bool LooksUp() => Case.Parts is { Model: { } model, Sample: { } sample, Loss: var loss } && (Here ?? AtStart) is { } theta
        && new OutputDependence(model, loss, theta, sample, isRepeatable: true, Options.CancellationToken).LooksUp();

    /// <summary>What a generic model learns of the labels or targets from the inputs, on examples that it has not seen.</summary>
    public LearnabilityReport? Learnability
    {
        get
        {
            var areCodes = Inputs is { AreCodes: true }; // A probe of its own, with its own receipt.
            return Measure(
                nameof(Learnability),
                default,
                [],
                () => Case.Inputs is not { } inputs ? null
                    : Case.Data is not { AreSymbols: true } && !areCodes ? LearnabilityReport.Of(inputs, Case.Labels, Case.Targets, Options.Seed)
                    : SymbolIndicators.Of(inputs) is { } indicators
                        ? LearnabilityReport.Of(indicators, Case.Labels, Case.Targets, Options.Seed, SymbolIndicators.Most) : null);
        }
    }

    /// <summary>Whether the steps were handed all parameters of the model; null where the model's length is not known.</summary>
    public HandedOverReport? HandedOver => Measure(nameof(HandedOver), default, [], HandedOverOfCase);

    /// <summary>How the loss responds where the parameters are changed: 0 for outputs that do not depend on them.</summary>
    public ResponseReport? Response => Measure(
        nameof(Response),
        (Here ?? AtStart) is null ? default : ResponseReport.Price(Case.Objective),
        [Case.Objective],
        () => Case.Objective is { } objective && (Here ?? AtStart) is { } theta ? ResponseReport.Of(objective, theta, Options.Seed) : null,
        ShareOfObjective);

    /// <summary>The targets of a regression.</summary>
    public TargetScaleReport? Targets => Measure(nameof(Targets), default, [], TargetScale);

    /// <summary>The labels: all that there are, where only some of the examples are measured.</summary>
    public LabelReport? Labels => Measure(
        nameof(Labels), default, [], () => (Case.Parts.AllLabels ?? Case.Labels) is { } labels ? LabelReport.Of(labels) : null);

    /// <summary>The rarest class of the training data on a holdout.</summary>
    public RareClassReport? RareClass => Measure(
        nameof(RareClass),
        Case is { Model: not null, ValidationData: not null } ? new(1, 0, 0, 0) : default,
        [],
        () => Case.Parts is { AllLabels: { } labels } parts && parts.HeldOut(Here) is var (heldOut, losses)
            ? RareClassReport.Of(labels, heldOut, losses) : null,
        model: Case.Model);

    /// <summary>The losses of single examples at θ.</summary>
    public ExampleLossReport? ExampleLosses => Measure(nameof(ExampleLosses), default, [], () => Case.Parts.MeasuredLosses is { } losses
        ? ExampleLossReport.Of(losses, ChanceLoss(), Case.Labels?.Count == losses.Length ? Case.Labels : null) : ExampleLossesAt(Here));

    /// <summary>The losses of single training examples at the start.</summary>
    public ExampleLossReport? ExampleLossesAtStart =>
        Measure(nameof(ExampleLossesAtStart), default, [], () => ExampleLossesAt(AtStart));

    /// <summary>
    /// The losses of single examples where the reference minimizer ended from a new start. A model that fits the rule contradicts wrong labels.
    /// </summary>
    public ExampleLossReport? ExampleLossesWhenFitted
    {
        get
        {
            var fit = Case.ExampleLosses is null ? null : FitFromNewStart;
            return Measure(nameof(ExampleLossesWhenFitted), default, [], () => ExampleLossesAt(Finite(fit?.End)));
        }
    }

    /// <summary>
    /// The losses of single examples where θ is a hundred times as large (the start is used where θ is all zero or not finite). Such a network is
    /// sure of everything, so that losses without an upper bound are huge where it errs.
    /// </summary>
    public ExampleLossReport? ExampleLossesWhenSure => Measure(nameof(ExampleLossesWhenSure), default, [], () =>
    {
        var theta = Here is { } here && Array.Exists(here, value => value != 0) ? here : AtStart;
        return ExampleLossesAt(theta is null ? null : Finite(Array.ConvertAll(theta, value => Sureness * value)));
    });

    /// <summary>
    /// The loss where θ is a hundred times as large, of the other sign, and drawn anew; null where it does not change there, or without an objective.
    /// </summary>
    public LossBounds? LossWhenSure => Measure(
        nameof(LossWhenSure),
        (Here ?? AtStart) is null ? default : ProbePrice.Losses(Case.Objective, SureFactors.Length + SureDraws),
        [Case.Objective],
        () =>
        {
            if (Case.Objective is not { } objective || (Here ?? AtStart) is not { } theta)
                return null;
            double[] losses =
            [
                .. SureFactors.Select(factor => LossAt(objective, Array.ConvertAll(theta, value => factor * value))),

                // Without biases an even number of linear layers gives what it gave; parameters drawn anew are sure of something else.
                .. PartsOf(theta.Length) is not { } parts ? []
                    : Enumerable.Range(0, SureDraws).Select(k => LossAt(objective, ParameterDraw.Of([.. parts], theta, Sureness, k))),
            ];
            return losses.Max() > losses.Min() ? new LossBounds(losses.Min(), losses.Max()) : null;
        },
        ShareOfObjective);

    /// <summary>Whether anything bends between the layers, as the loss tells it where units are mixed.</summary>
    public LayerMixing? Mixing => OfParts(nameof(Mixing), LayerMixing.Price(Case.Objective), LayerMixing.Of);

    /// <summary>Whether the outputs have ends, as the loss tells it where the last bias is huge.</summary>
    public OutputEnds? Ends => OfParts(
        nameof(Ends), OutputEnds.Price(Case.Objective), (objective, theta, parts) => OutputEnds.Of(objective, theta, parts, Case.Targets));

    /// <summary>The outputs of the model. They need <see cref="TrainingCase.Model"/> and <see cref="TrainingCase.Data"/>.</summary>
    public OutputReport? Outputs => Measure(
        nameof(Outputs),
        OutputProbe.Price(Case.Parts),
        [Case.Parts.Given],
        () => Case.Model is null ? OutputProbe.OfMeasured(Case.Parts, Recorded)
            : OutputProbe.Run(Case.Parts, Here, AtStart, Recorded, Options.CancellationToken),
        model: Case.Model);

    /// <summary>Whether a classifier can tell training inputs from testing inputs, or from those of the holdout, whichever it tells better.</summary>
    public SampleShift? Shift => Measure(
        nameof(Shift),
        default,
        [],
        LargerShift);

    private SampleShift? LargerShift()
    {
        var test = Case is { Inputs: { } training, TestInputs: { } testing } ? SampleShift.Of(training, testing, Options.Seed) : null;
        var holdout = Case is { Inputs: { } own, ValidationData.Inputs: { } others } ? SampleShift.Of(own, others, Options.Seed) : null;
        return holdout is not null && !(holdout.Deviations <= test?.Deviations) ? holdout with { IsOfHoldout = true } : test;
    }

    /// <summary>Weight decay against the data; null without decay.</summary>
    public WeightDecayReport? WeightDecay
    {
        get
        {
            var decay = Setup?.WeightDecay ?? 0;
            var price = decay > 0 ? GradientPrice(Here) + LossPrice(Case.Objective) : default;
            return Measure(nameof(WeightDecay), price, [Case.Objective], () => decay > 0 ? WeightDecayAt(Here, decay) : null, ShareOfObjective);
        }
    }

    private double[] Recorded => RecordedLosses.Of(Monitor.History, Monitor.FirstNonFinite);

    private SetupReport? SetupOfMonitor() => Monitor is { Optimizer: { } optimizer, Recent.Count: > 0 }
        ? SetupReport.Of(optimizer, Monitor.History, Monitor.Recent, Monitor.Parameters.Sum(parameter => parameter.Length), ExampleCount())
        : null;

    // Of several outputs, the one that is farthest from unit scale.
    private TargetScaleReport? TargetScale() => Case switch
    {
        { Targets: { } targets } => TargetScaleReport.Of(targets),
        { Labels: null, Data.Targets: { } values } => values.ToRowArrays().Select(TargetScaleReport.Of)
            .MaxBy(report => Math.Abs(Math.Log(Math.Max(report?.RootMeanSquare ?? 1, 1e-300)))),
        _ => null,
    };

    private HandedOverReport? HandedOverOfCase()
    {
        var (model, steps) = (ModelLength, Monitor.Parameters.Sum(parameter => parameter.Length));
        if (model == 0 || steps == 0)
            return null;
        var handed = Monitor.Parameters.Select(parameter => parameter.Name).ToHashSet();
        var names = Case.Objective?.Options.Layout?.Names ?? [];
        return new(model, steps, model == steps || !names.Any(handed.Contains) ? [] : [.. names.Where(name => !handed.Contains(name))]);
    }

    /// <summary>The length of θ as the model has it, whatever the steps were handed; 0 if it is not known.</summary>
    private int ModelLength => Case.Model?.Layout.Length ?? Case.Theta?.Count ?? Case.Start?.Count ?? Case.Objective?.Options.Layout?.Length ?? 0;

    private int ExampleCount() => Case.ExampleCount ?? Case.Labels?.Count ?? Case.Targets?.Count ?? 0;

    private LossReport LossesOfCase((double Start, double Training, double Validation, double Test) measured)
    {
        var losses = LossReport.Of(
            measured,
            RecordedLosses.Of(Monitor.History, Monitor.FirstNonFinite),
            RecordedLosses.Of(Monitor.Recent, Monitor.FirstNonFinite),
            Monitor.Evaluations,
            ChanceLoss(),
            Case.SatisfactoryLoss);
        // A loss below 0 is no cross-entropy and no squared error: the entropy or the variance of the answers says nothing about it.
        return Case.ChanceLoss is null && (losses.Start < 0 || losses.Training < 0)
            ? losses with { Chance = double.NaN, Satisfactory = Case.SatisfactoryLoss ?? double.NaN }
            : Case.LossConstant is var constant && constant != 0
            ? losses with { Constant = constant, Satisfactory = Case.SatisfactoryLoss ?? (constant + ((losses.Chance - constant) / 10)) }
            : losses;
    }

    private (double Start, double Training, double Validation, double Test) MeasuredLosses() =>
        (LossAt(Case.Objective, AtStart), Case.Objective is null ? MeasuredLoss : LossHere(Case.Objective),
            LossHere(Case.Validation), LossHere(Case.Test));

    // The mean of the losses of examples that were measured elsewhere. An answer that is none has no loss.
    private double MeasuredLoss => Case.Parts.MeasuredLosses is not { Length: > 0 } losses ? double.NaN
        : losses.Where(loss => !double.IsNaN(loss)).DefaultIfEmpty(double.NaN).Average() is var mean && double.IsInfinity(mean)
            ? double.PositiveInfinity : mean;

    // No loss is finite where θ itself is not.
    private double LossHere(Objective? objective) =>
        objective is not null && Here is null && (Case.Theta is not null || LastStep is not null) ? double.PositiveInfinity : LossAt(objective, Here);

    private static double LossAt(Objective? objective, double[]? theta)
    {
        if (objective is null || theta is null)
            return double.NaN;
        var loss = objective.LossOrNotFinite(theta);
        return double.IsFinite(loss) ? loss : double.PositiveInfinity;
    }

    private double ChanceLoss() => Case switch
    {
        { ChanceLoss: { } chance } => chance,
        { Labels: { Count: > 0 } labels } => LabelReport.Of(labels)!.Entropy,
        { Targets: { Count: > 0 } targets } => VarianceOf(targets),
        _ => double.NaN,
    };

    private static double VarianceOf(IReadOnlyList<double> targets)
    {
        var mean = targets.Average();
        return targets.Average(target => (target - mean) * (target - mean));
    }

    private UnitReport[]? UnitsAt(double[]? theta) => LayersAt(theta) is { } layers ? [.. layers.Select(UnitReport.Of)] : null;

    /// <summary>A hidden layer at θ by its name; null if there is none.</summary>
    internal LayerActivations? LayerNamed(string name) => LayersAt(Here)?.FirstOrDefault(layer => layer.Name == name);

    private IReadOnlyList<LayerActivations>? LayersAt(double[]? theta) => theta is null ? null : Named(nameof(TrainingCase.HiddenLayers), () =>
    {
        if (Case.HiddenLayers is not { } activations)
            return null;
        var layers = Given(activations(VectorOf(theta)), nameof(TrainingCase.HiddenLayers), "a list, empty where there is no layer");
        foreach (var layer in layers)
        {
            Given(layer, nameof(TrainingCase.HiddenLayers), "a layer");
            Given(layer.Values, $"{nameof(TrainingCase.HiddenLayers)} of {layer.Name}", "activations");
        }

        return layers;
    });

    // What the objective says of θ where its parameters are changed.
    private T? OfParts<T>(
        string probe, EvaluationCounts price, Func<Objective, double[], IReadOnlyList<(string Name, Range Range, IReadOnlyList<int> Shape)>, T?> of)
        where T : class => Measure(
            probe,
            Here is null ? default : price,
            [Case.Objective],
            () => Case.Objective is { } objective && Here is { } theta && PartsOf(theta.Length) is { } parts
                ? of(objective, theta, [.. parts]) : null,
            ShareOfObjective);

    private DepthReport? DepthAt(double[]? theta)
    {
        if (theta is null || Case.Objective is not { HasGradient: true } objective || PartsOf(theta.Length) is not { } parts)
            return null;
        var gradient = new double[theta.Length];
        objective.Gradient(theta, gradient);
        return DepthReport.Of(parts, theta, gradient);
    }

    private DepthReport? DepthOfLastStep() => LastStep is { } step && PartsOf(step.Before.Length) is { } parts
        ? DepthReport.Of(parts, step.Before, step.Gradient)
        : null;

    private IEnumerable<(string Name, Range Range, IReadOnlyList<int> Shape)>? PartsOf(int length) => Case.Objective?.Options.Layout switch
    {
        { } layout when layout.Length == length => DepthReport.PartsOf(layout),
        _ when Monitor.Parameters.Sum(parameter => parameter.Length) == length => DepthReport.PartsOf(Monitor.Parameters),
        _ => null,
    };

    private ExampleLossReport? ExampleLossesAt(double[]? theta) => theta is not null && Case.ExampleLosses is { } losses
        ? ExampleLossReport.Of(Given(losses(VectorOf(theta)), nameof(TrainingCase.ExampleLosses), "a loss an example"), ChanceLoss(), Case.Labels)
        : null;

    private WeightDecayReport? WeightDecayAt(double[]? theta, double decay)
    {
        if (theta is null || Case.Objective is not { } objective)
            return null;
        var gradient = new double[theta.Length];
        objective.Gradient(theta, gradient);
        return WeightDecayReport.Of(decay, theta, gradient, objective.Loss(theta));
    }

    private bool IsAffordable(EvaluationCounts price) => ShareOfObjective * InGradients(price) <= Left;

    /// <summary>The cost of one of the caller's evaluations, as a share of one over all the training data.</summary>
    private double ShareOfObjective => ProbePrice.Share(Case.Objective);

    // Differences would cost far more than the answer is worth.
    private EvaluationCounts DepthPrice(double[]? theta) => Case.Objective is { HasGradient: true } ? GradientPrice(theta) : default;

    /// <summary>The price of one gradient at a θ, at most: a call of the caller's function, or differences of losses.</summary>
    private EvaluationCounts GradientPrice(double[]? theta) =>
        Case.Objective is { } objective && theta is not null ? ProbePrice.Gradients(objective, theta.Length, 1) : default;

    private static EvaluationCounts LossPrice(Objective? objective) => ProbePrice.Losses(objective, 1);

    private static Vector<double> VectorOf(double[] theta) => Vector<double>.Build.DenseOfArray(theta);
}
