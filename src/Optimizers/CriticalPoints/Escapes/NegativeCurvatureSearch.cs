namespace Optimizers.Curvature;

/// <summary>
/// A line search along a direction in which the loss curves down. The model φ(α) = αs + ½α²λ has no minimum there, so the loss itself
/// decides: the step is halved until the loss is lower, and then halved or doubled for as long as that pays, up to 1024 times the first.
/// </summary>
/// <param name="loss">α ↦ L(θ₀ + αu); what is not finite counts as not lower.</param>
/// <param name="lossBefore">L(θ₀).</param>
/// <param name="resolution">What counts as lower.</param>
internal sealed class NegativeCurvatureSearch(Func<double, double> loss, double lossBefore, LossResolution resolution)
{
    private const int MaxHalvings = 60;
    private const double MaxLengthening = 1024;

    public int Evaluations { get; private set; }

    public readonly record struct Trial(double StepSize, double Loss);

    /// <summary>
    /// The lowest point found on the side on which the slope is down; and on both, where that has none, or where the slope does not decide: where at
    /// the α found it promises no more than the curvature, |αs| ≤ ½α²|λ|, which is the same on either side.
    /// </summary>
    /// <param name="firstStep">The length of the first step, greater than 0.</param>
    /// <param name="slope">s = gᵀu.</param>
    /// <param name="curvature">λ = uᵀHu.</param>
    public Trial? BothWays(double firstStep, double slope, double curvature)
    {
        var down = slope > 0 ? -firstStep : firstStep;
        var best = Search(down, slope, curvature);
        if (best is { } found && Math.Abs(slope) > 0.5 * Math.Abs(found.StepSize * curvature))
            return best;
        var other = Search(-down, slope, curvature);
        return best is null || other?.Loss < best?.Loss ? other : best;
    }

    /// <summary>The lowest point found with α of the sign of <paramref name="firstStep"/>, or none.</summary>
    /// <param name="firstStep">The first α ≠ 0; it is lengthened if ½α²|λ| would be less than twice what the loss can tell.</param>
    /// <param name="slope">s = gᵀu.</param>
    /// <param name="curvature">λ = uᵀHu.</param>
    public Trial? Search(double firstStep, double slope, double curvature)
    {
        var visible = Math.Sqrt(4 * Noise(lossBefore) / Math.Abs(curvature));
        var first = Evaluate(firstStep * Math.Clamp(visible / Math.Abs(firstStep), 1, MaxLengthening));
        return IsLower(first.Loss)
            ? Extend(first, MaxLengthening * Math.Abs(firstStep))
            : Shrink(first, Math.Abs(slope), Math.Abs(curvature));
    }

    // Doubling pays while it adds half again to the decrease: a parabola's decrease grows fourfold, a slope's twofold, a plateau's not.
    private Trial Extend(Trial best, double longest)
    {
        while (2 * Math.Abs(best.StepSize) <= longest)
        {
            var next = Evaluate(2 * best.StepSize);
            if (!(double.IsFinite(next.Loss) && next.Loss < best.Loss))
                break;
            var pays = lossBefore - next.Loss >= 1.5 * (lossBefore - best.Loss);
            best = next;
            if (!pays)
                break;
        }

        return best;
    }

    private Trial? Shrink(Trial last, double slope, double curvature)
    {
        Trial? best = null;
        var halvings = 0;
        while (halvings < MaxHalvings)
        {
            var alpha = Math.Abs(last.StepSize) / 2;
            if (alpha * (slope + 0.5 * alpha * curvature) <= Noise(lossBefore))
                break;
            last = Evaluate(last.StepSize / 2);
            if (double.IsFinite(last.Loss))
                halvings++;
            if (best is { } found && !(last.Loss < found.Loss))
                break;
            if (IsLower(last.Loss))
                best = last;
        }

        return best;
    }

    private Trial Evaluate(double alpha)
    {
        Evaluations++;
        return new(alpha, loss(alpha));
    }

    private bool IsLower(double value) => resolution.IsLower(value, lossBefore);

    private double Noise(double value) => resolution.Noise(value);
}
