using MathNet.Numerics.LinearAlgebra;
using Optimizers.Curvature;

namespace Optimizers.Diagnostics;

/// <summary>
/// Data, loss and model of a case, and what follows from them. Copies share nothing that was derived, and what was derived does not count in
/// comparisons.
/// </summary>
internal sealed record ModelCase
{
    /// <summary>More examples than this make no measurement surer, only dearer.</summary>
    public const int DefaultSample = 2000;

    private const int LayerExamples = 256;
    private const int MaxBatches = 64;
    private const int ScaleExamples = 32;
    private const int SampleSeed = 1;
    private const double VerySure = 30;
    private const double Negligible = 1e-6;

    private readonly Cache _cache;

    public ModelCase() => _cache = new();

    private ModelCase(ModelCase other) =>
        (Data, ValidationData, TestData, BatchSize, SampleSize, Loss, Model, Given, MeasuredOutputs, GivenLosses, _cache) =
        (other.Data, other.ValidationData, other.TestData, other.BatchSize, other.SampleSize, other.Loss, other.Model, other.Given,
            other.MeasuredOutputs, other.GivenLosses, new());

    public TrainingData? Data { get; init; }

    public TrainingData? ValidationData { get; init; }

    public TrainingData? TestData { get; init; }

    public int? BatchSize { get; init; }

    public int? SampleSize { get; init; }

    public NamedLoss? Loss { get; init; }

    public Model? Model { get; init; }

    /// <summary>The objective that the caller made by hand: the scale of the loss is then its.</summary>
    public Objective? Given { get; init; }

    /// <summary>The outputs over the data where there is no model, outputs × examples.</summary>
    public Matrix<double>? MeasuredOutputs { get; init; }

    /// <summary>The losses of the examples as they were measured elsewhere.</summary>
    public double[]? GivenLosses { get; init; }

    /// <summary>The losses of the examples where there is no model: as measured, else by name of the outputs.</summary>
    public double[]? MeasuredLosses => _cache.MeasuredLosses ??= GivenLosses
        ?? (this is { Model: null, Loss: { } loss, MeasuredOutputs: { RowCount: > 0 } outputs, Data: { } data }
            ? loss.OfExamples(outputs, data.Answers) : null);

    /// <summary>The training examples that are measured: all, or a sample.</summary>
    public TrainingData? Sample => _cache.Sample ??= Data is null ? null : SampleOf(Data, SampleSize ?? DefaultSample);

    /// <summary>The testing examples that are measured.</summary>
    public TrainingData? TestSample => _cache.TestSample ??= TestData is null ? null : SampleOf(TestData, SampleSize ?? DefaultSample);

    /// <summary>How many outputs the model has; 0 without a model or without examples.</summary>
    public int Outputs => _cache.Outputs ??= this is { Model: null, MeasuredOutputs: { } outputs } ? outputs.RowCount
        : this is { Model: { } model, Sample: { Count: > 0 } sample }
        ? model.Outputs(model.Read(), FirstOf(sample.Inputs, 2)).RowCount : 0;

    /// <summary>The mean loss over the sample; null without loss, model and data that fit together.</summary>
    public Objective? Objective => _cache.Objective ??= Valid is { } valid ? Made(valid) : null;

    /// <summary>The mean loss over the validation data.</summary>
    public Objective? Validation => _cache.Validation ??= ValidationData is null ? null : Of(SampleOf(ValidationData, SampleSize ?? DefaultSample));

    /// <summary>The mean loss over the testing data.</summary>
    public Objective? Test => _cache.Test ??= Of(TestSample);

    /// <summary>What the named loss is multiplied by to be the caller's: a half, or the number of outputs, by convention.</summary>
    public double Scale => _cache.Scale ??= ScaleOfCaller();

    /// <summary>
    /// The caller's loss of the named one: factor · named + constant. A loss that is no such thing, or no code of the caller's, has the scale alone.
    /// </summary>
    public (double Factor, double Constant) Relation => _cache.Relation ??= RelationOfCaller() ?? (Scale, 0);

    /// <summary>The layout and the precision of the model.</summary>
    public ObjectiveOptions Options => _cache.Options ??= new ObjectiveOptions { Layout = Model?.Layout, SinglePrecision = Model?.IsSingle ?? false };

    /// <summary>The loss of the best constant outputs; null if the answers do not allow it.</summary>
    public double? ChanceLoss
    {
        get
        {
            if (this is not { Loss: { } loss, Sample: { } sample })
                return null;
            var rows = sample.Answers.LabelsOrNull is { Length: > 0 } labels
                ? (Outputs == 0 ? Math.Max(1, labels.Max() + 1) : Outputs)
                : sample.Targets?.RowCount ?? 0;
            double[][] targets = [.. loss.Encoded(sample.Answers, rows).OfType<double[]>()];
            if (targets is [])
                return null;
            var (factor, constant) = Relation;
            return (factor * loss.BestConstant(Matrix<double>.Build.DenseOfColumnArrays(targets))) + constant;
        }
    }

