namespace Optimizers.Curvature;

/// <summary>How small a difference of two losses can be told.</summary>
/// <param name="Epsilon">The spacing of the numbers next to 1 in the precision of the loss.</param>
/// <param name="LossError">A bound on the error of the loss beyond its rounding.</param>
internal readonly record struct LossResolution(double Epsilon, double LossError)
{
    /// <summary>That of an objective: its precision, and the larger of its own bound and another on the error.</summary>
    public static LossResolution Of(Objective objective, double lossError) =>
        new(2 * objective.Options.UnitRoundoff, Math.Max(objective.Options.LossError, lossError));

    /// <summary>Four units in the last place, and twice the error: a change of a loss by less may be none.</summary>
    public double Noise(double loss) => 4 * Epsilon * Math.Abs(loss) + 2 * LossError;

    /// <summary>True if the loss is finite, and lower by more than its noise.</summary>
    public bool IsLower(double loss, double than) =>
        double.IsFinite(loss) && loss < than - Math.Max(Noise(than), Noise(loss));
}
