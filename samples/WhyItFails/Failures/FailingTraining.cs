using System.Globalization;
using Optimizers;
using Optimizers.Curvature;
using Optimizers.Diagnostics;

namespace WhyItFails.Failures;

/// <summary>The loop that learns to tell digits, and the full case that it can hand over piece by piece.</summary>
internal sealed class FailingTraining : IFailingTraining
{
    /// <summary>The iterations with the failure, and as many after its cure.</summary>
    public const int Iterations = 400;

    private const int BatchSize = Training.BatchSize;

    // As many images as a diagnosis looks at: enough for its numbers, few enough for its time.
    private const int Sample = 480;

    private readonly Digits _digits;
    private readonly int _seed;
    private readonly Network _start;
    private readonly Network _network;
    private readonly MiniBatches _batches;
    private readonly Backpropagation _pass;
    private readonly double[] _sum;
    private Failure _failure;
    private Examples _train;
    private Examples _test;
    private IOptimizer _optimizer;
    private long _iteration;

    public FailingTraining(Failure failure, Digits digits, int seed)
    {
        (_failure, _digits, _seed) = (failure, digits, seed);
        _start = failure.Start(seed);
        _network = _start.Copy();
        _optimizer = failure.Optimizer(null);
        _optimizer.Watch(Monitor);
        Monitor.RecordBatchSize(BatchSize);
        (_train, _test) = (Prepared(digits.Train), Prepared(digits.Test));
        _batches = new MiniBatches(digits.Train, BatchSize, seed);
        _pass = new Backpropagation(_network, BatchSize);
        _sum = new double[_network.ParameterCount];
    }

    public string Name => _failure.Name;

    public string Cause => _failure.Cause;

    public string Description => string.Create(CultureInfo.InvariantCulture,
        $"A network {Digits.Pixels}-{Failure.Hidden}-{Digits.Classes} (tanh, softmax) learns handwritten digits by momentum, {BatchSize} images a "
        + $"step.");

    public string LossUnit => "nats";

    private TrainingMonitor Monitor { get; } = new();

    public IReadOnlyList<LossPoint> Run(CancellationToken cancellationToken)
    {
        var all = new Backpropagation(_network, _train.Count);
        var curve = new List<LossPoint> { new(_iteration, all.Loss(_train)) };
        for (var i = 1; i <= Iterations; i++)
        {
            Monitor.RecordLoss(_pass.Gradient(Prepared(_batches.Next())));
            _failure.Mistake?.Invoke(_pass);
            if (_failure.KeepsGradients)
                AddUp();
            try
            {
                Training.Step(_optimizer, _network, _pass, cancellationToken);
            }
            catch (NonFiniteGradientException)
            {
                break;
            }

            _iteration++;
            if (i % 10 == 0)
                curve.Add(new(_iteration, all.Loss(_train)));
        }

        return curve;
    }

    public TrainingCase Case()
    {
        var sample = First(_train, Sample);
        var objective = new NetworkObjective(_network, sample, _failure.Mistake);
        var batches = Enumerable.Range(0, Sample / BatchSize)
            .Select(i => (Objective)new NetworkObjective(_network, Part(_train, i * BatchSize, BatchSize), _failure.Mistake));
        var network = _network.Copy();
        var pass = new Backpropagation(network, Sample);
        return new TrainingCase(Monitor)
        {
            Objective = objective,
            Batches = new MiniBatchObjective([.. batches]),
            Test = new NetworkObjective(_network, _test),
            Theta = _network.ToVector(),
            Start = _start.ToVector(),
            NewStart = seed => _failure.Start(seed).ToVector(),
            NewOptimizer = rate => _failure.Optimizer(rate),
            HiddenLayers = theta =>
            {
                network.Assign(theta);
                pass.Loss(sample);
                return [new LayerActivations("the hidden layer", pass.Hidden.Clone(), -1, 1, "W₁", "W₂", "b₁")];
            },
            ExampleLosses = theta =>
            {
                network.Assign(theta);
                pass.Loss(sample);
                return [.. sample.Labels.Select((label, n) => -Math.Log(pass.Probabilities[label, n]))];
            },
            Inputs = sample.Images,
            TestInputs = _test.Images,
            Labels = sample.Labels,
            ExampleCount = _train.Count,
        };
    }

    public string Cure(Diagnosis diagnosis)
    {
        if (_failure.Correction is { } correction)
        {
            _failure = _failure.Corrected;
            (_train, _test) = (Prepared(_digits.Train), Prepared(_digits.Test));
            _network.Assign(_failure.Start(_seed).ToVector());
            _optimizer = _failure.Optimizer(null);
            _optimizer.Watch(Monitor);
            return $"{correction}, and the training starts again";
        }

        if (diagnosis.Findings.Select(finding => finding.Remedy?.Action).FirstOrDefault(found => found is not null) is not { } action)
            return "none; the diagnosis has no action to apply";
        var isWorseThanStart = !(Loss(_network) <= Loss(_start));
        if (isWorseThanStart)
        {
            _network.Assign(_start.ToVector());
            _optimizer.Reset();
        }

        _optimizer = action.Apply(
            _optimizer,
            [(_network.W1, _pass.DW1), (_network.B1, _pass.DB1), (_network.W2, _pass.DW2), (_network.B2, _pass.DB2)]);
        return isWorseThanStart ? $"{action}, and the training starts again" : $"{action}";
    }

    private double Loss(Network network) => new Backpropagation(network, _train.Count).Loss(_train);

    private void AddUp()
    {
        var gradient = _pass.ToVector().AsArray();
        for (var i = 0; i < _sum.Length; i++)
            _sum[i] += gradient[i];
        var rest = _sum.AsSpan();
        foreach (var target in (double[][])[_pass.DW1.AsColumnMajorArray(), _pass.DB1.AsArray(), _pass.DW2.AsColumnMajorArray(), _pass.DB2.AsArray()])
        {
            rest[..target.Length].CopyTo(target);
            rest = rest[target.Length..];
        }
    }

    private Examples Prepared(Examples examples) => _failure.PixelScale == 1 ? examples
        : examples with { Images = examples.Images * _failure.PixelScale };

    private static Examples First(Examples examples, int count) => Part(examples, 0, count);

    private static Examples Part(Examples examples, int start, int count) =>
        new(examples.Images.SubMatrix(0, examples.Images.RowCount, start, count), examples.Labels[start..(start + count)]);
}
