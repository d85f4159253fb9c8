using MathNet.Numerics.LinearAlgebra;
using Optimizers.Curvature;

namespace Optimizers.Diagnostics;

/// <summary>
/// Everything that a diagnosis may use. The monitor alone is enough for what curves can tell; every property is optional and makes the diagnosis
/// surer. All θ are the parameters of a step side by side in its order, matrices column by column as MathNet stores them.
/// </summary>
/// <remarks>
/// <see cref="Data"/>, <see cref="Loss"/> and <see cref="Model"/> together make the objective, the batches, the losses of examples, the hidden
/// layers, the inputs and answers, and the loss of chance. What is given by hand stands.
/// </remarks>
public sealed record TrainingCase
{
    // The parts from which the rest follows; its derived values take no part in comparisons.
    private ModelCase _parts = new();
    private readonly MiniBatchObjective? _batches;
    private readonly double? _chanceLoss;

    /// <summary>A case with a monitor and nothing else.</summary>
    /// <param name="monitor">The monitor.</param>
    public TrainingCase(TrainingMonitor monitor)
    {
        ArgumentNullException.ThrowIfNull(monitor);
        Monitor = monitor;
    }

    /// <summary>The monitor that watched the training.</summary>
    public TrainingMonitor Monitor { get; internal init; }

    /// <summary>The training examples.</summary>
    public TrainingData? Data { get => _parts.Data; init => _parts = _parts with { Data = value }; }

    /// <summary>A holdout from the training examples.</summary>
    public TrainingData? ValidationData { get => _parts.ValidationData; init => _parts = _parts with { ValidationData = value }; }

    /// <summary>The testing examples.</summary>
    public TrainingData? TestData { get => _parts.TestData; init => _parts = _parts with { TestData = value }; }

    /// <summary>The examples of a batch of the loop; null: as the monitor was told, and without that no batches are made.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int? BatchSize { get => _parts.BatchSize; init => _parts = _parts with { BatchSize = AtLeastOne(value, nameof(BatchSize)) }; }

    /// <summary>How many examples of each set are measured at most, drawn at random by a fixed seed; null: 2,000.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int? SampleSize { get => _parts.SampleSize; init => _parts = _parts with { SampleSize = AtLeastOne(value, nameof(SampleSize)) }; }

    /// <summary>The loss by its name, without penalties.</summary>
    public NamedLoss? Loss { get => _parts.Loss; init => _parts = _parts with { Loss = value }; }

    /// <summary>The model: its storage, its outputs, its gradients.</summary>
    public Model? Model { get => _parts.Model; init => _parts = _parts with { Model = value }; }

    /// <summary>The loss over the training data (or a good sample of it) with the gradient that the loop uses, without penalties.</summary>
    public Objective? Objective { get => _parts.Given ?? _parts.Objective; init => _parts = _parts with { Given = value }; }

    /// <summary>
    /// The same loss in mini-batches as the loop takes them, in its order (about 16 to 64 of them, of the loop's batch size). Those made of
    /// <see cref="Data"/> are drawn at random: a loop that does not shuffle hands over its own.
    /// </summary>
    public MiniBatchObjective? Batches { get => _batches ?? _parts.Batches(BatchSize ?? RecordedBatchSize); init => _batches = value; }

    /// <summary>The loss over a holdout from the training data.</summary>
    public Objective? Validation { get => field ?? _parts.Validation; init; }

    /// <summary>The loss over the testing data.</summary>
    public Objective? Test { get => field ?? _parts.Test; init; }

    /// <summary>θ where the training is now; null: what the model has, else the end of the last step that the monitor saw.</summary>
    public Vector<double>? Theta { get => field ?? (Model is null ? null : Vector<double>.Build.DenseOfArray(Model.Read())); init; }

    /// <summary>θ where the training began; null if it was not kept.</summary>
    public Vector<double>? Start { get; init; }

    /// <summary>Draws the start of a new training as the caller's own initialization does, by a seed; null if there is none.</summary>
    public Func<int, Vector<double>>? NewStart { get; init; }

