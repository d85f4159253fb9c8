namespace Optimizers.Diagnostics;

/// <summary>What the curve of the recorded losses looks like, in numbers.</summary>
/// <param name="Points">How many losses.</param>
/// <param name="First">The median of the first tenth.</param>
/// <param name="Last">The median of the last tenth.</param>
/// <param name="Lowest">The lowest median of a twentieth of the run.</param>
/// <param name="LowestAt">Where in the run that twentieth ends, 0 to 1.</param>
/// <param name="Highest">The highest finite loss.</param>
/// <param name="Roughness">The median |difference| of successive losses over the last half.</param>
/// <param name="RelativeSlope">The slope of the last half by Theil and Sen, in shares of <see cref="Last"/> over that half: −0.1 where it fell by a tenth.</param>
/// <param name="SlopeError">Its standard error likewise.</param>
/// <param name="FlatSince">The share of the run, from its end, in which the loss stayed within its roughness of <see cref="Last"/>.</param>
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
}
