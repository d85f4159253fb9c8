using MathNet.Numerics.LinearAlgebra;
using Optimizers.Diagnostics;

namespace Optimizers.FaultBench;

/// <summary>The user's loop: runs a setup to its end and keeps what a user would have.</summary>
internal sealed class Training
{
    private const int EvaluatesEvery = 40;

    private readonly Setup _setup;
    private readonly Network _network;
    private readonly Network _start;

    /// <param name="setup">The program.</param>
    /// <param name="watched">True to let a monitor see it.</param>
    public Training(Setup setup, bool watched)
    {
        _setup = setup;
        _start = (setup.Start ?? setup.Initialize(setup.Cell.Seed)).Copy();
        _network = _start.Copy();
        Monitor = watched ? new TrainingMonitor() : null;
    }

    public TrainingMonitor? Monitor { get; }

    /// <summary>How it ended.</summary>
    public Outcome Outcome { get; private set; } = new(double.NaN, double.NaN, double.NaN);

    /// <summary>The last diagnosis that the guard asked for; null before.</summary>
    public Diagnosis? LastDiagnosis { get; private set; }

    /// <summary>Trains.</summary>
    public Training Run()
    {
        var setup = _setup;
        var optimizer = setup.NewOptimizer(setup.LearningRate);
        if (Monitor is not null)
            optimizer.Watch(Monitor);
        Monitor?.RecordBatchSize(Math.Min(setup.BatchSize, setup.Training.Count));
        var batches = new Batches(setup.Training, setup.BatchSize, setup.Order, setup.Cell.Seed + 1);
        var pass = new Pass(_network, Math.Min(setup.BatchSize, setup.Training.Count), setup.Code, setup.Cell.Seed + 2);
        var sum = setup.ClearsEvery > 1 ? _network.Zero() : null;
        var parameters = _network.With(sum ?? pass.Gradient);
        var evaluation = Monitor is null ? null : new Pass(_network, Setup.SampleSize, setup.Code, setup.Cell.Seed + 3);
        for (var i = 0; i < setup.Steps; i++)
        {
            if (evaluation is not null && i % EvaluatesEvery == 0)
                Evaluate(evaluation);
            var batch = batches.Next();
            var loss = pass.Backward(batch);
            Monitor?.RecordLoss(loss);
            if (sum is not null)
                Add(sum, pass.Gradient, clear: i % setup.ClearsEvery == 0);
            try
            {
                optimizer.Step(parameters);
            }
            catch (NonFiniteGradientException)
            {
                break;
            }

            if (setup.NonFinite == NonFiniteGradients.Pass && !double.IsFinite(_network.Layers[^1].B[0]) && i % EvaluatesEvery == EvaluatesEvery - 1)
                break; // A user looks now and then, and sees that it is NaN.
        }

        if (evaluation is not null)
            Evaluate(evaluation);
        Measure();
        return this;
    }

    /// <summary>
    /// Trains under a guard with a diagnosis, by the loop that the guard's remarks show, with as many steps after an intervention as a run has.
    /// </summary>
    public (TrainingGuard Guard, long Steps) RunGuarded(CancellationToken cancellationToken)
    {
        var setup = _setup;
        var options = new DiagnosisOptions { Seed = setup.Cell.Seed, CancellationToken = cancellationToken };
        Monitor?.RecordBatchSize(Math.Min(setup.BatchSize, setup.Training.Count));
        var guard = new TrainingGuard(setup.NewOptimizer(setup.LearningRate), Monitor, new TrainingGuardOptions
        {
            Horizon = setup.Steps,
            Diagnose = seen => LastDiagnosis = Diagnosis.Of(Complete(seen), options),
        });
        var batches = new Batches(setup.Training, setup.BatchSize, setup.Order, setup.Cell.Seed + 1);
        var pass = new Pass(_network, Math.Min(setup.BatchSize, setup.Training.Count), setup.Code, setup.Cell.Seed + 2);
        var parameters = _network.With(pass.Gradient);
        var steps = 0L;
        for (; !guard.IsStopped; steps++)
        {
            var loss = pass.Backward(batches.Next());
            guard.Step(loss, parameters, cancellationToken);
        }

        guard.Finish();
        Measure();
        return (guard, steps);
    }

    /// <summary>The case that a user's program would hand over, with its own code and its own data.</summary>
    public TrainingCase ToCase() => Complete(new(Monitor!) { Start = _start.ToVector() });

