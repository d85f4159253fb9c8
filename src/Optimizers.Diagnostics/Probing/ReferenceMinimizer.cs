using System.Numerics;
using Optimizers.Curvature;

namespace Optimizers.Diagnostics;

/// <summary>
/// A minimizer that needs no tuning, as a measure of what is possible: limited-memory BFGS (Nocedal and Wright 2006, "Numerical optimization",
/// algorithm 7.5) with the line search by bracketing of Lewis and Overton 2013 ("Nonsmooth optimization via quasi-Newton methods", Math. Programming
/// 141, algorithm 2.6), which needs the weak conditions of Wolfe alone and so ends on the kinks of ReLU too.
/// </summary>
/// <remarks>
/// It never goes to a loss that is not finite or not lower. Where no lower loss is found along −g, as with a wrong gradient, it
/// ends quietly where it is.
/// </remarks>
internal sealed class ReferenceMinimizer
{
    // c₁ and c₂ of Nocedal and Wright for quasi-Newton directions.
    private const double SufficientDecrease = 1e-4;
    private const double CurvatureCondition = 0.9;

    private const int MaxTrials = 20;

    // The part of 1 + ‖θ‖ that a first trial moves, when nothing is known of the curvature.
    private const double FirstMove = 0.01;

    private const int Window = 10;

    private readonly Objective _objective;
    private readonly ReferenceMinimizerOptions _options;
    private int _losses;
    private int _gradients;

    private ReferenceMinimizer(Objective objective, ReferenceMinimizerOptions options) => (_objective, _options) = (objective, options);

    /// <summary>What a run takes at most.</summary>
    /// <param name="objective">L.</param>
    /// <param name="n">The number of parameters.</param>
    /// <param name="options">When it ends.</param>
    public static EvaluationCounts Price(Objective? objective, int n, ReferenceMinimizerOptions options) =>
        ProbePrice.Losses(objective, options.MaxLosses) + ProbePrice.Gradients(objective, n, options.MaxGradients);

    /// <summary>Minimizes.</summary>
    /// <param name="objective">L.</param>
    /// <param name="start">θ at the start, n entries. It is not changed.</param>
    /// <param name="from">What the start is, in words.</param>
    /// <param name="data">What is fitted, in words.</param>
    /// <param name="options">When it ends.</param>
    /// <returns>How far it came; null where loss or gradient is not finite at the start.</returns>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static Fit? Run(Objective objective, double[] start, string from, string data, ReferenceMinimizerOptions options)
    {
        var before = objective.Evaluations;
        var minimizer = new ReferenceMinimizer(objective, options);
        var curve = new List<double>();
        var way = new List<double[]>();
        return minimizer.Descend([.. start], curve, way) is { } end
            ? new(from, data, curve, Spans.Norm(end.Gradient), end.Theta, objective.Evaluations - before) { Along = way }
            : null;
    }

    private Point? Descend(double[] start, List<double> curve, List<double[]> way)
    {
        if (!(LossAt(start) is { } loss && GradientAt(start) is { } gradient))
            return null;
        var point = new Point(start, loss, gradient);
        var enough = _options.GradientTolerance * Spans.Norm(gradient);
        var memory = new LimitedMemory();
        curve.Add(loss);
        while (!HasEnded(point, enough, curve))
        {
            var direction = memory.Direction(point.Gradient);
            var slope = Spans.Dot(direction, point.Gradient);
            if (slope < 0 && Search(point, direction, slope, memory.IsEmpty) is { } next)
            {
                memory.Add(Difference(next.Theta, point.Theta), Difference(next.Gradient, point.Gradient));
                point = next;
                curve.Add(point.Loss);
                if (_options.KeepsTheWay && curve.Count > 2 && BitOperations.IsPow2(curve.Count - 1))
                    way.Add(point.Theta);
                continue;
            }

            // The remembered curvature can mislead behind a kink. One more search goes along −g, and the run ends where that does not descend either.
            if (memory.IsEmpty)
                break;
            memory.Clear();
        }

        return point;
    }