    /// <summary>The activations of the hidden layers, first to last, at a θ, over some hundred examples; null if they are not available.</summary>
    public Func<Vector<double>, IReadOnlyList<LayerActivations>>? HiddenLayers { get => field ?? _parts.HiddenLayers; init; }

    /// <summary>The loss of every training example alone, at a θ.</summary>
    public Func<Vector<double>, double[]>? ExampleLosses { get => field ?? _parts.ExampleLosses; init; }

    /// <summary>Training inputs as the network sees them, features × examples (some hundreds are enough).</summary>
    public Matrix<double>? Inputs { get => field ?? (_parts.Sample is { Inputs.RowCount: > 0 } sample ? sample.Inputs : null); init; }

    /// <summary>Testing inputs as the network sees them, features × examples.</summary>
    public Matrix<double>? TestInputs { get => field ?? _parts.TestSample?.Inputs; init; }

    /// <summary>The class of every training example, from 0, in the order of <see cref="ExampleLosses"/>; null for a regression.</summary>
    public IReadOnlyList<int>? Labels { get => field ?? _parts.Labels; init; }

    /// <summary>The targets of a regression, one a training example; null for a classification or for targets of several numbers.</summary>
    public IReadOnlyList<double>? Targets { get => field ?? _parts.Targets; init; }

    /// <summary>
    /// The training loss of the best constant output; null: that of <see cref="Loss"/> over <see cref="Data"/>, else the entropy of
    /// <see cref="Labels"/> or the variance of <see cref="Targets"/>, as a mean cross-entropy or mean squared error has it.
    /// </summary>
    public double? ChanceLoss { get => _chanceLoss ?? _parts.ChanceLoss; init => _chanceLoss = value; }

    /// <summary>A training loss below which the caller is content; null: a tenth of the loss of chance.</summary>
    public double? SatisfactoryLoss { get; init; }

    /// <summary>
    /// The training loss that a smaller or simpler model reached on the same data (the guide's proof that the optimization fails);
    /// null if none was trained.
    /// </summary>
    public double? SmallerModelLoss { get; init; }

    /// <summary>Makes a new optimizer of the rule that the loop uses, with another learning rate; null for no range test and no trials.</summary>
    public Func<Schedule, IOptimizer>? NewOptimizer { get; init; }

    /// <summary>The number of training examples; null if unknown.</summary>
    public int? ExampleCount { get => field ?? Data?.Count; init; }

    /// <summary>The outputs over <see cref="Data"/> as they were measured elsewhere, outputs × examples; null where they were not.</summary>
    internal Matrix<double>? MeasuredOutputs { get => _parts.MeasuredOutputs; init => _parts = _parts with { MeasuredOutputs = value }; }

    /// <summary>The losses of the examples as they were measured elsewhere; null where they follow or are not known.</summary>
    internal double[]? GivenLosses { get => _parts.GivenLosses; init => _parts = _parts with { GivenLosses = value }; }

    /// <summary>The parts as they were given, and what follows from them.</summary>
    internal ModelCase Parts => _parts;

    /// <summary>The loss of right answers; 0 where it is not known.</summary>
    internal double LossConstant => _chanceLoss is null && _parts.ChanceLoss is not null ? _parts.LossOfRight : 0;

    /// <summary>
    /// The loss and its batches as they would be on standardized examples; null where the case does not tell, or has batches of its own, of which
    /// the examples are not known.
    /// </summary>
    internal TrialObjective? Standardized(DataStandardization change) =>
        _batches is null ? _parts.Standardized(change, BatchSize ?? RecordedBatchSize) : null;

    /// <summary>The loss and batches drawn of the data, with the answers as they are and with the two exchanged; null where the case does not
    /// tell.</summary>
    internal (TrialObjective AsGiven, TrialObjective Turned)? BothSenses() => _parts.BothSenses(BatchSize ?? RecordedBatchSize);

    private int RecordedBatchSize => Monitor.Recent is [.., var last] ? last.BatchSize : 0;

    private static int? AtLeastOne(int? value, string name) => value is < 1
        ? throw new ArgumentOutOfRangeException(name, value, $"{name} is {value}; it must be at least 1.") : value;
}