    private TrainingCase Complete(TrainingCase seen)
    {
        var setup = _setup;
        var shape = _start;
        var sample = First(setup.Training);
        var objective = Objective(sample, 11);
        var size = Math.Min(setup.BatchSize, setup.Training.Count);
        var loop = new Batches(setup.Training, size, setup.Order, setup.Cell.Seed + 5);
        var count = Math.Clamp(setup.Training.Count / size, 1, Math.Clamp(1024 / size, 16, 64));
        var layers = sample.Range(0, Math.Min(256, sample.Count));
        var hidden = new Pass(shape.Copy(), layers.Count, setup.Code, setup.Cell.Seed + 6);
        return seen with
        {
            Objective = objective,
            Batches = new([.. Enumerable.Range(0, count).Select(b => Objective(loop.Next(), 100 + b))]),
            Validation = Objective(First(setup.Validation), 12),
            Test = Objective(First(setup.Test), 13),
            NewStart = seed => setup.Initialize(seed + 1000 * setup.Cell.Seed).ToVector(),
            HiddenLayers = setup.Model.IsLinear ? null : theta => Hidden(hidden, layers, theta),
            ExampleLosses = theta => objective.Losses(theta.AsArray() ?? theta.ToArray()),
            Inputs = sample.Inputs,
            TestInputs = First(setup.Test).Inputs,
            Labels = sample.Labels,
            Targets = sample.Targets,
            SatisfactoryLoss = setup.Satisfactory,
            NewOptimizer = setup.NewOptimizer,
            ExampleCount = setup.Training.Count,
        };

        SampleObjective Objective(Examples examples, int seed) => new(shape, examples, setup.Code, seed + setup.Cell.Seed);
    }

    private void Measure()
    {
        var right = new Pass(_network, Math.Max(Setup.SampleSize, _setup.Test.Count));
        var own = new Pass(_network, _setup.Measured.Count, _setup.Code, _setup.Cell.Seed + 4);
        Outcome = new(right.Loss(_setup.Measured), right.Loss(_setup.Test), own.Loss(_setup.Measured));
    }

    private static Examples First(Examples examples) => examples.Range(0, Math.Min(Setup.SampleSize, examples.Count));

    private static List<LayerActivations> Hidden(Pass pass, Examples examples, Vector<double> theta)
    {
        pass.Network.Assign(theta.AsArray() ?? theta.ToArray());
        pass.Losses(examples);
        var result = new List<LayerActivations>();
        for (var l = 0; l < pass.Network.Layers.Count - 1; l++)
        {
            var layer = pass.Network.Layers[l];
            var (lower, upper) = layer.Activation.Range();
            var values = pass.Activated(l, examples.Count);
            if (layer.IsConvolution)
            {
                // A channel is a unit: its places are examples of it.
                result.Add(new($"layer {l + 1}", ByChannel(layer, values, examples.Count), lower, upper, $"W{l + 1}", null, $"b{l + 1}"));
                continue;
            }

            result.Add(new(
                $"layer {l + 1}",
                Matrix<double>.Build.Dense(layer.Units, examples.Count, values.ToArray()),
                lower,
                upper,
                $"W{l + 1}",
                $"W{l + 2}",
                $"b{l + 1}"));
        }

        return result;
    }

    private static Matrix<double> ByChannel(Layer layer, ReadOnlySpan<double> values, int count)
    {
        var places = layer.Convolved * layer.Convolved;
        var copy = values.ToArray();
        return Matrix<double>.Build.Dense(
            layer.Units, count * places, (channel, at) => copy[(((at / places * layer.Units) + channel) * places) + (at % places)]);
    }

    private static void Add(Network sum, Network gradient, bool clear)
    {
        for (var l = 0; l < sum.Layers.Count; l++)
        {
            Add(sum.Layers[l].W, gradient.Layers[l].W, clear);
            Add(sum.Layers[l].B, gradient.Layers[l].B, clear);
        }
    }

    private static void Add(double[] sum, double[] values, bool clear)
    {
        for (var i = 0; i < sum.Length; i++)
            sum[i] = (clear ? 0 : sum[i]) + values[i];
    }

    private void Evaluate(Pass pass)
    {
        var training = pass.Loss(First(_setup.Training));
        for (var l = 0; l < _network.Layers.Count - 1; l++)
        {
            var layer = _network.Layers[l];
            var (lower, upper) = layer.Activation.Range();
            if (!layer.IsConvolution)
                Monitor!.RecordActivations($"layer {l + 1}", pass.Activated(l, 64), layer.Units, lower, upper);
        }

        Monitor!.RecordEvaluation(training, pass.Loss(First(_setup.Validation)), pass.Loss(First(_setup.Test)));
    }
}
