using Optimizers.Curvature;

namespace Optimizers.Diagnostics;

/// <summary>
/// The learning-rate range test (Smith 2017, "Cyclical learning rates for training neural networks", section 3.3): a few steps by a new optimizer
/// whose rate rises exponentially from a thousandth of the rate to a thousand times it.
/// </summary>
internal static class RangeTest
{
    /// <summary>The number of steps.</summary>
    public const int Steps = 48;

    // The rates span a million.
    private const double Span = 1000;

    /// <summary>What it takes at most: a loss before, and a gradient and a loss a step.</summary>
    /// <param name="objective">L over a fixed sample.</param>
    /// <param name="batches">The batches; null to step with the objective's own gradient.</param>
    /// <param name="n">The number of parameters.</param>
    public static EvaluationCounts Price(Objective? objective, MiniBatchObjective? batches, int n) =>
        ProbePrice.Losses(objective, Steps + 1) + TrialTraining.Gradients(objective, batches, n, Steps);

    /// <summary>Runs the test on a copy of θ, around a rate.</summary>
    /// <param name="newOptimizer">Makes the optimizer of a schedule.</param>
    /// <param name="objective">L over a fixed sample.</param>
    /// <param name="batches">The batches, stepped with in turn; null to step with the objective's own gradient.</param>
    /// <param name="theta">θ, n entries. It is not changed.</param>
    /// <param name="shapes">Names, rows and columns of the parameters, in the order of a step; one vector if they do not add up to n.</param>
    /// <param name="rate">The rate in the middle, finite, &gt; 0.</param>
    /// <param name="cancellation">Cancels before the next step.</param>
    /// <exception cref="InvalidOperationException">The loss is not finite at θ.</exception>
    public static RateRange Run(
        Func<Schedule, IOptimizer> newOptimizer,
        Objective objective,
        MiniBatchObjective? batches,
        double[] theta,
        IReadOnlyList<(string Name, int Rows, int Columns)> shapes,
        double rate,
        CancellationToken cancellation)
    {
        if (!(rate > 0 && double.IsFinite(rate)))
            throw new ArgumentOutOfRangeException(nameof(rate), rate, "The rate must be finite and greater than zero.");
        return Run(newOptimizer, objective, batches, theta, shapes, rate * Math.Pow(Span, -1), rate * Span, Steps, null, cancellation);
    }

    /// <summary>Runs the test on a copy of θ.</summary>
    /// <param name="newOptimizer">Makes the optimizer of a schedule.</param>
    /// <param name="objective">L over a fixed sample.</param>
    /// <param name="batches">The batches, stepped with in turn; null to step with the objective's own gradient.</param>
    /// <param name="theta">θ, n entries. It is not changed.</param>
    /// <param name="shapes">Names, rows and columns of the parameters, in the order of a step; one vector if they do not add up to n.</param>
    /// <param name="lowest">The rate of the first step, finite, &gt; 0.</param>
    /// <param name="highest">The rate of the last step, finite, above the lowest.</param>
    /// <param name="steps">How many steps, at least 2.</param>
    /// <param name="progress">Takes the share of the steps that is done.</param>
    /// <param name="cancellation">Cancels before the next step.</param>
    /// <exception cref="InvalidOperationException">The loss is not finite at θ.</exception>
    public static RateRange Run(
        Func<Schedule, IOptimizer> newOptimizer,
        Objective objective,
        MiniBatchObjective? batches,
        double[] theta,
        IReadOnlyList<(string Name, int Rows, int Columns)> shapes,
        double lowest,
        double highest,
        int steps,
        IProgress<double>? progress,
        CancellationToken cancellation)
    {
        var rates = new double[steps];
        for (var k = 0; k < steps; k++)
            rates[k] = k == steps - 1 ? highest : lowest * Math.Pow(highest / lowest, k / (steps - 1.0));
        var schedule = Schedule.From(i => rates[Math.Min(i, steps - 1)], "range test");
        var start = objective.Loss(theta);
        var losses = Train(new(newOptimizer(schedule), objective, batches, theta, shapes), steps, progress, cancellation);
        return new(rates, losses, start, Best(rates, losses, start), Diverging(rates, losses, start));
    }

    /// <summary>
    /// The rate at which the lowest loss so far fell most steeply, smoothed by a half of its neighbours: all rates are the same factor apart, so that
    /// a fall per step is a fall against the logarithm of the rate. A return from a peak does not count.
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

    private static double[] Train(TrialTraining training, int steps, IProgress<double>? progress, CancellationToken cancellation)
    {
        var losses = new double[steps];
        Array.Fill(losses, double.PositiveInfinity);
        for (var k = 0; k < steps; k++)
        {
            cancellation.ThrowIfCancellationRequested();
            progress?.Report((double)k / steps);
            if (!training.TryStep())
                break;
            losses[k] = training.Loss;
            if (double.IsPositiveInfinity(losses[k]))
                break;
        }

        progress?.Report(1);
        return losses;
    }
}