    private bool HasEnded(Point point, double enough, List<double> curve) =>
        _gradients >= _options.MaxGradients
        || _losses >= _options.MaxLosses
        || point.Loss <= _options.TargetLoss
        || Spans.Norm(point.Gradient) <= enough
        || (curve.Count > Window && curve[^(Window + 1)] - point.Loss <= _options.DecreaseTolerance * Math.Abs(point.Loss));

    /// <summary>
    /// A point along the direction where the loss is lower by the slope's share and the slope is less steep; else the lowest point where only the
    /// loss is low enough; null if there is none.
    /// </summary>
    private Point? Search(Point from, double[] direction, double slope, bool isFirst)
    {
        Point? low = null;
        var (lowT, lowLoss, lowSlope) = (0.0, from.Loss, slope);
        var highT = double.PositiveInfinity;
        var t = isFirst ? FirstMove * (1 + Spans.Norm(from.Theta)) / Spans.Norm(direction) : 1;
        for (var trial = 0; trial < MaxTrials && _losses < _options.MaxLosses && _gradients < _options.MaxGradients; trial++)
        {
            var theta = Along(from.Theta, t, direction);
            var loss = LossAt(theta);
            var gradient = loss < from.Loss + (SufficientDecrease * t * slope) ? GradientAt(theta) : null;
            if (gradient is null)
            {
                highT = t;
                t = Between(lowT, lowLoss, lowSlope, highT, loss ?? double.PositiveInfinity);
                continue;
            }

            var here = Spans.Dot(direction, gradient);
            var next = new Point(theta, loss!.Value, gradient);
            if (here >= CurvatureCondition * slope)
                return next;
            var beyond = double.IsFinite(highT) ? (t + highT) / 2 : Beyond(lowT, lowSlope, t, here);
            (low, lowT, lowLoss, lowSlope) = (next, t, next.Loss, here);
            t = beyond;
        }

        return low;
    }

    /// <summary>
    /// The lowest point of the parabola through both ends that has the slope at the lower one, kept away from both; the middle where the
    /// higher one is not finite.
    /// </summary>
    private static double Between(double lowT, double lowLoss, double lowSlope, double highT, double highLoss)
    {
        var width = highT - lowT;
        var bend = highLoss - lowLoss - (lowSlope * width);
        var t = -lowSlope * width / (2 * bend);
        return lowT + (width * (double.IsFinite(bend) && bend > 0 ? Math.Clamp(t, 0.1, 0.6) : 0.5));
    }

    /// <summary>Where a line through two slopes is 0, twice to ten times as far.</summary>
    private static double Beyond(double lowT, double lowSlope, double t, double slope)
    {
        var zero = t + ((t - lowT) * slope / (lowSlope - slope));
        return zero > t ? Math.Clamp(zero, 2 * t, 10 * t) : 10 * t;
    }

    /// <summary>L(θ); null where it is not finite.</summary>
    private double? LossAt(double[] theta)
    {
        _options.CancellationToken.ThrowIfCancellationRequested();
        _losses++;
        var loss = _objective.LossOrNotFinite(theta);
        return double.IsFinite(loss) ? loss : null;
    }

    /// <summary>∇L(θ); null where it is not finite.</summary>
    private double[]? GradientAt(double[] theta)
    {
        _options.CancellationToken.ThrowIfCancellationRequested();
        _gradients++;
        var gradient = new double[theta.Length];
        try
        {
            _objective.Gradient(theta, gradient);
        }
        catch (NotFiniteValueException)
        {
            return null;
        }

        return gradient;
    }

    private static double[] Along(double[] theta, double t, double[] direction)
    {
        var point = new double[theta.Length];
        for (var i = 0; i < point.Length; i++)
            point[i] = theta[i] + (t * direction[i]);
        return point;
    }

    private static double[] Difference(double[] left, double[] right)
    {
        var difference = new double[left.Length];
        for (var i = 0; i < difference.Length; i++)
            difference[i] = left[i] - right[i];
        return difference;
    }

    private sealed record Point(double[] Theta, double Loss, double[] Gradient);
}
