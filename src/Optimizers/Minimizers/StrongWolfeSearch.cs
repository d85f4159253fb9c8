namespace Optimizers.Curvature;

/// <summary>
/// A step α along a descent direction that meets the strong conditions of Wolfe: φ(α) ≤ φ(0) + c₁αφ′(0) and |φ′(α)| ≤ c₂|φ′(0)| (Nocedal and Wright,
/// Numerical Optimization, 2nd ed., algorithms 3.5 and 3.6, by cubic or quadratic interpolation with safeguards). The gradient is evaluated where the
/// loss is low enough, and only there.
/// </summary>
/// <remarks>
/// Next to a minimum the decrease drowns in the rounding of φ. There a step is accepted by its slope alone if φ is no higher than rounding makes it
/// (Hager and Zhang, SIAM J. Optim. 16, 2005, the approximate conditions of Wolfe).
/// </remarks>
internal sealed class StrongWolfeSearch(MinimizerWalk walk, double sufficientDecrease, double slopeReduction)
{
    private const int MostTrials = 60;

    // The trials that were no lower than the start.
    private Rejections _failures = new();

    /// <summary>Leaves the step as the trial of the walk; false if there is none.</summary>
    public bool TryStep(double[] p, double slope, double first)
    {
        var start = new End(0, walk.Loss, slope);
        var (low, high, alpha) = (start, End.None, first);
        var width = double.PositiveInfinity;
        _failures = new();
        var noise = walk.Rounding;
        var isLowLower = false;
        for (var trial = 0; trial < MostTrials; trial++)
        {
            var loss = walk.Try(alpha, p);
            var isLower = loss <= start.Loss + (sufficientDecrease * alpha * slope) && loss < low.Loss;
            var isLevel = !isLower && loss <= start.Loss + noise;
            var here = new End(alpha, loss, double.NaN);
            if (!isLower && walk.IsTrialHere())
                break;
            if (loss >= start.Loss)
                _failures = _failures.With(loss - start.Loss - (alpha * slope), -alpha * slope, double.IsFinite(loss));

            if ((isLower || isLevel) && walk.TryGradient())
            {
                here = here with { Slope = walk.Work.Dot(walk.TrialGradient, p) };
                if (Math.Abs(here.Slope) <= -slopeReduction * slope)
                    return true;
            }
            else if (isLower || isLevel)
            {
                here = here with { Loss = double.PositiveInfinity };
                (isLower, isLevel) = (false, false);
            }

            if (isLower || (isLevel && here.Slope < 0))
            {
                var before = low;
                if (high.IsNone ? here.Slope >= 0 : here.Slope * (high.Alpha - low.Alpha) >= 0)
                    high = low;
                (low, isLowLower) = (here, isLower);
                if (high.IsNone)
                {
                    alpha = Beyond(before, low);
                    continue;
                }
            }
            else
            {
                high = here;
            }

            var widthBefore = width;
            width = Math.Abs(high.Alpha - low.Alpha);
            if (width * -slope <= 0.01 * noise || low.Alpha + (0.5 * (high.Alpha - low.Alpha)) == low.Alpha)
                break;
            alpha = Between(low, high, isSlow: width > 0.7 * widthBefore);
        }

        // Low enough, if not level enough.
        return isLowLower && double.IsFinite(walk.Try(low.Alpha, p)) && walk.TryGradient();
    }

    /// <summary>Why the last search, along −g, found no step.</summary>
    public MinimizerOutcome Judge() => _failures.Judge(walk.MeasuredRounding(), MinimizerOutcome.ValueConverged);

    /// <summary>The lowest point of the polynomial through both ends, kept away from them; the middle where that comes slowly nearer.</summary>
    private static double Between(in End low, in End high, bool isSlow)
    {
        var width = high.Alpha - low.Alpha;
        if (!double.IsFinite(high.Loss))
            return low.Alpha + ((low.Alpha == 0 ? 0.1 : 0.5) * width);
        var part = double.IsNaN(high.Slope) ? Quadratic(low, high, width) : Cubic(low, high, width);
        return low.Alpha + (width * (isSlow || double.IsNaN(part) ? 0.5 : Math.Clamp(part, 0.1, 0.9)));
    }

    // An end without a slope fails the sufficient decrease that the other one meets: it lies above the tangent there, and the bend is positive.
    private static double Quadratic(in End low, in End high, double width) =>
        -low.Slope * width / (2 * (high.Loss - low.Loss - (low.Slope * width)));

    // Nocedal and Wright, eq. 3.59, as a part of the width.
    private static double Cubic(in End low, in End high, double width)
    {
        var d1 = low.Slope + high.Slope - (3 * (high.Loss - low.Loss) / width);
        var root = Math.Sqrt((d1 * d1) - (low.Slope * high.Slope));
        var d2 = width > 0 ? root : -root;
        return 1 - ((high.Slope + d2 - d1) / (high.Slope - low.Slope + (2 * d2)));
    }

    /// <summary>Where a line through two slopes is 0, twice to ten times as far.</summary>
    private static double Beyond(in End before, in End here)
    {
        var zero = here.Alpha + ((here.Alpha - before.Alpha) * here.Slope / (before.Slope - here.Slope));
        return zero > here.Alpha ? Math.Clamp(zero, 2 * here.Alpha, 10 * here.Alpha) : 10 * here.Alpha;
    }

    /// <summary>α with φ(α) and φ′(α); a slope that was not evaluated is NaN.</summary>
    private readonly record struct End(double Alpha, double Loss, double Slope)
    {
        public static End None => new(double.PositiveInfinity, double.NaN, double.NaN);

        public bool IsNone => double.IsPositiveInfinity(Alpha);
    }
}
