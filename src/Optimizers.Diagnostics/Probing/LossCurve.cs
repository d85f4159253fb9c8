namespace Optimizers.Diagnostics;

/// <summary>What the curve of the recorded losses looks like, in numbers.</summary>
/// <param name="Points">How many finite losses there are; the other numbers are about these.</param>
/// <param name="First">The median of the first tenth.</param>
/// <param name="Last">The median of the last tenth.</param>
/// <param name="Lowest">The lowest median of a twentieth of the run.</param>
/// <param name="LowestAt">Where in the run that twentieth ends, 0 to 1.</param>
/// <param name="Highest">The highest finite loss.</param>
/// <param name="Roughness">The median |difference| of successive losses over the last half.</param>
/// <param name="RelativeSlope">The slope of the last half by Theil and Sen, in shares of <see cref="Last"/> over that half: −0.1 where it
/// fell by a tenth.</param>
/// <param name="SlopeError">Its standard error likewise.</param>
/// <param name="FlatSince">
/// The share of the run, from its end, in which the loss stayed at <see cref="Last"/>: the medians of twentieths within twice its roughness, or
/// within a hundredth of it.
/// </param>
/// <param name="IsFinite">False if a recorded loss was not finite.</param>
public sealed record LossCurve(
    int Points,
    double First,
    double Last,
    double Lowest,
    double LowestAt,
    double Highest,
    double Roughness,
    double RelativeSlope,
    double SlopeError,
    double FlatSince,
    bool IsFinite)
{
    /// <summary>True if the loss still falls, by more than twice the error and by at least a hundredth over the last half.</summary>
    public bool IsFalling => RelativeSlope < -0.01 && RelativeSlope < -2 * SlopeError;

    /// <summary>Last over lowest: above 1 where the run went up again.</summary>
    public double RiseFromLowest => Last / Lowest;

    /// <summary>The curve of recorded losses; null with fewer than <see cref="FewestPoints"/> finite ones.</summary>
    /// <remarks>
    /// The slope is that of at most 200 medians of blocks of the last half, so that its price does not grow with the run; its error is that of a line
    /// through eight of them. The noise of single batches, its correlation over a few steps and any bend of the curve all widen that error.
    /// </remarks>
    /// <param name="steps">The steps of the run, evenly thinned.</param>
    /// <param name="firstNonFinite">The first number of the run that was not finite; null if there was none.</param>
    internal static LossCurve? Of(IEnumerable<StepRecord> steps, NonFiniteEvent? firstNonFinite)
    {
        var recorded = RecordedLosses.Of(steps, firstNonFinite);
        var losses = Array.FindAll(recorded, double.IsFinite);
        if (losses.Length < FewestPoints)
            return null;
        var tenth = (losses.Length + 9) / 10;
        var half = losses.AsSpan(losses.Length / 2);
        var last = RobustStatistics.Median(losses[^tenth..]);
        var twentieths = RobustStatistics.BlockMedians(losses, 20);
        var lowest = Array.IndexOf(twentieths, twentieths.Min());
        var roughness = MedianStep(half);
        var points = RobustStatistics.BlockMedians(half, 200);
        var blocks = RobustStatistics.BlockMedians(half, 8);
        return new(
            losses.Length,
            RobustStatistics.Median(losses[..tenth]),
            last,
            twentieths[lowest],
            (lowest + 1) / 20.0,
            losses.Max(),
            roughness,
            ShareOf(last, RobustStatistics.TheilSenSlope(points) * points.Length),
            ShareOf(last, RobustStatistics.Line(blocks).Error * blocks.Length),
            FlatShare(twentieths, last, Math.Max(2 * roughness, 0.01 * Math.Abs(last))),
            firstNonFinite is not { What: "loss" } && recorded.Length == losses.Length); // A step that was refused has left no loss.
    }

    private const int FewestPoints = 20;

    private static double MedianStep(ReadOnlySpan<double> losses)
    {
        var steps = new double[losses.Length - 1];
        for (var i = 0; i < steps.Length; i++)
            steps[i] = Math.Abs(losses[i + 1] - losses[i]);
        return RobustStatistics.Median(steps);
    }

    private static double ShareOf(double last, double change) => change == 0 ? 0 : change / Math.Abs(last);

    private static double FlatShare(double[] medians, double last, double tolerance)
    {
        var flat = 0;
        while (flat < medians.Length && Math.Abs(medians[^(flat + 1)] - last) <= tolerance)
            flat++;
        return (double)flat / medians.Length;
    }
}
