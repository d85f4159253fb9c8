using MathNet.Numerics.LinearAlgebra;
using Optimizers.Curvature;

namespace Optimizers.Diagnostics;

/// <summary>
/// The learning-rate range test (Smith 2017, "Cyclical learning rates for training neural networks", section 3.3): a few steps by a new optimizer whose
/// rate rises exponentially from a thousandth of the rate to a thousand times it.
/// </summary>
internal sealed class RangeTest
{
    /// <summary>The number of steps.</summary>
    public const int Steps = 48;

    // The rates span a million.
    private const double Span = 1000;

    private readonly Objective _objective;
    private readonly MiniBatchObjective? _batches;
    private readonly double[] _theta;
    private readonly double[] _gradient;
    private readonly Part[] _parts;

    private RangeTest(Objective objective, MiniBatchObjective? batches, double[] theta, IReadOnlyList<(int Rows, int Columns)> shapes)
    {
        (_objective, _batches, _theta) = (objective, batches, theta);
        _gradient = new double[theta.Length];
        var fits = shapes.Sum(shape => (long)shape.Rows * shape.Columns) == theta.Length;
        _parts = [.. (fits ? shapes : [(theta.Length, 1)]).Select(shape => new Part(shape.Rows, shape.Columns))];
    }

    /// <summary>What it takes at most: a loss before, and a gradient and a loss a step.</summary>
    /// <param name="objective">L over a fixed sample.</param>
    /// <param name="batches">The batches; null to step with the objective's own gradient.</param>
    /// <param name="n">The number of parameters.</param>
    public static EvaluationCounts Price(Objective? objective, MiniBatchObjective? batches, int n) =>
        ProbePrice.Losses(objective, Steps + 1) + Gradients(objective, batches, n, Steps);

    /// <summary>What the gradients of some steps take at most. That of a batch that has none takes no more than one of all batches does.</summary>
    /// <param name="objective">L over a fixed sample.</param>
    /// <param name="batches">The batches; null to step with the objective's own gradient.</param>
    /// <param name="n">The number of parameters.</param>
    /// <param name="steps">How many.</param>
    public static EvaluationCounts Gradients(Objective? objective, MiniBatchObjective? batches, int n, int steps) => batches is { HasGradient: true }
        ? new(0, steps, 0, 0)
        : ProbePrice.Gradients(batches ?? objective, n, steps);

    /// <summary>Runs the test on a copy of θ.</summary>
    /// <param name="newOptimizer">Makes the optimizer of a schedule.</param>
    /// <param name="objective">L over a fixed sample.</param>
    /// <param name="batches">The batches, stepped with in turn; null to step with the objective's own gradient.</param>
    /// <param name="theta">θ, n entries. It is not changed.</param>
    /// <param name="shapes">Rows and columns of the parameters, in the order of a step; one vector if they do not add up to n.</param>
    /// <param name="rate">The rate in the middle, finite, &gt; 0.</param>
    /// <param name="cancellation">Cancels before the next step.</param>
    /// <exception cref="InvalidOperationException">The loss is not finite at θ.</exception>
    public static RateRange Run(
        Func<Schedule, IOptimizer> newOptimizer,
        Objective objective,
        MiniBatchObjective? batches,
        double[] theta,
        IReadOnlyList<(int Rows, int Columns)> shapes,
        double rate,
        CancellationToken cancellation)
    {
        if (!(rate > 0 && double.IsFinite(rate)))
            throw new ArgumentOutOfRangeException(nameof(rate), rate, "The rate must be finite and greater than zero.");
        var rates = new double[Steps];
        for (var k = 0; k < Steps; k++)
            rates[k] = rate * Math.Pow(Span, (2.0 * k / (Steps - 1)) - 1);
        var schedule = Schedule.From(i => rates[Math.Min(i, Steps - 1)], "range test");
        var start = objective.Loss(theta);
        var losses = new RangeTest(objective, batches, [.. theta], shapes).Train(newOptimizer(schedule), cancellation);
        return new(rates, losses, start, Best(rates, losses, start), Diverging(rates, losses, start));
    }