    /// <summary>
    /// The loss of right answers, which no training gets below: the entropy of smoothed labels, or a constant in the loss. 0 where it is not known.
    /// </summary>
    public double LossOfRight
    {
        get
        {
            if (this is not { Loss: { } loss, Valid: { } valid } || Outputs == 0)
                return 0;
            var right = loss.Encoded(valid.Answers, Outputs).OfType<double[]>().Select(target =>
            {
                var output = new double[target.Length];
                loss.Right(target, VerySure, output);
                return loss.Of(output, target);
            }).Where(double.IsFinite).DefaultIfEmpty(0).Average();
            var (factor, constant) = Relation;
            return (right < Negligible ? 0 : factor * right) + constant;
        }
    }

    /// <summary>The classes of the sample: labels, or where the 1 is in columns that are one-hot, or numbers that are all 0 or 1.</summary>
    public IReadOnlyList<int>? Labels => _cache.Labels ??= LabelsOf(Sample);

    /// <summary>The classes of all training examples, however few are measured.</summary>
    public IReadOnlyList<int>? AllLabels => _cache.AllLabels ??= LabelsOf(Data);

    /// <summary>The classes of the validation data, and the losses of its examples at a θ; null without classes.</summary>
    public (IReadOnlyList<int> Labels, double[]? Losses)? HeldOut(double[]? theta)
    {
        if (ValidationData is not { } data)
            return null;
        var sample = SampleOf(data, SampleSize ?? DefaultSample);
        if (LabelsOf(sample) is not { } labels)
            return null;
        return (labels, theta is not null && Objective is not null
            ? [.. Loss!.OfExamples(Model!.Outputs(theta, sample.Inputs), sample.Answers).Select(each => Scale * each)] : null);
    }

    /// <summary>The targets of the sample where each is one number of a regression.</summary>
    public IReadOnlyList<double>? Targets =>
        Labels is null && Sample?.Targets is { RowCount: 1 } one ? _cache.Targets ??= one.Row(0).ToArray() : null;

    /// <summary>The examples of the sample whose answers the outputs can give; null without loss and model.</summary>
    public TrainingData? Valid => _cache.Valid ??= ValidOf(Sample);

    /// <summary>Mini-batches drawn at random from the data.</summary>
    public MiniBatchObjective? Batches(int size)
    {
        if (_cache.Batches is null || _cache.BatchSize != size)
        {
            if (Drawn(size) is not { } drawn)
                return null;
            _cache.Batches = new MiniBatchObjective(drawn.Select(Made), options: Options);
            _cache.BatchSize = size;
        }

        return _cache.Batches;
    }

    /// <summary>
    /// The loss and its batches where the model is trained on standardized examples; null without loss, model, its gradients and data.
    /// </summary>
    /// <param name="change">What standardizes them.</param>
    /// <param name="size">The examples of a batch; below 1 for none.</param>
    public TrialObjective? Standardized(DataStandardization change, int size)
    {
        if (Valid is not { } valid || Model is not { HasGradients: true })
            return null;
        return new(Of(valid), Drawn(size) is { } drawn ? new MiniBatchObjective(drawn.Select(Of), options: Options) : null);

        Objective Of(TrainingData data) => new StandardizedObjective(Model!, data, change, Loss!, Scale, Options);
    }

    /// <summary>
    /// The loss and its batches with the answers as they are, and with the two exchanged; null where there are not two, or without loss, model, its
    /// gradients and data.
    /// </summary>
    /// <param name="size">The examples of a batch; below 1 for none.</param>
    public (TrialObjective AsGiven, TrialObjective Turned)? BothSenses(int size)
    {
        if (Model is not { HasGradients: true } || Data?.Turned() is null || Valid is not { } valid)
            return null;
        var drawn = Drawn(size)?.ToArray();
        return (Over(valid, data => data), Over(valid, data => data.Turned()!));

        TrialObjective Over(TrainingData whole, Func<TrainingData, TrainingData> answers) => new(
            Made(answers(whole)), drawn is null ? null : new MiniBatchObjective(drawn.Select(batch => Made(answers(batch))), options: Options));
    }

    /// <summary>The loss of every example of the sample at a θ; null without loss, model and data that fit together.</summary>
    public Func<Vector<double>, double[]>? ExampleLosses => Objective is null ? null
        : theta => [.. Loss!.OfExamples(Model!.Outputs(theta.ToArray(), Sample!.Inputs), Sample.Answers).Select(each => Scale * each)];

    /// <summary>The hidden layers that the model records over some hundred examples; null if it records none.</summary>
    public Func<Vector<double>, IReadOnlyList<LayerActivations>>? HiddenLayers
    {
        get
        {
            if (this is not { Model: not null, Sample: { Count: > 0 } sample })
                return null;
            _cache.Layers ??= HiddenLayer.Described(Model, FirstOf(sample.Inputs, LayerExamples), Outputs);
            var layers = _cache.Layers;
            return layers.Count == 0 ? null
                : theta => HiddenLayer.At(Model, theta.ToArray(), FirstOf(sample.Inputs, LayerExamples), layers);
        }
    }

