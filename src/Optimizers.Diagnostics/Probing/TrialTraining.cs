using MathNet.Numerics.LinearAlgebra;
using Optimizers.Curvature;

namespace Optimizers.Diagnostics;

/// <summary>A short training on a copy of θ that steps as the loop does: by a rule, through the batches in turn.</summary>
internal sealed class TrialTraining
{
    private readonly Objective _objective;
    private readonly MiniBatchObjective? _batches;
    private IOptimizer _optimizer;
    private readonly double[] _theta;
    private readonly double[] _gradient;
    private readonly Part[] _parts;
    private readonly Parameter[] _parameters;
    private readonly double[] _model;
    private readonly Standardization? _standardization;
    private readonly Random? _order;
    private readonly int[] _turns = [];
    private int _steps;

    /// <summary>A training before its first step.</summary>
    /// <param name="optimizer">The rule.</param>
    /// <param name="objective">L over a fixed sample.</param>
    /// <param name="batches">The batches, stepped with in turn; null to step with the objective's own gradient.</param>
    /// <param name="theta">θ, n entries. It is not changed.</param>
    /// <param name="shapes">Names, rows and columns of the parameters, in the order of a step; one vector if they do not add up to n.</param>
    /// <param name="standardization">A change of variables in which the rule steps; null for none.</param>
    /// <param name="order">The source of chance by which every pass takes the batches in another order; null: as they are given.</param>
    public TrialTraining(IOptimizer optimizer, Objective objective, MiniBatchObjective? batches, double[] theta,
        IReadOnlyList<(string Name, int Rows, int Columns)> shapes, Standardization? standardization = null, Random? order = null)
    {
        if (order is not null && batches is not null)
            (_order, _turns) = (order, [.. Enumerable.Range(0, batches.Count)]);
        (_standardization, _model) = (standardization, standardization is null ? [] : new double[theta.Length]);
        (_optimizer, _objective, _batches, _theta) = (optimizer, objective, batches, [.. theta]);
        _gradient = new double[theta.Length];
        var fits = shapes.Sum(shape => (long)shape.Rows * shape.Columns) == theta.Length;
        _parts = [.. (fits ? shapes : [("θ", theta.Length, 1)]).Select(shape => new Part(shape.Name, shape.Rows, shape.Columns))];
        _parameters = Array.ConvertAll(_parts, part => part.Parameter);
    }

    /// <summary>L where it is now; ∞ where that is not finite.</summary>
    public double Loss =>
        HasLeft ? double.PositiveInfinity
        : _objective.LossOrNotFinite(Model()) is var loss && double.IsFinite(loss) ? loss
        : double.PositiveInfinity;

    /// <summary>
    /// The price of the gradients of some steps, at most. The gradient of a batch that has none costs no more than one of all batches.
    /// </summary>
    /// <param name="objective">L over a fixed sample.</param>
    /// <param name="batches">The batches; null to step with the objective's own gradient.</param>
    /// <param name="n">The number of parameters.</param>
    /// <param name="steps">How many.</param>
    public static EvaluationCounts Gradients(Objective? objective, MiniBatchObjective? batches, int n, int steps) => batches is { HasGradient: true }
        ? new(0, steps, 0, 0)
        : ProbePrice.Gradients(batches ?? objective, n, steps);

    /// <summary>A copy of θ where it is now, in the variables of the model.</summary>
    public double[] Theta => [.. Model()];

    /// <summary>Applies a remedy where the training is now.</summary>
    /// <returns>This training; null where the remedy does not apply.</returns>
    public TrialTraining? With(RemedyAction? remedy)
    {
        if (remedy is null)
            return this;
        var start = 0;
        foreach (var part in _parts)
            start = part.Load(_theta, _gradient, start);
        try
        {
            _optimizer = remedy.Apply(_optimizer, _parameters);
        }
        catch (UnfitParametersException)
        {
            return null;
        }

        start = 0;
        foreach (var part in _parts)
            start = part.Store(_theta, start);
        return this;
    }

    /// <summary>Lets a monitor watch the steps.</summary>
    public void WatchBy(TrainingMonitor monitor) => _optimizer.Watch(monitor);

    /// <summary>True where an entry of θ is not finite.</summary>
    private bool HasLeft => Array.Exists(_theta, x => !double.IsFinite(x));

    /// <summary>One step; false where θ or its gradient is not finite, or overflows in the rule.</summary>
    public bool TryStep()
    {
        if (HasLeft)
            return false;
        try
        {
            if (_batches is null)
                _objective.Gradient(Model(), _gradient);
            else
                _batches.GradientOfBatch(Turn(_steps % _batches.Count), Model(), _gradient);
            _standardization?.PullBack(_gradient);
        }
        catch (NotFiniteValueException)
        {
            return false;
        }

        var start = 0;
        foreach (var part in _parts)
            start = part.Load(_theta, _gradient, start);
        try
        {
            _optimizer.Step(_parameters);
        }
        catch (NonFiniteGradientException)
        {
            return false;
        }

        start = 0;
        foreach (var part in _parts)
            start = part.Store(_theta, start);
        _steps++;
        return true;
    }

    /// <summary>L after some more steps; ∞ where they have left the finite numbers.</summary>
    /// <param name="steps">How many.</param>
    /// <param name="cancellation">Cancels before the next step.</param>
    public double LossAfter(int steps, CancellationToken cancellation)
    {
        for (var k = 0; k < steps; k++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (!TryStep())
                return double.PositiveInfinity;
        }

        return Loss;
    }

    private int Turn(int k)
    {
        if (_order is null)
            return k;
        if (k == 0)
            _order.Shuffle(_turns);
        return _turns[k];
    }

    private double[] Model()
    {
        if (_standardization is null)
            return _theta;
        _standardization.ToModel(_theta, _model);
        return _model;
    }

    /// <summary>One parameter with its gradient, in its own shape: a rule may treat matrices in another way than vectors.</summary>
    private sealed class Part
    {
        private readonly double[] _value;
        private readonly double[] _gradient;

        public Part(string name, int rows, int columns)
        {
            (_value, _gradient) = (new double[rows * columns], new double[rows * columns]);
            Parameter = columns == 1
                ? new(Vector<double>.Build.Dense(_value), Vector<double>.Build.Dense(_gradient)) { Name = name }
                : new(Matrix<double>.Build.Dense(rows, columns, _value), Matrix<double>.Build.Dense(rows, columns, _gradient)) { Name = name };
        }

        public Parameter Parameter { get; }

        public int Load(double[] theta, double[] gradient, int start)
        {
            Array.Copy(theta, start, _value, 0, _value.Length);
            Array.Copy(gradient, start, _gradient, 0, _gradient.Length);
            return start + _value.Length;
        }

        public int Store(double[] theta, int start)
        {
            _value.CopyTo(theta, start);
            return start + _value.Length;
        }
    }
}