    /// <summary>The loss after some steps at one rate, on a copy of θ; ∞ where the steps have left the finite numbers.</summary>
    /// <param name="newOptimizer">Makes the optimizer of a schedule.</param>
    /// <param name="objective">L over a fixed sample.</param>
    /// <param name="batches">The batches, stepped with in turn; null to step with the objective's own gradient.</param>
    /// <param name="theta">θ, n entries. It is not changed.</param>
    /// <param name="shapes">Rows and columns of the parameters, in the order of a step.</param>
    /// <param name="rate">The rate, finite, &gt; 0.</param>
    /// <param name="steps">How many.</param>
    /// <param name="cancellation">Cancels before the next step.</param>
    public static double LossAfter(
        Func<Schedule, IOptimizer> newOptimizer,
        Objective objective,
        MiniBatchObjective? batches,
        double[] theta,
        IReadOnlyList<(int Rows, int Columns)> shapes,
        double rate,
        int steps,
        CancellationToken cancellation)
    {
        var test = new RangeTest(objective, batches, [.. theta], shapes);
        var optimizer = newOptimizer(rate);
        var parameters = Array.ConvertAll(test._parts, part => part.Parameter);
        for (var k = 0; k < steps; k++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (!test.TryStep(optimizer, parameters, k))
                return double.PositiveInfinity;
        }

        var loss = objective.LossOrNotFinite(test._theta);
        return double.IsFinite(loss) ? loss : double.PositiveInfinity;
    }

    /// <summary>
    /// The rate at which the lowest loss so far fell most steeply, smoothed by a half of its neighbours: all rates are the same factor apart, so that a
    /// fall per step is one against the logarithm of the rate. A climb down from a peak is no fall.
    /// </summary>
    internal static double Best(double[] rates, double[] losses, double start)
    {
        var falls = new double[losses.Length];
        var lowest = start;
        for (var k = 0; k < falls.Length; k++)
        {
            falls[k] = Math.Max(0, lowest - losses[k]);
            lowest = Math.Min(lowest, losses[k]);
        }

        var (best, steepest) = (double.NaN, 0.0);
        for (var k = 0; k < falls.Length; k++)
        {
            var fall = falls[k] + (0.5 * ((k > 0 ? falls[k - 1] : 0) + (k + 1 < falls.Length ? falls[k + 1] : 0)));
            if (falls[k] > 0 && fall > steepest)
                (best, steepest) = (rates[k], fall);
        }

        return best;
    }

    /// <summary>The rate from which on every loss is above twice the lowest and above the start; ∞ if the last one is not.</summary>
    internal static double Diverging(double[] rates, double[] losses, double start)
    {
        var limit = Math.Max(start, 2 * Math.Min(start, losses.Min()));
        var k = losses.Length;
        while (k > 0 && losses[k - 1] > limit)
            k--;
        return k < losses.Length ? rates[k] : double.PositiveInfinity;
    }

    private double[] Train(IOptimizer optimizer, CancellationToken cancellation)
    {
        var losses = new double[Steps];
        Array.Fill(losses, double.PositiveInfinity);
        var parameters = Array.ConvertAll(_parts, part => part.Parameter);
        for (var k = 0; k < Steps; k++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (!TryStep(optimizer, parameters, k))
                break;
            losses[k] = _objective.LossOrNotFinite(_theta);
            if (!double.IsFinite(losses[k]))
            {
                losses[k] = double.PositiveInfinity;
                break;
            }
        }

        return losses;
    }

    /// <summary>One step; false where its gradient is not finite, or overflows in the rule.</summary>
    private bool TryStep(IOptimizer optimizer, Parameter[] parameters, int step)
    {
        try
        {
            if (_batches is null)
                _objective.Gradient(_theta, _gradient);
            else
                _batches.GradientOfBatch(step % _batches.Count, _theta, _gradient);
        }
        catch (InvalidOperationException)
        {
            return false;
        }

        var start = 0;
        foreach (var part in _parts)
            start = part.Load(_theta, _gradient, start);
        try
        {
            optimizer.Step(parameters);
        }
        catch (NonFiniteGradientException)
        {
            return false;
        }

        start = 0;
        foreach (var part in _parts)
            start = part.Store(_theta, start);
        return true;
    }

    /// <summary>One parameter with its gradient, in its own shape: a rule may treat matrices in another way than vectors.</summary>
    private sealed class Part
    {
        private readonly double[] _value;
        private readonly double[] _gradient;

        public Part(int rows, int columns)
        {
            (_value, _gradient) = (new double[rows * columns], new double[rows * columns]);
            Parameter = columns == 1
                ? new(Vector<double>.Build.Dense(_value), Vector<double>.Build.Dense(_gradient))
                : new(Matrix<double>.Build.Dense(rows, columns, _value), Matrix<double>.Build.Dense(rows, columns, _gradient));
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