    public bool Equals(ModelCase? other) => other is not null
        && (Data, ValidationData, TestData, BatchSize, SampleSize, Loss) ==
            (other.Data, other.ValidationData, other.TestData, other.BatchSize, other.SampleSize, other.Loss)
        && (Model, Given, MeasuredOutputs, GivenLosses) == (other.Model, other.Given, other.MeasuredOutputs, other.GivenLosses);

    public override int GetHashCode() => HashCode.Combine(Data, ValidationData, TestData, BatchSize, SampleSize, Loss, Model, Given);

    /// <summary>The first columns.</summary>
    internal static Matrix<double> FirstOf(Matrix<double> inputs, int count) =>
        inputs.ColumnCount <= count ? inputs : inputs.SubMatrix(0, inputs.RowCount, 0, count);

    private static TrainingData SampleOf(TrainingData data, int size)
    {
        if (data.Count <= size)
            return data;
        var drawn = RandomSample.Of(data.Count, size, new Random(SampleSeed));
        Array.Sort(drawn);
        return data.At(drawn);
    }

    // Of all examples, however few are measured: the sample may hold fewer than a few large batches. The data's own order may be sorted though the
    // loop shuffles: an order that nobody gave must not be accused.
    private IEnumerable<TrainingData>? Drawn(int size)
    {
        if (size < 1 || Valid is null || Data is not { } data)
            return null;
        var drawn = RandomSample.Of(data.Count, (int)Math.Min(data.Count, (long)MaxBatches * size), new Random(SampleSeed));
        if (ValidOf(data.At(drawn)) is not { } valid || valid.Count < size)
            return null;
        int[] order = [.. Enumerable.Range(0, valid.Count)];
        return Enumerable.Range(0, Math.Min(MaxBatches, valid.Count / size)).Select(b => valid.At(order[(b * size)..((b + 1) * size)]));
    }

    private ModelObjective? Of(TrainingData? data) => ValidOf(data) is { } valid ? Made(valid) : null;

    private ModelObjective Made(TrainingData data) => new(Model!, data.Inputs, data.Answers, Loss!, Scale, Options);

    /// <summary>The examples whose answers the outputs can give: a label that is none of the classes is a finding, and has no loss.</summary>
    private TrainingData? ValidOf(TrainingData? data)
    {
        if (data is null || Loss is null || Model is null || Outputs == 0)
            return null;
        var encoded = Loss.Encoded(data.Answers, Outputs);
        int[] valid = [.. Enumerable.Range(0, data.Count).Where(n => encoded[n] is not null)];
        return valid.Length == data.Count ? data : valid is [] ? null : data.At(valid);
    }

    private static int[]? LabelsOf(TrainingData? data)
    {
        if (data is null)
            return null;
        if (data.Answers.LabelsOrNull is { } labels)
            return labels;
        if (data.Targets is not { ColumnCount: > 0 } targets || !targets.ForAll(each => each is 0 or 1, Zeros.Include))
            return null;
        if (targets.RowCount == 1)
            return [.. targets.Row(0).Select(each => (int)each)];
        return targets.ColumnSums().ForAll(sum => sum == 1) ? [.. targets.EnumerateColumns().Select(column => column.MaximumIndex())] : null;
    }

    private double ScaleOfCaller()
    {
        if (Loss is null || Model is null || Valid is not { } valid)
            return 1;
        var few = valid.Count <= ScaleExamples ? valid : valid.At([.. Enumerable.Range(0, ScaleExamples)]);
        return LossScale.Of(Model, few, valid, Loss, Given, Options, Outputs);
    }

    private (double Factor, double Constant)? RelationOfCaller()
    {
        if (Model is null || Valid is not { } valid || Loss is not { } loss || (Given is null && loss is not OwnLoss))
            return null;
        var named = loss is OwnLoss own ? own.Meant : loss;
        return LossScale.Relation(Model, valid, named, theta => Given is { } given ? given.LossOrNotFinite(theta)
            : Scale * loss.OfBatch(Model.Outputs(theta, valid.Inputs), valid.Answers));
    }

    // What was derived, once it was asked for.
    private sealed class Cache
    {
        public TrainingData? Sample;
        public TrainingData? TestSample;
        public TrainingData? Valid;
        public double[]? MeasuredLosses;
        public int? Outputs;
        public Objective? Objective;
        public Objective? Validation;
        public Objective? Test;
        public double? Scale;
        public (double Factor, double Constant)? Relation;
        public ObjectiveOptions? Options;
        public IReadOnlyList<int>? Labels;
        public IReadOnlyList<int>? AllLabels;
        public double[]? Targets;
        public MiniBatchObjective? Batches;
        public int BatchSize;
        public IReadOnlyList<LayerActivations>? Layers;
    }
}
