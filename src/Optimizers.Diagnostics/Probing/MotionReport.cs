namespace Optimizers.Diagnostics;

/// <summary>
/// How the training moved, over the last steps (<see cref="TrainingMonitor.Recent"/>) and over the whole run. The numbers are medians unless stated
/// otherwise, and NaN where nothing was seen.
/// </summary>
/// <param name="Steps">How many steps were taken.</param>
/// <param name="RefusedSteps">How many were refused because a gradient was not finite.</param>
/// <param name="GradientCosine">cos of successive gradients: near 1 smooth, near −1 a zigzag, near 0 noise.</param>
/// <param name="UpdateCosine">cos of successive updates.</param>
/// <param name="DescentCosine">cos of the update and −g.</param>
/// <param name="GradientNorm">‖g‖ of the last steps.</param>
/// <param name="FirstGradientNorm">‖g‖ of the first 16 steps.</param>
/// <param name="LargestGradientNorm">The largest ‖g‖ of the run.</param>
/// <param name="GradientSpread">The 90th percentile of ‖g‖ over the median, over the last steps.</param>
/// <param name="UpdateNorm">‖Δθ‖ of the last steps.</param>
/// <param name="RelativeUpdate">‖Δθ‖/‖θ‖ of the last steps; ∞ where θ is 0.</param>
/// <param name="LargestRelativeUpdate">The largest ‖Δθ‖/‖θ‖ after the first step.</param>
/// <param name="ParameterNorm">‖θ‖ at the last step.</param>
/// <param name="FirstParameterNorm">‖θ‖ at the first step.</param>
/// <param name="PathRatio">‖sum of the last updates‖/sum of their norms, from the successive cosines' geometric model: 1 straight, near
/// 0 going nowhere.</param>
/// <param name="LossAutocorrelation">
/// The correlation of successive recorded losses' deviations from their running median, over the last steps: near 0 for independent batches, high
/// for batches in an order.
/// </param>
/// <param name="LossSpread">The interquartile range of the last recorded losses over their median.</param>
/// <param name="LargestUpdateNorm">The largest ‖Δθ‖ of the run: 0 where nothing ever moved.</param>
/// <param name="EarlyGrowth">‖g‖ of the steps 6 to 12 over that of the first: about 1 as a rule, and 3 to 10 where gradients add up.</param>
/// <param name="EarlyCosine">cos of successive gradients in the steps 2 to 12.</param>
/// <param name="HighestRecentLoss">The highest loss that the last 20 steps recorded, or the mean of all recent ones where that is higher.</param>
public sealed record MotionReport(
    long Steps,
    long RefusedSteps,
    double GradientCosine,
    double UpdateCosine,
    double DescentCosine,
    double GradientNorm,
    double FirstGradientNorm,
    double LargestGradientNorm,
    double GradientSpread,
    double UpdateNorm,
    double RelativeUpdate,
    double LargestRelativeUpdate,
    double ParameterNorm,
    double FirstParameterNorm,
    double PathRatio,
    double LossAutocorrelation,
    double LossSpread,
    double LargestUpdateNorm = double.NaN,
    double EarlyGrowth = double.NaN,
    double EarlyCosine = double.NaN,
    double HighestRecentLoss = double.NaN)
{
    /// <summary>The motion that a monitor saw; null without a step.</summary>
    /// <param name="history">Steps of the whole run, thinned, the first one among them.</param>
    /// <param name="recent">The last steps, all of them.</param>
    /// <param name="steps">How many steps were taken.</param>
    /// <param name="refusedSteps">How many were refused.</param>
    internal static MotionReport? Of(IReadOnlyList<StepRecord> history, IReadOnlyList<StepRecord> recent, long steps, long refusedSteps)
    {
        if (recent.Count == 0)
            return null;
        StepRecord[] all = [.. history, .. recent];
        var first = history[0];
        var gradientNorms = Known(recent.Select(step => step.GradientNorm));
        double[] losses = [.. recent.Select(step => step.Loss).Where(double.IsFinite)];
        return new(
            steps,
            refusedSteps,
            Median(recent, step => step.GradientCosine),
            Median(recent, step => step.UpdateCosine),
            Median(recent, step => step.DescentCosine),
            RobustStatistics.Median(gradientNorms),
            Median(all.Where(step => step.Iteration < 16).DistinctBy(step => step.Iteration), step => step.GradientNorm),
            Largest(all.Select(step => step.GradientNorm)),
            RobustStatistics.Quantile(gradientNorms, 0.9) / RobustStatistics.Median(gradientNorms),
            Median(recent, step => step.UpdateNorm),
            Median(recent, RelativeUpdateOf),
            Largest(all.Where(step => step.Iteration > first.Iteration).Select(RelativeUpdateOf)),
            recent[^1].ParameterNorm,
            first.ParameterNorm,
            PathRatioOf(recent),
            Autocorrelation(losses),
            (RobustStatistics.Quantile(losses, 0.75) - RobustStatistics.Quantile(losses, 0.25)) / Math.Abs(RobustStatistics.Median(losses)),
            Largest(all.Select(step => step.UpdateNorm)),
            first.Iteration == 0
                ? Median(history.Where(step => step.Iteration is >= 6 and <= 12), step => step.GradientNorm) / first.GradientNorm : double.NaN,
            Median(history.Where(step => step.Iteration is >= 2 and <= 12), step => step.GradientCosine),
            losses is [] ? double.NaN : Math.Max(losses.Average(), losses.TakeLast(20).Max()));
    }

    /// <summary>
    /// ‖Σ Δᵢ‖/Σ‖Δᵢ‖ of updates whose directions forget as a Markov chain does: cos(Δᵢ, Δⱼ) is the product of the successive cosines between i and j.
    /// Exact for two steps, for a straight line and for a zigzag.
    /// </summary>
    internal static double PathRatioOf(IReadOnlyList<StepRecord> steps)
    {
        double square = 0, length = 0, behind = 0;
        foreach (var step in steps)
        {
            // The component of all updates so far along this one.
            behind = step.UpdateNorm + ((double.IsNaN(step.UpdateCosine) ? 0 : step.UpdateCosine) * behind);
            square += step.UpdateNorm * ((2 * behind) - step.UpdateNorm);
            length += step.UpdateNorm;
        }

        return length > 0 ? Math.Sqrt(Math.Max(0, square)) / length : double.NaN;
    }

    /// <summary>
    /// The correlation of dᵢ with dᵢ₊₁, d the deviation from the running median over a quarter of the losses to either side (fewer, the same on both
    /// sides, near the ends, so that a straight trend has no deviation). NaN with fewer than 20 losses or where they do not vary.
    /// </summary>
    internal static double Autocorrelation(double[] losses)
    {
        if (losses.Length < 20)
            return double.NaN;
        var narrowest = Math.Min(8, losses.Length / 8); // A median of fewer neighbours follows the noise itself.
        var deviations = new double[losses.Length - (2 * narrowest)];
        for (var k = 0; k < deviations.Length; k++)
        {
            var i = k + narrowest;
            var reach = Math.Min(losses.Length / 4, Math.Min(i, losses.Length - 1 - i));
            deviations[k] = losses[i] - RobustStatistics.Median(losses[(i - reach)..(i + reach + 1)]);
        }

        double mean = deviations.Average(), products = 0, squares = 0;
        for (var k = 0; k < deviations.Length; k++)
        {
            squares += (deviations[k] - mean) * (deviations[k] - mean);
            products += k == 0 ? 0 : (deviations[k] - mean) * (deviations[k - 1] - mean);
        }

        return squares > 0 ? products / squares : double.NaN;
    }

    private static double RelativeUpdateOf(StepRecord step) => step.UpdateNorm == 0 ? 0 : step.UpdateNorm / step.ParameterNorm;

    private static double Median(IEnumerable<StepRecord> steps, Func<StepRecord, double> number) =>
        RobustStatistics.Median(Known(steps.Select(number)));

    private static double Largest(IEnumerable<double> numbers) => Known(numbers) is [_, ..] known ? known.Max() : double.NaN;

    /// <summary>The numbers without NaN, which marks what was not recorded.</summary>
    private static double[] Known(IEnumerable<double> numbers) => [.. numbers.Where(number => !double.IsNaN(number))];
}
