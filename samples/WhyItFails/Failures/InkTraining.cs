using MathNet.Numerics.LinearAlgebra;
using Optimizers;
using Optimizers.Diagnostics;

namespace WhyItFails.Failures;

/// <summary>
/// A regression: how much ink a digit has, the sum of its gray levels, by a network 64-16-1 (tanh). Its case for the diagnosis is the short one:
/// data, loss and model.
/// </summary>
internal sealed class InkTraining : IFailingTraining
{
    private const int Hidden = 16;

    // Gray levels are from 0 to 16; the images have them from 0 to 1.
    private const double GrayLevels = 16;

    private readonly Examples _train;
    private readonly MiniBatches _batches;
    private readonly TrainingMonitor _monitor = new();
    private readonly Vector<double> _start;
    private readonly Matrix<double> _w1;
    private readonly Matrix<double> _w2 = Matrix<double>.Build.Dense(1, Hidden);
    private readonly Vector<double> _b1 = Vector<double>.Build.Dense(Hidden);
    private readonly Vector<double> _b2 = Vector<double>.Build.Dense(1);
    private readonly double _mean;
    private readonly double _deviation;
    private InkMistake _mistake;
    private Momentum _optimizer = new(Rate);
    private long _iteration;

    /// <summary>A training before its first step.</summary>
    public InkTraining(string name, string cause, InkMistake mistake, Digits digits, int seed)
    {
        (Name, Cause, _mistake, _train) = (name, cause, mistake, digits.Train);
        _batches = new MiniBatches(digits.Train, Training.BatchSize, seed);
        _w1 = Matrix<double>.Build.Dense(Hidden, Digits.Pixels);
        var network = Network.Random(Digits.Pixels, Hidden, 1, seed);
        _start = network.ToVector();
        Begin();
        var ink = Ink(digits.Train.Images);
        _mean = ink.Average();
        _deviation = Math.Sqrt(ink.Average(each => (each - _mean) * (each - _mean)));
        _optimizer.Watch(_monitor);
        _monitor.RecordBatchSize(Training.BatchSize);
    }

    public string Name { get; }

    public string Cause { get; }

    public string Description => $"A network {Digits.Pixels}-{Hidden}-1 (tanh) estimates how much ink a handwritten digit has, by momentum.";

    public string LossUnit => "squared";

    private static double Rate => 0.01;

    /// <summary>The three of the story.</summary>
    public static IEnumerable<InkTraining> All(Digits digits, int seed) =>
    [
        new("Targets in the hundreds", "targets-scale", InkMistake.UnscaledTargets, digits, seed),
        new("A logistic function behind the last layer of a regression", "output-range", InkMistake.LogisticOutput, digits, seed),
        new("A layer that is not handed to the optimizer", "not-handed-over", InkMistake.ForgottenLayer, digits, seed),
    ];

    public IReadOnlyList<LossPoint> Run(CancellationToken cancellationToken)
    {
        var curve = new List<LossPoint> { new(_iteration, Loss(_train.Images)) };
        for (var i = 1; i <= FailingTraining.Iterations; i++)
        {
            var images = _batches.Next().Images;
            _monitor.RecordLoss(Loss(images));
            var (dw1, db1, dw2, db2) = Gradients(images);
            Parameter[] parameters = _mistake == InkMistake.ForgottenLayer ? [Named(_w2, dw2, "W₂"), Named(_b2, db2, "b₂")]
                : [Named(_w1, dw1, "W₁"), Named(_b1, db1, "b₁"), Named(_w2, dw2, "W₂"), Named(_b2, db2, "b₂")];
            try
            {
                _optimizer.Step(parameters, cancellationToken);
            }
            catch (NonFiniteGradientException)
            {
                break;
            }

            _iteration++;
            if (i % 10 == 0)
                curve.Add(new(_iteration, Loss(_train.Images)));
        }

        return curve;
    }

    public TrainingCase Case() => new(_monitor)
    {
        Data = new(_train.Images, Targets(_train.Images)),
        BatchSize = Training.BatchSize,
        Loss = Losses.SquaredError,
        Model = Model.InPlace(
            [("W₁", _w1), ("b₁", _b1), ("W₂", _w2), ("b₂", _b2)],
            outputs: (x, seen) => Last(seen["the hidden layer", HiddenLayer(x)]),
            gradients: (x, y) =>
            {
                var (dw1, db1, dw2, db2) = Gradients(x, y);
                return [dw1, db1, dw2, db2];
            }),
        Start = _start,
        NewOptimizer = rate => new Momentum(rate),
    };

    public string Cure(Diagnosis diagnosis)
    {
        var correction = _mistake switch
        {
            InkMistake.UnscaledTargets => "targets are standardized",
            InkMistake.LogisticOutput => "the last layer has no activation",
            _ => "all four parameters are handed over",
        };
        _mistake = InkMistake.None;
        Begin();
        _optimizer = new(Rate);
        return $"{correction}, and the training starts again";
    }

    private static Parameter Named(Matrix<double> value, Matrix<double> gradient, string name) => new(value, gradient) { Name = name };

    private static Parameter Named(Vector<double> value, Vector<double> gradient, string name) => new(value, gradient) { Name = name };

    private static double[] Ink(Matrix<double> images) => [.. (GrayLevels * images.ColumnSums())];

    private void Begin()
    {
        var theta = _start.AsArray().AsSpan();
        foreach (var target in (double[][])[_w1.AsColumnMajorArray(), _b1.AsArray(), _w2.AsColumnMajorArray(), _b2.AsArray()])
        {
            theta[..target.Length].CopyTo(target);
            theta = theta[target.Length..];
        }
    }

    private double[] Targets(Matrix<double> images) =>
        _mistake == InkMistake.UnscaledTargets ? Ink(images) : [.. Ink(images).Select(ink => (ink - _mean) / _deviation)];

    private Matrix<double> HiddenLayer(Matrix<double> x) => Plus(_w1 * x, _b1).PointwiseTanh();

    private Matrix<double> Last(Matrix<double> hidden)
    {
        var z = Plus(_w2 * hidden, _b2);
        return _mistake == InkMistake.LogisticOutput ? z.Map(each => 1 / (1 + Math.Exp(-each)), Zeros.Include) : z;
    }

    private double Loss(Matrix<double> images) =>
        (Last(HiddenLayer(images)).Row(0) - Vector<double>.Build.Dense(Targets(images))).PointwisePower(2).Average();

    private (Matrix<double> W1, Vector<double> B1, Matrix<double> W2, Vector<double> B2) Gradients(Matrix<double> images) =>
        Gradients(images, Vector<double>.Build.Dense(Targets(images)));

    private (Matrix<double> W1, Vector<double> B1, Matrix<double> W2, Vector<double> B2) Gradients(Matrix<double> x, Vector<double> targets)
    {
        var hidden = HiddenLayer(x);
        var outputs = Last(hidden);
        var upper = (outputs - targets.ToRowMatrix()) * (2.0 / targets.Count);
        if (_mistake == InkMistake.LogisticOutput)
            upper = upper.PointwiseMultiply(outputs - outputs.PointwisePower(2));
        var lower = _w2.TransposeThisAndMultiply(upper).PointwiseMultiply(1 - hidden.PointwisePower(2));
        return (lower.TransposeAndMultiply(x), lower.RowSums(), upper.TransposeAndMultiply(hidden), upper.RowSums());
    }

    private static Matrix<double> Plus(Matrix<double> z, Vector<double> b) => z.MapIndexed((row, _, value) => value + b[row], Zeros.Include);
}
