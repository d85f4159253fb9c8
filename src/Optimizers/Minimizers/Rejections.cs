namespace Optimizers.Curvature;

/// <summary>
/// The steps that were rejected from one point, and what they show: the least of (what the value was above the model)/(what the model promised)².
/// Where a smooth value has less to give than its rounding, it bends more than 1/(4·rounding); a wrong gradient shows less.
/// </summary>
/// <param name="Count">How many.</param>
/// <param name="SawFinite">True if one of their values was finite.</param>
/// <param name="LeastBend">∞ where nothing is known.</param>
internal readonly record struct Rejections(int Count, bool SawFinite, double LeastBend)
{
    public Rejections()
        : this(0, false, double.PositiveInfinity)
    {
    }

    public Rejections With(double excess, double promised, bool isFinite) => isFinite
        ? new(Count + 1, true, promised > 0 ? Math.Min(LeastBend, excess / promised / promised) : LeastBend)
        : this with { Count = Count + 1 };

    /// <param name="rounding">That of the value.</param>
    /// <param name="converged">How it has converged, if it has.</param>
    public MinimizerOutcome Judge(double rounding, MinimizerOutcome converged) =>
        Count > 0 && !SawFinite ? MinimizerOutcome.NotFinite
        : LeastBend * 16 * rounding < 1 ? MinimizerOutcome.NoDescent
        : converged;
}
